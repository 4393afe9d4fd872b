"""Reading the text after `pause`: how long it lasts."""

from __future__ import annotations

from backend.domain.french.schedules import read_pause
from bot.handlers.engine.words import Context


def no_pause(rest: str, context: Context) -> bool:
    """Whether the text is no span of time: then it is a sentence."""
    return read_pause(rest, context.now, context.zone) is None
