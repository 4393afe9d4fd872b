"""How long she wants silence, in her words: "3 jours", "jusqu'à lundi".

The reader returns None for what it does not understand and never raises: the dialogue asks again.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from backend.domain import days, spoken_times, words
from backend.domain.french.lexicon import MONTHS

LONGEST_PAUSE = timedelta(days=366)

_UNTIL = re.compile(r"^(?:jusqu|jusque) ?(?:a|au|aux|en)?\b ?")
_FOR = re.compile(r"^(?:(?:1 )?pause|pendant|pour|de|d|durant|en) ")
_SPAN = re.compile(r"(?P<n>\d{1,4}) ?(?P<unit>[a-z]+)?(?: et (?P<half>demie?))?")
_HOUR_AND = re.compile(r"(\d{1,2}) ?h(?:eures?)? ?(\d{1,2})(?: ?(?:min|mn|minutes?))?")
_UNITS = {"m": "min mn minute", "h": "h heure", "d": "j jr jour journee", "w": "sem semaine"}
_UNITS |= {"mo": "mois", "y": "an annee"}
_UNIT_OF = {word + s: unit for unit, known in _UNITS.items() for word in known.split() for s in ("", "s")}
_MINUTES = {"m": 1, "h": 60, "d": 24 * 60, "w": 7 * 24 * 60}
_DATE = re.compile(
    r"(?:(?P<w>[a-z]{5,8}) )?(?P<d>\d{1,2})(?:er)?"
    r"(?:[/ ](?P<m>\d{1,2}|[a-z]+)(?:[/ ](?P<y>\d{4}))?)?"
)


def read_pause(text: str, now: datetime, zone: str) -> datetime | None:
    """When a pause ends, in UTC: "3 jours", "une semaine", "2 heures", "jusqu'à lundi 8h".

    A day that ends a pause is itself free of it: until Monday is until Monday begins on her clock.
    A bare number means days. None also for a pause that is over already or longer than a year.
    """
    plain = spoken_times.with_digits(spoken_times.folded(text, "/"))
    while _FOR.match(plain):
        plain = _FOR.sub("", plain, count=1)
    until = _UNTIL.match(plain) is not None
    plain = re.sub(r"^(?:le|la|l) ", "", _UNTIL.sub("", plain, count=1))
    try:
        end = None if until else _after_span(plain, now, zone)
        end = end or _until(plain, until, now, zone) or _after_span(plain, now, zone)
    except (OverflowError, ValueError):  # dates that no calendar has
        return None
    return end if end is not None and now < end <= now + LONGEST_PAUSE else None


def _after_span(plain: str, now: datetime, zone: str) -> datetime | None:
    """`now` and "3 jours", "1 h 30", "1 semaine et demie", "demi heure"."""
    if found := _HOUR_AND.fullmatch(plain):
        return now + timedelta(hours=int(found[1]), minutes=int(found[2]))
    if plain in ("demi heure", "1 demi heure"):
        return now + timedelta(minutes=30)
    found = _SPAN.fullmatch(plain)
    unit = _UNIT_OF.get(found["unit"] or "j") if found else None
    if not found or unit is None:
        return None
    n = int(found["n"])
    if unit in _MINUTES:
        halves = 2 * n + bool(found["half"])
        return now + halves * timedelta(minutes=_MINUTES[unit]) / 2
    return None if found["half"] else _months_on(now, n * (12 if unit == "y" else 1), zone)


def _months_on(now: datetime, months: int, zone: str) -> datetime:
    """The same day and hour so many months on; the month's last day where it is shorter."""
    here = days.local(now, zone)
    year, month = divmod(here.year * 12 + here.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return days.instant(date(year, month + 1, min(here.day, last)), here.time(), zone)


def _until(plain: str, until: bool, now: datetime, zone: str) -> datetime | None:
    """A day, a day with an hour, or (after "jusqu'à") an hour."""
    today = days.local_day(now, zone)
    if (found := _DATE.fullmatch(plain)) and found["y"]:
        day = _date(plain, today)
        return None if day is None else days.instant(day, time(), zone)
    tokens = plain.split()
    for cut in range(len(tokens), 0, -1):
        day = _end_day(" ".join(tokens[:cut]), until, today)
        at = spoken_times.read_hour(" ".join(tokens[cut:])) if cut < len(tokens) else time()
        if day is not None and at is not None:
            return days.instant(day, at, zone)
    at = spoken_times.read_hour(plain) if until or plain == "ce soir" else None
    if at is None:
        return None
    end = days.instant(today, at, zone)
    return end if end > now else days.instant(today + timedelta(days=1), at, zone)


def _end_day(said: str, until: bool, today: date) -> date | None:
    """The first day after the pause."""
    monday = today + timedelta(days=7 - today.weekday())
    next_month = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    if re.fullmatch(r"demain|aujourd hui|(?:toute? )?(?:la |cette )?journee", said):
        return today + timedelta(days=1)
    if said == "apres demain":
        return today + timedelta(days=2)
    if re.fullmatch(r"(?:(?:la )?fin de )?(?:cette|la) semaine", said) or (
        until and re.fullmatch(r"(?:la )?semaine prochaine", said)
    ):
        return monday
    if re.fullmatch(r"(?:ce )?week ?ends?", said):
        saturday = today + timedelta(days=(5 - today.weekday()) % 7 or 7)
        return saturday if until and today.weekday() < 5 else monday
    if re.fullmatch(r"(?:(?:la )?fin du|ce) mois", said) or (until and said == "mois prochain"):
        return next_month
    if until and said in MONTHS:
        return _date(f"1 {said}", today)
    weekday = spoken_times.read_day(re.sub(r" prochain$", "", said))
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    return _date(said, today) if until else None


def _date(said: str, today: date) -> date | None:
    """The next date that reads so: "15", "15 mars", "15/03", "1er mars 2026"."""
    found = _DATE.fullmatch(said)
    if not found or (found["w"] and not found["m"]):  # "lundi 8" is an hour
        return None
    day, name, year = int(found["d"]), found["m"], found["y"]
    if name is None:
        months = [(today.year, today.month), divmod(today.year * 12 + today.month, 12)]
        candidates = [(months[0][0], months[0][1]), (months[1][0], months[1][1] + 1)]
    else:
        named = words.nearest(name, MONTHS) or {m for m in MONTHS if m == name}
        month = int(name) if name.isdigit() else MONTHS.index(named.pop()) + 1 if len(named) == 1 else 0
        years = [int(year)] if year else [today.year, today.year + 1]
        candidates = [(y, month) for y in years]
    for y, m in candidates:
        if 1 <= m <= 12 and 1 <= day <= calendar.monthrange(y, m)[1] and date(y, m, day) > today:
            return date(y, m, day)
    return None
