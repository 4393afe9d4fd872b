"""Reading the text after `pause`: how long it lasts."""

from __future__ import annotations

import re
from datetime import timedelta

from backend.domain.french.schedules import AWAY, read_pause, stops_for
from backend.domain.french.spelling import fold
from bot.handlers.engine.words import Context


def no_pause(rest: str, context: Context) -> bool:
    """Whether the text is no span of time: then it is a sentence."""
    return read_pause(rest, context.now, context.zone) is None


_PAUSE = re.compile(r"\b(?:pause|pose)\b")
_RESTS = re.compile(
    r"\brepos(?:e[rsz]?)? .*(?:\bjus[qk]|\bavant\b|\d|\b(?:une|quinze) |\bsemaines?\b|\bmois\b|\bweek|\baujourd)"
    rf"|{AWAY} (?:jus[qk]|avant\b)"
)
"""« Je me repose jusqu'à lundi »; of « je me repose lundi » it is not known until when."""
_SOME_TIME = re.compile(r"\b(?:pause|pose|repos|reposer?)\b.* (?:quelques|plusieurs) (?:jours?|semaines?)")
_AT_THE_END = re.compile(
    r"\bje (?:fais|prends|veux|voudrais|demande|dois (?:faire|prendre)|vais (?:faire|prendre))(?: une)? pause\b.*"
)
"""What she wants after she has said why: « ma fille est malade je fais pause 1 semaine »."""
SHORTEST = timedelta(hours=12)
"""A shorter pause is one in the open task, and not of reminders."""


def wanted(text: str, context: Context) -> str | None:
    """What follows `pause` where a sentence wants a pause of reminders and says how long: the text of « je veux faire
    une pause d'une semaine », « arrête un mois »; "" of « je me repose quelques jours », which does not tell until
    when."""
    said, stops = fold(text), stops_for(text)
    if _SOME_TIME.search(said) is not None:
        return ""
    if _PAUSE.search(said) is None and _RESTS.search(said) is None and not stops:
        return None
    end = read_pause(text, context.now, context.zone)
    if end is None and (found := _AT_THE_END.search(said)) is not None and found.start():
        return wanted(found[0], context)
    return text if end is not None and (stops or end >= context.now + SHORTEST) else None
