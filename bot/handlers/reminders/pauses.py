"""What follows `pause`: how long it shall last."""

from __future__ import annotations

from backend.domain.french.schedules import read_pause
from bot.handlers.engine.words import Context


def no_pause(rest: str, context: Context) -> bool:
    """Whether it is no span of time: then the word begins a sentence."""
    return read_pause(rest, context.now, context.zone) is None
