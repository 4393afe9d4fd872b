"""That she wants no reminder, or none on some days: « plus de rappel le dimanche »."""

from __future__ import annotations

import re

from backend.domain.french.datetimes import LONGEST_TEXT
from backend.domain.french.schedules import read_days
from backend.domain.french.spelling import fold
from bot.flows.reminders import spelled

_NO_REMINDER = re.compile(
    r".*\b(?:pas|aucun|plus|jamais|sans|enlever?|supprimer?)\b.*\brappels?"
    r"(?: (?:svp|stp|merci|du tout|desormais|maintenant|pour moi|ici|jamais|non|oui|s il (?:te|vous) plait))*"
    r"(?: (?:parce|car|je|j|c|ca|on|vous|tu) .*)?"
)
"""« Pas de rappel », but not « pas de rappel avant 20 h »."""
_NOT_ON = re.compile(
    r".*\b(?:pas|aucun|plus|jamais|sans|stop|(?:enlev|supprim|arret|coup|vir|retir|annul)\w*)\b(?: \w+){0,3}?"
    r" rap+el\w*((?: \w+){1,6})"
)
"""« Plus de rappel le dimanche », « stop les rappels du week-end »: the days behind it."""
_OF_DAYS = re.compile(r"^(?:le|les|l|du|des|de|d|pour|en|sur|au|aux)\b ?")


def wants_none(text: str) -> bool:
    """Whether she wants no reminder at all, at no time."""
    return _NO_REMINDER.fullmatch(fold(text)) is not None


def without(text: str) -> frozenset[int] | None:
    """The days on which she wants no reminder any more, where she names them; None if she names none."""
    found = _NOT_ON.fullmatch(fold(text)) if len(text) <= LONGEST_TEXT else None
    return read_days(spelled.written_out(_OF_DAYS.sub("", found[1].strip()))) or None if found is not None else None
