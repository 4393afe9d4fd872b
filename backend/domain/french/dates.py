"""A single date in French text: what it looks like (patterns of folded text), and which day it is.

Where a text leaves the year or the month open, the latest such day is meant: what is asked about has been.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from backend.domain.french.lexicon import MONTHS, NUMBERS, SHORT_MONTHS, WEEKDAYS, month

MONTH = "|".join(
    (*MONTHS, *SHORT_MONTHS, r"(?<=en )sept|(?<=de )sept|(?<=\d )sept|(?<=depuis )sept|sept(?= 20[1-9]\d)")
)
DAY = "|".join(WEEKDAYS)
LAST = "(?:derniere?|passee?|precedente?|d avant)"
NUMBER = rf"(?:\d{{1,4}}|{'|'.join(NUMBERS)})"
YEAR = r"20[1-9]\d"
FULL = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}(?:/\d{{4}}|/\d{{2}})?(?![\d/])"
    rf"|(?:(?:{DAY}) )?(?:1er|\d{{1,2}}) (?:{MONTH})(?: \d{{4}})?)"
)
"""A day with its month."""
COUNTED = "h|min|minute|f|fcfa|franc|euro|tache|reponse|personne|femme|fille|hiteuse|heure|message|pays|projet|premier"
"""A number before one of these is neither a day nor a year."""
BARE = (
    rf"(?:(?:1er|\d{{1,2}})(?![\d/-])"
    rf"(?! (?:{MONTH}|jours?|semaines?|mois|ans?|annees?|{LAST}s?|(?:{COUNTED})s?)\b))"
)
"""A day of a month that is not said."""
DATE = f"(?:{FULL}|{BARE})"
SAID = rf"(?:aujourd ?hui|avant hier|hier|{DAY})"
"""A day by what it is called today."""


def made(year: int, number: int, day: int) -> date | None:
    """None where the calendar has no such day."""
    try:
        return date(year, number, day)
    except ValueError:
        return None


def month_before(on: date) -> date:
    """The first day of the month before."""
    return (on.replace(day=1) - timedelta(days=1)).replace(day=1)


def months_back(on: date, count: int) -> date:
    """The same day so many months ago; the month's last day where it is shorter."""
    first = on.replace(day=1)
    for _ in range(count):
        first = month_before(first)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first.replace(day=1) + timedelta(days=on.day - 1), following - timedelta(days=1))


def read(text: str, latest: date, within: date | None = None) -> date | None:
    """The day of a text that is a `DATE`, at the latest `latest` where it leaves open which one is meant. `within`: a
    day of the month that is meant where none is said."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return made(*map(int, found.groups()))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", text):
        day, number = int(found[1]), int(found[2])
        if found[3]:
            return made(int(found[3]) + (2000 if len(found[3]) == 2 else 0), number, day)
        return without_year(day, number, latest)
    if found := re.fullmatch(rf"(?:(?:{DAY}) )?(1er|\d{{1,2}}) ({MONTH})(?: (\d{{4}}))?", text):
        day, number = int(found[1].removesuffix("er")), month(found[2])
        return made(int(found[3]), number, day) if found[3] else without_year(day, number, latest)
    day = int(text.removesuffix("er"))
    if within is not None:
        return made(within.year, within.month, day)
    this = made(latest.year, latest.month, day)
    if this is not None and this <= latest:
        return this
    before = month_before(latest)
    return made(before.year, before.month, day)


def without_year(day: int, number: int, latest: date) -> date | None:
    """The latest such day of the year that is not after `latest`."""
    this = made(latest.year, number, day)
    return this if this is not None and this <= latest else made(latest.year - 1, number, day)


def weekday(name: str, today: date, *, before: bool) -> date:
    """The last one of that name; `before`: today is not meant."""
    back = (today.weekday() - WEEKDAYS.index(name)) % 7
    return today - timedelta(days=back or (7 if before else 0))


def said(name: str, today: date) -> date:
    """Which day a `SAID` is."""
    back = {"aujourdhui": 0, "aujourd hui": 0, "hier": 1, "avant hier": 2}.get(name)
    return weekday(name, today, before=False) if back is None else today - timedelta(days=back)
