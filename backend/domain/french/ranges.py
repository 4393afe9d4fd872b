"""Ranges of days: each function turns a match of its pattern (`backend.domain.french.range_patterns`) into a span; None
if the calendar has no such days."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from backend.domain.french import dates
from backend.domain.french.dates import DAY, SAID
from backend.domain.french.lexicon import MONTH_NAMES, MONTHS, ORDINALS, SHORT_MONTHS, WEEKDAYS, number
from backend.records import Record


class Span(Record):
    """Days from `first` to `last`, both included. A day of work is in the calendar of the person who did it: what is
    done in Madagascar after midnight there is on its next day. Days of messages are in UTC."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @classmethod
    def up_to(cls, last: date, days: int) -> Span:
        """A span of `days` days that ends with `last`."""
        return cls(last - timedelta(days=days - 1), last)


BEGINNING = date(2000, 1, 1)
"""The beginning of "depuis le début": before anything that is counted."""

_DAY_ALONE = rf"(?:(?:{DAY}) )?(?:1er|\d{{1,2}})"

Reader = Callable[[re.Match[str], date], Span | None]


def begun(read: Reader) -> Reader:
    """A reader of the range that today is in, if there is one: on 4 March "du 1er au 31 mars" is this March."""

    def reader(found: re.Match[str], today: date) -> Span | None:
        this_month = whole_month(today.replace(day=1)).last
        no_month = read is dates_range and re.fullmatch(_DAY_ALONE, found[2])  # "du 28 octobre au 3"
        for latest in (this_month,) if no_month else (date(today.year, 12, 31), this_month):
            span = read(found, latest)
            if span is not None and span.first <= today <= span.last:
                return span
        return read(found, today)

    return reader


def dates_range(found: re.Match[str], today: date) -> Span | None:
    """ "Du 3 au 15 mai": the first date is the latest before the last."""
    last = dates.read_past(found[2], today)
    if last is None:
        return None
    day = dates.without_weekday(found[1])[1].removesuffix("er")
    first = dates.read_past(found[1], last, last if day.isdigit() and int(day) <= last.day else None)
    return Span(first, last) if first is not None else None


def since(found: re.Match[str], today: date) -> Span | None:
    """ "Depuis le 3 mai": that day until today."""
    first = dates.read_past(found[1], today)
    return Span(first, today) if first is not None else None


def until_now(read: Reader) -> Reader:
    """A reader of the span from the first day of what `read` finds until today."""

    def reader(found: re.Match[str], today: date) -> Span | None:
        span = read(found, today)
        return Span(span.first, today) if span is not None else None

    return reader


def up_to(found: re.Match[str], today: date) -> Span | None:
    """ "jusqu'au 15", "avant le 15", "après le 15"; the same of a month or of a day by its name."""
    how, what = found[1], found[2]
    if what in MONTHS or what in SHORT_MONTHS:
        first = dates.without_year(1, MONTH_NAMES[what], today)
        meant = whole_month(first) if first is not None else None
    elif re.fullmatch(SAID, what):
        on = dates.said(what, today)
        meant = Span(on, on)
    else:
        read = dates.read_past(what, today)
        meant = Span(read, read) if read is not None else None
    if meant is None:
        return None
    if how == "avant":
        return Span(BEGINNING, meant.first - timedelta(days=1))
    return Span(BEGINNING, meant.last) if how.startswith("jusqu") else Span(meant.last + timedelta(days=1), today)


def days_range(found: re.Match[str], today: date) -> Span:
    """ "De lundi à jeudi", "d'avant-hier à hier"."""
    last = dates.said(found[2], today)
    first = dates.said(found[1], today)
    return Span(first if first <= last else dates.said(found[1], last), last)


def months_range(found: re.Match[str], today: date) -> Span | None:
    """ "De mars à mai 2026": whole months."""
    last = month_of(found[3], found[4], today)
    first = month_of(found[1], found[2], last.first) if last is not None else None
    return Span(first.first, last.last) if first is not None and last is not None else None


def month_of(name: str, year: str | None, latest: date) -> Span | None:
    """The whole month; without a year the latest that has begun by `latest`."""
    first = dates.made(int(year), MONTH_NAMES[name], 1) if year else dates.without_year(1, MONTH_NAMES[name], latest)
    return whole_month(first) if first is not None else None


def ago(found: re.Match[str], today: date) -> Span | None:
    """One day, week, month or year, this many back."""
    count, unit = number(found[1]), found[2]
    if count > 1_000:
        return None
    if unit.startswith("jour"):
        return at(count)(found, today)
    if unit.startswith("sem"):
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return Span(monday, monday + timedelta(days=6))
    if unit == "mois":
        return whole_month(dates.months_on(today.replace(day=1), -count))
    return Span(date(today.year - count, 1, 1), date(today.year - count, 12, 31))


def since_day(found: re.Match[str], today: date) -> Span:
    """ "Depuis hier", "depuis lundi": that day until today."""
    return Span(dates.said(found[1], today), today)


def some(found: re.Match[str], today: date) -> Span | None:
    """This many days, weeks, months or years until today, today included."""
    count, unit = number(found[1] or "1"), found[2]
    if unit.startswith(("jour", "sem")):
        days = count * (7 if unit.startswith("sem") else 1)
        return Span.up_to(today, days) if 0 < days <= 36_500 else None
    back = count if unit == "mois" else 12 * count
    return Span(dates.months_on(today, -back) + timedelta(days=1), today) if 0 < back <= 120 else None


def week(found: re.Match[str], today: date) -> Span:
    """ "Cette semaine" (until today) or "la semaine dernière" (Monday to Sunday)."""
    monday = today - timedelta(days=today.weekday())
    if "cette" in found[0] or "debut" in found[0]:
        return Span(monday, today)
    return Span(monday - timedelta(days=7), monday - timedelta(days=1))


def week_of(found: re.Match[str], today: date) -> Span | None:
    """ "La semaine du 3 mai": Monday to Sunday around that day."""
    on = dates.read_past(found[1], today)
    if on is None:
        return None
    monday = on - timedelta(days=on.weekday())
    return Span(monday, monday + timedelta(days=6))


def day_of_week(found: re.Match[str], today: date) -> Span:
    """ "Lundi de la semaine dernière", "lundi de cette semaine"."""
    monday = today - timedelta(days=today.weekday() + (7 if found[2] else 0))
    on = monday + timedelta(days=WEEKDAYS.index(found[1]))
    return Span(on, on)


def numbered_week(found: re.Match[str], today: date) -> Span | None:
    """A week of the ISO calendar; without a year the latest of that number that has begun."""
    year = int(found[2]) if found[2] else today.isocalendar().year
    for candidate in (year, *(() if found[2] else (year - 1,))):
        try:
            monday = date.fromisocalendar(candidate, int(found[1]), 1)
        except ValueError:
            continue
        if monday <= today:
            return Span(monday, monday + timedelta(days=6))
    return None


def weekend(found: re.Match[str], today: date) -> Span:
    """ "Ce week-end", "le week-end dernier": Saturday and Sunday."""
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if found[1] and today.weekday() >= 5:  # "dernier" does not mean the present one
        saturday -= timedelta(days=7)
    return Span(saturday, saturday + timedelta(days=1))


def named_month(found: re.Match[str], today: date) -> Span | None:
    """ "En mars", "mars 2026"."""
    return month_of(found[1], found[2], today)


def first_days(found: re.Match[str], today: date) -> Span | None:
    """ "Début octobre": the first ten days."""
    meant = named_month(found, today)
    return Span(meant.first, meant.first.replace(day=10)) if meant is not None else None


def part_of_year(count: int, months: int) -> Reader:
    """A reader for numbered parts of a year ("dernier": its last one): the latest that has begun. A year has `count`
    parts of `months` months."""

    def reader(found: re.Match[str], today: date) -> Span | None:
        said, year = found[1], found[2]
        place = int(said) if said.isdigit() else ORDINALS.get(said, count)
        if place > count:
            return None
        start = 1 + (place - 1) * months
        first = dates.made(int(year), start, 1) if year else dates.without_year(1, start, today)
        return months_from(first, months) if first is not None else None

    return reader


def quarters_range(found: re.Match[str], today: date) -> Span | None:
    """ "Du premier au troisième trimestre 2026", "de T1 à T3": whole quarters of one year; without one the latest that
    has begun."""
    first, last = (int(said) if said.isdigit() else ORDINALS[said] for said in (found[1], found[2]))
    if first > last:
        return None
    start = 1 + 3 * (first - 1)
    begins = dates.made(int(found[3]), start, 1) if found[3] else dates.without_year(1, start, today)
    return months_from(begins, 3 * (last - first + 1)) if begins is not None else None


def this_part(months: int, back: int) -> Reader:
    """A reader for the present part of a year (of `months` months), or one `back` parts earlier."""

    def reader(_found: re.Match[str], today: date) -> Span:
        start = today.replace(month=1 + (today.month - 1) // months * months, day=1)
        return months_from(dates.months_on(start, -months * back), months)

    return reader


def months_from(first: date, months: int) -> Span:
    """The span of `months` months from the day `first`."""
    return Span(first, dates.months_on(first, months) - timedelta(days=1))


def whole_month(first: date) -> Span:
    """The month that contains `first`."""
    return months_from(first.replace(day=1), 1)


def year(found: re.Match[str], _today: date) -> Span | None:
    """ "En 2025": the whole year, unless the number ends a date that could not be read."""
    said = found.string[: found.start()].split()
    if said and said[-1] in MONTHS:  # it ends a date that does not exist or is in the future
        return None
    return Span(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def year_before(_found: re.Match[str], today: date) -> Span:
    """ "L'année dernière": the whole calendar year."""
    return Span(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))


def month_before(_found: re.Match[str], today: date) -> Span:
    """ "Le mois dernier": the whole calendar month."""
    return whole_month(dates.month_before(today))


def single(found: re.Match[str], today: date) -> Span | None:
    """ "Le 3 mai": that one day."""
    on = dates.read_past(found[1], today)
    return Span(on, on) if on is not None else None


def that_day(found: re.Match[str], today: date) -> Span:
    """ "Lundi", "lundi dernier": the latest day of that name."""
    on = dates.weekday(found[1], today, before=bool(found[2]))
    return Span(on, on)


def at(count: int) -> Reader:
    """A reader of the day `count` days back: "hier", "avant-hier"."""
    return lambda _found, today: Span(today - timedelta(days=count), today - timedelta(days=count))


def ever(_found: re.Match[str], today: date) -> Span:
    """ "Depuis le début"."""
    return Span(BEGINNING, today)


def this_week(_found: re.Match[str], today: date) -> Span:
    """This week: Monday until today."""
    return Span(today - timedelta(days=today.weekday()), today)


def this_month(_found: re.Match[str], today: date) -> Span:
    """This month until today."""
    return Span(today.replace(day=1), today)


def this_year(_found: re.Match[str], today: date) -> Span:
    """This year until today."""
    return Span(date(today.year, 1, 1), today)


def weekend_of(text: str, today: date) -> Span | None:
    """ "Le week-end du 3 mai": None unless that day is a Saturday or Sunday."""
    on = dates.read_past(text, today)
    if on is None or on.weekday() < 5:
        return None
    saturday = on - timedelta(days=on.weekday() - 5)
    return Span(saturday, saturday + timedelta(days=1))
