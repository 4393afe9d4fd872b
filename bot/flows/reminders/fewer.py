"""That she wants no reminder, or none on some days: « plus de rappel le dimanche »."""

from __future__ import annotations

import re

from backend.domain.french.datetimes import LONGEST_TEXT, read_weekday
from backend.domain.french.schedules import read_days
from backend.domain.french.spelling import fold
from bot.flows.reminders import spelled

_NO_REMINDER = re.compile(
    r".*\b(?:pas|aucun|plus|jamais|sans|enlever?|supprimer?)\b.*\brappels?"
    r"(?: (?:svp|stp|merci|du tout|desormais|maintenant|pour moi|ici|jamais|non|oui|s il (?:te|vous) plait))*"
    r"(?: (?:parce|car|je|j|c|ca|on|vous|tu|elle|il|ma|mon) .*)?"
)
"""« Pas de rappel », but not « pas de rappel avant 20 h »."""
_NOT_ON = re.compile(
    r".*\b(?:pas|aucun|plus|jamais|sans|stop|(?:enlev|supprim|arret|coup|vir|retir|annul)\w*)\b(?: \w+){0,3}?"
    r" rap+el\w*((?: \w+){1,6})"
)
"""« Plus de rappel le dimanche », « stop les rappels du week-end »: the days behind it."""
_OF_DAYS = re.compile(r"^(?:le|les|l|du|des|de|d|pour|en|sur|au|aux)\b ?")


_SOME = re.compile(
    r"(?P<before>.+?) (?:(?:ne |n )?(?:veux|vx|ai|y a) )?(?:pas|aucun|plus|jamais|sans) (?:de |d )?rappels?\b.*"
)
"""« Le dimanche je prie, pas de rappel »: the days before it."""
_PART_OF_DAY = re.compile(r"\b(?:matin|matinee|soir|soiree|nuit|midi)s?\b")


def wants_none(text: str) -> bool:
    """Whether she wants no reminder at all, at no time."""
    said = fold(text)
    some = _SOME.fullmatch(said)
    return _NO_REMINDER.fullmatch(said) is not None and (some is None or not _PART_OF_DAY.search(some["before"]))


def without(text: str) -> frozenset[int] | None:
    """The days on which she wants no reminder any more, where she names them; None if she names none."""
    if len(text) > LONGEST_TEXT:
        return None
    said = fold(text)
    if (found := _NOT_ON.fullmatch(said)) is not None:
        return read_days(spelled.written_out(_OF_DAYS.sub("", found[1].strip()))) or None
    some = _SOME.fullmatch(said)
    return _named(spelled.written_out(some["before"])) if some is not None else None


def _named(text: str) -> frozenset[int] | None:
    """The days in a text that may say other things as well."""
    if (alone := read_days(text)) is not None:
        return alone or None
    days = {day for word in fold(text).split() if (day := read_weekday(word)) is not None}
    return frozenset(days | ({5, 6} if re.search(r"\bweek ?end\b", fold(text)) else set())) or None
