"""Weekdays, times of day and future moments in French: "mar.", "6h du soir", "demain 18h", "12 mai à 10h".

The result is what a wall clock shows, without a zone: each person has it on their own clock. A reader returns None for
what it does not understand, and never raises: the dialogue asks again.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from backend.domain.french import dates, feasts, spelling
from backend.domain.french.dates import NoSuchDayError, coming, month_after, months_on
from backend.domain.french.lexicon import MONTH_NAMES, MONTHS, UNITS, WEEKDAYS
from backend.domain.french.numbers import line, with_digits

LONGEST_TEXT = 120
"""Longer texts contain no days, time or pause."""
LONGEST_MOMENT = 60
"""Characters. A longer text is not read as a moment."""

_PART = re.compile(
    r"(?:\b(?:du|de l|de la|le|la|l|au|ce) )?\b(matin|matinee|soir|soiree|apresmidi|nuit)\b"
    r"|(?<=[\d ])(am|pm)\b"
)
_VAGUE = {"matin": 8, "matinee": 8, "apresmidi": 15, "soir": 18, "soiree": 18}
_LEAD = re.compile(r"^(?:(?:a|vers|pour|plutot|disons|partir|de|des|les?|l) )+(?=\S)")
_COUNTS = re.compile(r"(?:pour )?les \d+")
"""« Pour les 3 » says how many; « vers les 19 h » is an hour."""
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?: ?(?P<mark>h|heures?|hrs?|[:.]))?"
    r"(?: ?(?P<m>\d{1,2})(?: ?(?:min|mn|minutes?))?| et (?P<plus>demie?|(?:1 )?quart)"
    r"| moins (?P<less>(?:le |1 )?quart|\d{1,2}))?"
)
_OF_TWO = re.compile(r"\d ?[/–-] ?\d")
"""« 15/12 » is a day, « 10-12 » from ten to twelve."""
_COMPACT = re.compile(r"(?P<h>0?[1-9]|1\d|2[0-3])(?P<m>[0-5]\d)")
"""« 1830 ». « 0000 » is a code, or nothing."""

_NEAR = {"avant hier": -2, "hier": -1, "aujourd hui": 0, "ce jour": 0, "demain": 1, "apres demain": 2}
_TODAY_AT = re.compile(r"ce (?:matin|midi|soir)|cet(?:te)? (?:apres midi|nuit)")
_DATE = re.compile(r"(?:[a-z]{5,8} )?(\d{1,2})(?:er)?[/ ](\d{1,2}|[a-z]{3,9})(?:[/ ](\d{4})|/(\d{2}))?")
_DAY_LEAD = re.compile(r"^(?:(?:le|la|l|pour|avant|au|a|vers|d ici|dans|en|mois de|mois d) )+(?=\S)")
_SPAN = re.compile(r"(\d{1,3}) ([a-z]+)")
_MONTH = re.compile(rf"(?:(debut|mi|fin) (?:de |d )?)?({'|'.join(MONTH_NAMES)})(?: (20\d\d))?")
_IN = re.compile(
    r"(?:dans|d ici|apres) (?:"
    r"(?P<n>\d{1,3}) ?(?:(?P<min>min|mn|minutes?)|(?:h|heures?|hrs?)(?: ?(?:et )?(?P<more>\d{1,2}|demie?|quart))?)"
    r"|(?:1 |une? )?(?P<half>demie? ?(?:h|heure))|(?:(?P<quarts>[13]) |une? )?quarts? d heure)"
)
"""« Dans 10 minutes », « dans 1 h 30 », « dans une demi-heure »."""
_MOMENT_LEAD = re.compile(r"^(?:(?:le|la|l|pour|envoie|envoyer|programme|programmer) )+(?=\S)")


def folded(text: str, keep: str) -> str:
    """The text folded as by `spelling.fold`; "" if it is too long."""
    return spelling.fold(text, keep) if len(text) <= LONGEST_TEXT else ""


def read_weekday(word: str) -> int | None:
    """The weekday (0 = Monday) of a name, its plural, its first three or more letters, or with a typing error; else
    None. « Mars » is a month."""
    if len(word) < 3 or word in MONTHS:
        return None
    found = {i for i, name in enumerate(WEEKDAYS) if name.startswith(word.removesuffix("s"))}
    if not found:
        found = {WEEKDAYS.index(name) for name in spelling.nearest(word, WEEKDAYS)}
    return found.pop() if len(found) == 1 else None


def read_hour(text: str) -> time | None:
    """A time of day: "18h", "18 h 30", "6h du soir", "midi", "20:00", "sept heures et demie".

    A part of the day alone means its usual time: "le matin" is 8:00, "le soir" 18:00.
    """
    if _OF_TWO.search(text):
        return None
    plain = re.sub(r"\bapres midi\b", "apresmidi", with_digits(folded(text, ":.")).strip(" ."))
    parts = [a or b for a, b in _PART.findall(plain)]
    if _COUNTS.fullmatch(plain):
        return None
    clock = _LEAD.sub("", " ".join(_PART.sub(" ", plain).split()))
    clock = re.sub(r"^midi\b", "12 h", re.sub(r"^minuit\b", "0 h", clock))
    if len(parts) > 1:
        return None
    part = parts[0] if parts else ""
    if clock in ("", "a", "le", "l", "la"):
        return time(_VAGUE[part]) if part in _VAGUE else None
    found = (_COMPACT if clock.isdigit() and len(clock) > len("24") else _CLOCK).fullmatch(clock)
    if not found:
        return None
    said = found.groupdict()
    if said.get("m") and (int(said["m"]) > 59 or (said.get("mark", ":") is None and len(said["m"]) < 2)):
        return None
    hour = _hour_in(part, int(said["h"]))
    return None if hour is None else _time(hour * 60 + _minutes(said))


def _minutes(said: dict[str, str | None]) -> int:
    if plus := said.get("plus"):
        return 30 if plus.startswith("demi") else 15
    if less := said.get("less"):
        return -15 if less.endswith("quart") else -int(less)
    return int(said.get("m") or 0)


def _time(minutes: int) -> time | None:
    """The time of a number of minutes; 24:00 is midnight. None if it is outside a day."""
    if not 0 <= minutes <= 24 * 60:
        return None
    return time(minutes // 60 % 24, minutes % 60)


def _hour_in(part: str, hour: int) -> int | None:
    """The hour from 0 to 23 that is meant by an hour with a part of the day."""
    later = hour + 12
    match part:
        case "matin" | "matinee":
            return hour if hour < 12 else None
        case "apresmidi":
            return hour if 12 <= hour <= 18 else later if 1 <= hour <= 7 else None
        case "soir" | "soiree":
            return hour if 13 <= hour < 24 else later if 1 <= hour <= 11 else None
        case "nuit":
            return hour if hour <= 5 or 18 <= hour <= 24 else later if 6 <= hour <= 11 else None
        case "am":
            return hour % 12 if 1 <= hour <= 12 else None
        case "pm":
            return hour % 12 + 12 if 1 <= hour <= 12 else hour if hour > 12 else None
        case _:
            return hour


def read_moment(text: str, now: datetime) -> datetime | None:
    """A moment, without a zone. `now`: what the person's own clock shows, without a zone.

    A day without a time is no moment. A time alone means the next one. A named day stays as named, so the result may be
    before `now`: "aujourd'hui 8h" in the evening, "hier 18h".
    """
    if len(text) > LONGEST_MOMENT:
        return None
    plain = _MOMENT_LEAD.sub("", with_digits(folded(dates.slashed(text), "/:")))
    if _TODAY_AT.match(plain):
        at = _hour(re.sub(r"^cet? ?(?:te)? ", "", plain))
        return None if at is None else datetime.combine(now.date(), at)
    if (found := _IN.fullmatch(plain)) is not None:
        return now.replace(second=0, microsecond=0) + _span(found)
    tokens = plain.split()
    for cut in range(len(tokens) - 1, 0, -1):
        first, last = " ".join(tokens[:cut]), " ".join(tokens[cut:])
        for day, at in (
            (_day(first, now.date()), _hour(last)),
            (_day(_MOMENT_LEAD.sub("", last), now.date()), _hour(first)),
        ):
            if day is not None and at is not None:
                return datetime.combine(day, at)
    at = _hour(plain)
    if at is None:
        return None
    today = datetime.combine(now.date(), at)
    return today if today > now else today + timedelta(days=1)


def _span(found: re.Match[str]) -> timedelta:
    if found["n"] is None:
        return timedelta(minutes=30 if found["half"] else 15 * int(found["quarts"] or 1))
    if found["min"]:
        return timedelta(minutes=int(found["n"]))
    more = found["more"] or "0"
    return timedelta(
        hours=int(found["n"]), minutes=30 if more.startswith("d") else 15 if more == "quart" else int(more)
    )


def read_day(text: str, today: date) -> date | None:
    """A day to come: "15 janvier", "15/09/2027", "lundi prochain", "demain", "dans 3 mois", "fin mars 2027",
    "Noël".

    A month alone means its first day. A day that names its year stays as named, so the result may be before `today`.
    None if it is no day, or if the calendar has no such day.
    """
    plain = _DAY_LEAD.sub("", with_digits(folded(text, "/")))
    try:
        if (named := dates.read_date(_DAY_LEAD.sub("", line(text).casefold()))) is not None:
            return named
        if (found := _SPAN.fullmatch(plain)) and (unit := UNITS.get(found[2])):
            n = int(found[1])
            match unit:
                case "day" | "week":
                    return today + timedelta(days=n * (7 if unit == "week" else 1))
                case "month" | "year":
                    return months_on(today, n * (12 if unit == "year" else 1))
                case _:
                    return None
    except (NoSuchDayError, ValueError, OverflowError):
        return None
    if (feast := feasts.coming(plain, today)) is not None:
        return feast
    if found := _MONTH.fullmatch(plain):
        first = _first_of(MONTH_NAMES[found[2]], int(found[3]) if found[3] else None, today)
        if found[1] == "fin":
            return month_after(first) - timedelta(days=1)
        return first.replace(day=15) if found[1] == "mi" else first
    return _day(plain, today)


def _first_of(month: int, year: int | None, today: date) -> date:
    """The first day of a month to come, or of that year."""
    if year is None:
        year = today.year + (month <= today.month)
    return date(year, month, 1)


def _hour(said: str) -> time | None:
    """Like `read_hour`, but a bare number is no time, because it could be part of a date."""
    return None if said.isdigit() else read_hour(said)


def _day(said: str, today: date) -> date | None:
    said = re.sub(r" (?:a|vers)$", "", said)
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    if found := _DATE.fullmatch(said):
        year = int(found[3] or 0) or (2000 + int(found[4]) if found[4] else None)
        return coming(int(found[1]), found[2], year, today)
    next_week = said.endswith(" prochain")
    weekday = read_weekday(said.removesuffix(" prochain"))
    if weekday is None:
        return None
    ahead = (weekday - today.weekday()) % 7
    return today + timedelta(days=ahead or (7 if next_week else 0) or 7)
