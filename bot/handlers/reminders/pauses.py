"""Reading the text after `pause`: how long it lasts."""

from __future__ import annotations

import re
from datetime import timedelta

from backend.domain.french.schedules import read_pause, stops_for
from backend.domain.french.spelling import fold
from bot.handlers.engine.words import Context


def no_pause(rest: str, context: Context) -> bool:
    """Whether the text is no span of time: then it is a sentence."""
    return read_pause(rest, context.now, context.zone) is None


_PAUSE = re.compile(r"\b(?:pause|pose)\b")
SHORTEST = timedelta(hours=12)
"""A shorter pause is one in the open task, and not of reminders."""


def wanted(text: str, context: Context) -> bool:
    """Whether a sentence wants a pause of reminders and says how long: « je veux faire une pause d'une semaine »,
    « arrête un mois »."""
    stops = stops_for(text)
    if _PAUSE.search(fold(text)) is None and not stops:
        return False
    end = read_pause(text, context.now, context.zone)
    return end is not None and (stops or end >= context.now + SHORTEST)
