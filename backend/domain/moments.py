"""A day and an hour to come, as people say them in French: "demain 18h", "vendredi 9 h", "12 mai à 10h".

It is read as a clock on the wall shows it, for no zone: everybody has it on her own clock. The reader
returns None for what it does not understand and never raises: the dialogue asks again.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from backend.domain import spoken_times
from backend.domain.french.lexicon import MONTHS
from backend.domain.words import nearest

LONGEST_TEXT = 60
_NEAR = {"avant hier": -2, "hier": -1, "aujourd hui": 0, "ce jour": 0, "demain": 1, "apres demain": 2}
_TODAY_AT = re.compile(r"ce (?:matin|midi|soir)|cet(?:te)? (?:apres midi|nuit)")
_DATE = re.compile(r"(?:[a-z]{5,8} )?(\d{1,2})(?:er)?[/ ](\d{1,2}|[a-z]{3,9})(?:[/ ](\d{4}))?")
_LEAD = re.compile(r"^(?:(?:le|la|l|pour|envoie|envoyer|programme|programmer) )+(?=\S)")


def read_moment(text: str, now: datetime) -> datetime | None:
    """The moment, without a zone. `now`: what the speaker's own clock shows, without a zone too.

    A day without an hour is none. An hour alone is the next one. A day that is named stands as it is named,
    so what comes out may lie before `now`: "aujourd'hui 8h" in the evening, "hier 18h".
    """
    if len(text) > LONGEST_TEXT:
        return None
    plain = _LEAD.sub("", spoken_times.with_digits(spoken_times.folded(text, "/:")))
    if _TODAY_AT.match(plain):
        at = _hour(re.sub(r"^cet? ?(?:te)? ", "", plain))
        return None if at is None else datetime.combine(now.date(), at)
    tokens = plain.split()
    for cut in range(len(tokens) - 1, 0, -1):
        day = _day(" ".join(tokens[:cut]), now.date())
        at = _hour(" ".join(tokens[cut:]))
        if day is not None and at is not None:
            return datetime.combine(day, at)
    at = _hour(plain)
    if at is None:
        return None
    today = datetime.combine(now.date(), at)
    return today if today > now else today + timedelta(days=1)


def _hour(said: str) -> time | None:
    """As `spoken_times.read_hour`; a number alone is an hour only with its sign, or a date's half would be."""
    return None if said.isdigit() else spoken_times.read_hour(said)


def _day(said: str, today: date) -> date | None:
    said = re.sub(r" (?:a|vers)$", "", said)
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    if found := _DATE.fullmatch(said):
        return _date(int(found[1]), found[2], int(found[3] or 0), today)
    next_week = said.endswith(" prochain")
    weekday = spoken_times.read_day(said.removesuffix(" prochain"))
    if weekday is None:
        return None
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead or (7 if next_week else 0) or 7)


def _date(day: int, month: str, year: int, today: date) -> date | None:
    """The date that is named; without a year the next one that reads so."""
    if month.isdigit():
        number = int(month)
    else:
        named = {m for m in MONTHS if m.startswith(month)} or nearest(month, MONTHS)
        number = MONTHS.index(named.pop()) + 1 if len(named) == 1 else 0
    for candidate in [year] if year else [today.year, today.year + 1]:
        try:
            found = date(candidate, number, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None
