"""A single date in French text: its forms (patterns of folded text), and which day it is.

There are three readers for three kinds of text: `read_date` requires the year, `read_past` takes the latest day that a
text may mean, `coming` the next one.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from backend.domain.french.lexicon import MONTH_NAMES, MONTHS, NUMBERS, SHORT_MONTHS, WEEKDAYS
from backend.domain.french.spelling import nearest, unaccented

MONTH = "|".join(
    (*MONTHS, *SHORT_MONTHS, r"(?<=en )sept|(?<=de )sept|(?<=\d )sept|(?<=depuis )sept|sept(?= 20[1-9]\d)")
)
DAY = "|".join(WEEKDAYS)
LAST = "(?:derniere?|passee?|precedente?|d avant)"
NUMBER = rf"(?:\d{{1,4}}|{'|'.join(NUMBERS)})"
YEAR = r"20[1-9]\d"
FULL = (
    rf"(?:(?:{DAY}) )?(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}(?:/\d{{4}}|/\d{{2}})?(?![\d/])"
    rf"|(?:1er|\d{{1,2}}) (?:{MONTH})(?: \d{{4}})?)"
)
"""A day with its month."""
COUNTED = "h|min|minute|f|fcfa|franc|euro|tache|reponse|personne|femme|fille|hiteuse|heure|message|pays|projet|premier"
"""A number before one of these words is neither a day nor a year."""
BARE = (
    rf"(?:(?:(?:{DAY}) )?(?:1er|\d{{1,2}})(?![\d/-])"
    rf"(?! (?:{MONTH}|jours?|semaines?|mois|ans?|annees?|{LAST}s?|(?:{COUNTED})s?)\b))"
)
"""A day of the month without the month."""
DATE = f"(?:{FULL}|{BARE})"
SAID = rf"(?:aujourd ?hui|avant hier|hier|{DAY})"
"""A day by its name relative to today."""


FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside this range are taken for a typing error."""
_LEADING_WEEKDAY = re.compile(rf"^(?:le )?(?:(?:{DAY}),? )?")
_DAY_FIRST = re.compile(r"(\d{1,2}) ?([/.-]| ) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})(?:er)?[ .-]{0,2}([a-z]+)\.?[ -]?(\d{4}|\d{2})")
_WITH_YEAR = re.compile(r"(?<![\d./-])(0?[1-9]|[12]\d|3[01])([.-])(0?[1-9]|1[0-2])\2(20[1-9]\d|[1-9]\d)(?![./-]?\d)")
_WITHOUT_YEAR = re.compile(r"(?<=\b(?:le|du|au) )(0?[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])(?![./-]?\d)", re.IGNORECASE)


class NoSuchDayError(ValueError):
    """The text has the form of a date, but the calendar has no such day. The argument is the date as read."""


def read_date(line: str) -> date | None:
    """A date with its year, on one line (`numbers.line`); None if the text does not look like one.

    The day always comes before the month. Two digits of a year mean 1969 to 2068 (the rule of POSIX). Raises
    `NoSuchDayError` for 31/02/2025.
    """
    plain = _LEADING_WEEKDAY.sub("", unaccented(line))
    if found := _YEAR_FIRST.fullmatch(plain):
        y, _, m, d = found.groups()
        number = int(m)
    elif found := _DAY_FIRST.fullmatch(plain):
        d, _, m, y = found.groups()
        number = int(m)
    elif (found := _NAMED.fullmatch(plain)) and found[2] in MONTH_NAMES:
        d, m, y = found.groups()
        number = MONTH_NAMES[m]
    else:
        return None
    year = int(y) if len(y) == 4 else int(y) + (2000 if int(y) < 69 else 1900)
    value = made(year, number, int(d))
    if value is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDayError(f"{int(d):02}/{number:02}/{year:04}")
    return value


_NO_YEAR = re.compile(r"(?:(?:le|du|au|date) )*(?:1er|\d{1,2})(?: ?[/.-] ?\d{1,2}| ([a-z]+))")


def lacks_year(text: str) -> bool:
    """Whether a text names a day and a month, and no year: « le 12 mars », "12/03"."""
    found = _NO_YEAR.fullmatch(unaccented(text))
    return found is not None and (found[1] is None or found[1] in MONTH_NAMES)


def slashed(text: str) -> str:
    """The text with its dates of figures between slashes: "le 12.10.26" → "le 12/10/26", "12-10-2026" → "12/10/2026",
    "du 1.11 au 15.11" → "du 1/11 au 15/11". A decimal number stays one."""
    return _WITHOUT_YEAR.sub(r"\1/\2", _WITH_YEAR.sub(r"\1/\3/\4", text))


def made(year: int, number: int, day: int) -> date | None:
    """The date; None if the calendar has no such day."""
    try:
        return date(year, number, day)
    except ValueError:
        return None


def month_before(on: date) -> date:
    """The first day of the month before."""
    return (on.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_after(on: date) -> date:
    """The first day of the month after."""
    return (on.replace(day=1) + timedelta(days=31)).replace(day=1)


def months_on(on: date, count: int) -> date:
    """The same day `count` months later (negative: earlier); the last day of the month if that is shorter. Raises
    `ValueError` outside the calendar."""
    year, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def read_past(text: str, latest: date, within: date | None = None) -> date | None:
    """The day of a text that matches `DATE`; None if the text calls it by another day of the week. If the text leaves
    the day open, it is the latest one up to `latest`. `within`: a day in the month that is meant if the text names no
    month."""
    weekday_said, text = without_weekday(text)
    on = _read_past(text, latest, within)
    return on if on is None or weekday_said in (None, WEEKDAYS[on.weekday()]) else None


def without_weekday(text: str) -> tuple[str | None, str]:
    """The day of the week with which a text that matches `DATE` begins (None if with none), and the rest."""
    first, _, rest = text.partition(" ")
    return (first, rest) if first in WEEKDAYS else (None, text)


def _read_past(text: str, latest: date, within: date | None) -> date | None:
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return made(*map(int, found.groups()))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", text):
        day, number = int(found[1]), int(found[2])
        if found[3]:
            return made(int(found[3]) + (2000 if len(found[3]) == 2 else 0), number, day)
        return without_year(day, number, latest)
    if found := re.fullmatch(rf"(1er|\d{{1,2}}) ({MONTH})(?: (\d{{4}}))?", text):
        day, number = int(found[1].removesuffix("er")), MONTH_NAMES[found[2]]
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
    """The latest such day of a year that is not after `latest`; None if there is none."""
    this = made(latest.year, number, day)
    return this if this is not None and this <= latest else made(latest.year - 1, number, day)


def weekday(name: str, today: date, *, before: bool) -> date:
    """The last day of that name. `before`: today is not meant."""
    back = (today.weekday() - WEEKDAYS.index(name)) % 7
    return today - timedelta(days=back or (7 if before else 0))


def said(name: str, today: date) -> date:
    """The day that a text matching `SAID` means."""
    back = {"aujourdhui": 0, "aujourd hui": 0, "hier": 1, "avant hier": 2}.get(name)
    return weekday(name, today, before=False) if back is None else today - timedelta(days=back)


def coming(day: int, name: str, year: int | None, earliest: date) -> date | None:
    """The next such day from `earliest` on, or the one of that year; None if there is none. `name`: the month's number,
    the beginning of its name, or nearly its name."""
    if name.isdigit():
        number = int(name)
    else:
        named = {m for m in MONTHS if len(name) > 2 and m.startswith(name)} or nearest(name, MONTHS)
        number = MONTHS.index(named.pop()) + 1 if len(named) == 1 else 0
    days = (made(y, number, day) for y in ([year] if year else [earliest.year, earliest.year + 1]))
    return next((found for found in days if found is not None and (year or found >= earliest)), None)
