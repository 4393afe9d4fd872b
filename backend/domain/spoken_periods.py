"""Spans of days as people say them in French: "hier", "la semaine dernière", "du 3 au 10 novembre".

A reader returns None for what it does not understand and never raises; nothing lies in the future.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from backend.domain import words
from backend.domain.statistics import Span

BEGINNING = date(2000, 1, 1)
"""Where "depuis le début" begins: before anything there is to count."""

_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_TO_TEN = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_NUMBERS = {name: n for n, name in enumerate(_TO_TEN, 1)}
_NUMBERS |= {"une": 1, "quinze": 15, "vingt": 20, "trente": 30, "soixante": 60, "cent": 100}
WORDS = frozenset(
    (
        *_MONTHS,
        *_DAYS,
        *(name for name in _NUMBERS if len(name) > 3),
        *("aujourd", "aujourdhui", "hier", "avant", "cette", "semaine", "semaines", "mois", "annee", "annees"),
        *("dernier", "derniere", "derniers", "dernieres", "passe", "passee", "jour", "jours", "depuis", "debut"),
        *("entre", "jusqu", "toujours", "ouverture", "lancement", "cours", "journee", "maintenant", "moment"),
        "actuellement",
    )
)
"""Words of a period, for whoever looks for slips of the finger."""

_month = "|".join(_MONTHS)
_day = "|".join(_DAYS)
_last = "(?:derniere?|passee?)"
_n = rf"(?:\d{{1,4}}|{'|'.join(_NUMBERS)})"
_FULL = (
    rf"(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|\d{{1,2}}/\d{{1,2}}(?:/\d{{4}}|/\d{{2}})?(?![\d/])"
    rf"|(?:(?:{_day}) )?(?:1er|\d{{1,2}}) (?:{_month})(?: \d{{4}})?)"
)
_BARE = rf"(?:(?:1er|\d{{1,2}})(?![\d/-])(?! (?:{_month}|jours?|semaines?|mois|ans?|annees?|{_last}s?)\b))"
_counted = "f|fcfa|franc|euro|tache|reponse|personne|femme|hiteuse|heure|message"
"""What is no year is so many of these."""
_DATE = f"(?:{_FULL}|{_BARE})"
_said = rf"(?:aujourd ?hui|avant hier|hier|{_day})"


@dataclass(frozen=True, slots=True)
class Found:
    """A span, and what is left of the text with " | " in its place."""

    span: Span
    rest: str


def folded(text: str) -> str:
    """As `read` wants it: "Avant-hier, du 3/11 au 2025-11-10" → "avant hier du 3/11 au 2025-11-10"."""
    plain = words.fold(text, "/-")
    plain = re.sub(r"(?<!\d)-|-(?!\d)|(?<!\d)/(?!h\b)", " ", plain)
    return " ".join(plain.split())


def find(text: str, today: date) -> Found | None:
    """The first span that a folded text names; None when it names none, or only one to come."""
    for pattern, read in _READERS:
        for place in pattern.finditer(text):
            span = read(place, today)
            if span is not None and span.first <= min(span.last, today):
                cut = f"{text[: place.start()]} | {text[place.end() :]}"
                return Found(Span(span.first, min(span.last, today)), " ".join(cut.split()))
    return None


# --- dates ------------------------------------------------------------------------------------------


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _before(month: date) -> date:
    """The first of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def _date(text: str, latest: date, month: date | None = None) -> date | None:
    """What the text says, at the latest `latest` where it leaves open which one is meant. `month`: of a day that
    says none."""
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _made(*map(int, found.groups()))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?", text):
        day, number = int(found[1]), int(found[2])
        if found[3]:
            return _made(int(found[3]) + (2000 if len(found[3]) == 2 else 0), number, day)
        return _without_year(day, number, latest)
    if found := re.fullmatch(rf"(?:(?:{_day}) )?(1er|\d{{1,2}}) ({_month})(?: (\d{{4}}))?", text):
        day, number = int(found[1].removesuffix("er")), _MONTHS.index(found[2]) + 1
        return _made(int(found[3]), number, day) if found[3] else _without_year(day, number, latest)
    day = int(text.removesuffix("er"))
    if month is not None:
        return _made(month.year, month.month, day)
    this = _made(latest.year, latest.month, day)
    if this is not None and this <= latest:
        return this
    before = _before(latest)
    return _made(before.year, before.month, day)


def _without_year(day: int, month: int, latest: date) -> date | None:
    this = _made(latest.year, month, day)
    return this if this is not None and this <= latest else _made(latest.year - 1, month, day)


def _weekday(name: str, today: date, *, before: bool) -> date:
    """The last one of that name; `before`: today is not meant."""
    back = (today.weekday() - _DAYS.index(name)) % 7
    return today - timedelta(days=back or (7 if before else 0))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text]


def _whole_month(first: date) -> Span:
    following = (first.replace(day=1) + timedelta(days=31)).replace(day=1)
    return Span(first.replace(day=1), following - timedelta(days=1))


# --- readers ----------------------------------------------------------------------------------------

_Reader = Callable[[re.Match[str], date], Span | None]


def _range(found: re.Match[str], today: date) -> Span | None:
    last = _date(found[2], today)
    if last is None:
        return None
    bare = found[1].removesuffix("er").isdigit()
    first = _date(found[1], last, last if bare and int(found[1].removesuffix("er")) <= last.day else None)
    return Span(first, last) if first is not None else None


def _since(found: re.Match[str], today: date) -> Span | None:
    first = _date(found[1], today)
    return Span(first, today) if first is not None else None


def _until_now(read: _Reader) -> _Reader:
    """From the first day of what is read on."""

    def reader(found: re.Match[str], today: date) -> Span | None:
        span = read(found, today)
        return Span(span.first, today) if span is not None else None

    return reader


def _day_said(name: str, today: date) -> date:
    back = {"aujourdhui": 0, "aujourd hui": 0, "hier": 1, "avant hier": 2}.get(name)
    return _weekday(name, today, before=False) if back is None else today - timedelta(days=back)


def _days_range(found: re.Match[str], today: date) -> Span:
    last = _day_said(found[2], today)
    first = _day_said(found[1], today)
    return Span(first if first <= last else _day_said(found[1], last), last)


def _ago(found: re.Match[str], today: date) -> Span | None:
    """The one day, week, month or year that lies so far back."""
    count, unit = _number(found[1]), found[2]
    if count > 1_000:
        return None
    if unit.startswith("jour"):
        return _at(count)(found, today)
    if unit.startswith("sem"):
        monday = today - timedelta(days=today.weekday() + 7 * count)
        return Span(monday, monday + timedelta(days=6))
    if unit == "mois":
        first = today.replace(day=1)
        for _ in range(count):
            first = _before(first)
        return _whole_month(first)
    return Span(date(today.year - count, 1, 1), date(today.year - count, 12, 31))


def _since_day(found: re.Match[str], today: date) -> Span:
    return Span(_day_said(found[1], today), today)


def _some(found: re.Match[str], today: date) -> Span | None:
    """So many days, weeks, months or years, today included."""
    count, unit = _number(found[1] or "1"), found[2]
    days = count * (1 if unit.startswith("jour") else 7 if unit.startswith("sem") else 30 if unit == "mois" else 365)
    return Span.up_to(today, days) if 0 < days <= 36_500 else None


def _week(found: re.Match[str], today: date) -> Span:
    monday = today - timedelta(days=today.weekday())
    if "cette" in found[0] or "debut" in found[0]:
        return Span(monday, today)
    return Span(monday - timedelta(days=7), monday - timedelta(days=1))


def _named_month(found: re.Match[str], today: date) -> Span | None:
    number = _MONTHS.index(found[1]) + 1
    first = _made(int(found[2]), number, 1) if found[2] else _without_year(1, number, today)
    return _whole_month(first) if first is not None else None


def _year(found: re.Match[str], _today: date) -> Span | None:
    said = found.string[: found.start()].split()
    if said and said[-1] in _MONTHS:  # of a day that is none, or is to come
        return None
    return Span(date(int(found[1]), 1, 1), date(int(found[1]), 12, 31))


def _single(found: re.Match[str], today: date) -> Span | None:
    on = _date(found[1], today)
    return Span(on, on) if on is not None else None


def _that_day(found: re.Match[str], today: date) -> Span:
    on = _weekday(found[1], today, before=bool(found[2]))
    return Span(on, on)


def _at(count: int) -> _Reader:
    return lambda _found, today: Span(today - timedelta(days=count), today - timedelta(days=count))


_READERS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), read)
    for pattern, read in (
        (rf"(?:du|de|entre|entre le) ({_DATE}) (?:au|a|et|et le|jusqu au) ({_DATE})", _range),
        (rf"(?:du|de) ({_said}) (?:au|a|jusqu a|jusqu au) ({_said})", _days_range),
        (rf"entre ({_said}) et ({_said})", _days_range),
        (rf"(?:il )?y a ({_n}) (jours?|semaines?|mois|ans?|annees?)", _ago),
        (rf"depuis (?:le )?({_DATE})", _since),
        (rf"depuis (?:le mois (?:de |d ))?({_month})(?: (\d{{4}}))?", _until_now(_named_month)),
        (r"depuis (?:l annee )?(20[1-9]\d)", _until_now(_year)),
        (rf"depuis (?:la )?semaine {_last}", _until_now(_week)),
        (rf"depuis (?:le )?mois {_last}", _until_now(lambda _found, today: _whole_month(_before(today)))),
        (rf"depuis (?:l )?an(?:nee)? {_last}", _until_now(lambda _found, today: Span(
            date(today.year - 1, 1, 1), today))),
        (rf"depuis (hier|avant hier|{_day})", _since_day),
        (r"depuis (?:le )?(?:debut|toujours|l ouverture|lancement)", lambda _found, today: Span(BEGINNING, today)),
        (rf"(?:depuis |pendant |sur |en )?(?:ces |les )?({_n}) (?:derniere?s? )?(jours?|semaines?|mois|ans?|annees?)"
         r"(?: derniere?s?| passee?s?)?", _some),
        (r"(?:ces |les )derniere?s ()(jours|semaines)", lambda _found, today: Span.up_to(today, 7)),
        (rf"(?:(?:depuis )?cette|depuis le debut de la) semaine|(?:la )?semaine {_last}", _week),
        (rf"(?:le )?mois {_last}", lambda _found, today: _whole_month(_before(today))),
        (r"(?:(?:depuis )?ce|depuis le debut du) mois(?: ci)?", lambda _found, today: Span(
            today.replace(day=1), today)),
        (rf"(?:l )?an(?:nee)? {_last}", lambda _found, today: Span(
            date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
        (r"(?:depuis )?cette annee", lambda _found, today: Span(date(today.year, 1, 1), today)),
        (r"avant hier", _at(2)),
        (r"hier", _at(1)),
        (r"aujourd ?hui|ce jour", _at(0)),
        (rf"(?:le )?({_FULL})", _single),
        (rf"le ({_BARE})", _single),
        (rf"(?:(?:en|au|du) )?(?:mois (?:de |d )?)?(?<!\d )(?<!1er )({_month})(?: (\d{{4}}))?(?: {_last})?",
         _named_month),
        (rf"(?:le |ce )?({_day})( {_last})?", _that_day),
        (r"(?:de |sur |dans |pour )?la semaine(?: en cours)?(?! prochaine| suivante)", lambda _found, today: Span(
            today - timedelta(days=today.weekday()), today)),
        (r"(?:du|dans le|sur le|pour le) mois(?: en cours)?(?! de| d)", lambda _found, today: Span(
            today.replace(day=1), today)),
        (r"(?:de|sur|dans|pour) l annee(?: en cours)?(?! 20)", lambda _found, today: Span(
            date(today.year, 1, 1), today)),
        (r"du jour|de la journee|maintenant|actuellement|en ce moment|depuis ce matin", _at(0)),
        (rf"(?:en )?(?:l )?(?:annee )?(?<!plus de )(?<!moins de )(20[1-9]\d)(?! (?:{_counted})s?\b)",
         _year),
    )
)  # fmt: skip
