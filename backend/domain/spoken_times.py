"""Days and hours as people say them in French: "lun-ven", "6h du soir".

A reader returns None for what it does not understand and never raises: the dialogue asks again.
"""

from __future__ import annotations

import re
from datetime import time

from backend.domain import words
from backend.domain.french.lexicon import WEEKDAYS

LONGEST_TEXT = 120
"""Longer texts are something else than days, an hour or a pause."""

_ALL = frozenset(range(7))
_WORKWEEK = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_GROUPS = (
    (r"to?u?te? la semaine|7 ?j(?:ours)? (?:sur )?7|tlj|chaque j(?:ou)?r", _ALL),
    (r"t(?:ou)?[ts]s? (?:les )?j(?:ou)?rs?(?: de la semaine)?", _ALL),
    (r"(?:les )?jours (?:ouvrables|de semaine)|(?:en|la) semaine|semaine", _WORKWEEK),
    (r"week ?-?ends?|fins? de semaine|we", _WEEKEND),
    (r"jamais|aucun(?: jour)?|non", frozenset[int]()),
)
_FILLERS = frozenset(
    (
        *("le", "la", "les", "l", "et", "ou", "puis", "aussi", "de", "d", "du", "en"),
        *("chaque", "tous", "svp", "stp", "merci", "oui", "ok"),
    )
)
_EXCEPT = re.compile(r"\b(?:sauf|hors|excepte|mais pas|pas)\b")
_RANGE = re.compile(r"([a-z]+)(?: ?- ?| (?:jusqu )?(?:au|a) )([a-z]+)")
_LIST = re.compile(r"[a-z]+(?:-[a-z]+){2,}")

_TO_16 = (
    *("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"),
    *("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50}
_NUMBERS = {word: n for n, word in enumerate(_TO_16)} | _TENS | {"une": 1}
_NUMBERS |= {f"dix {_TO_16[n]}": 10 + n for n in (7, 8, 9)}
_NUMBERS |= {f"{ten} {_TO_16[n]}": t + n for ten, t in _TENS.items() for n in range(2, 10)}
_NUMBERS |= {f"{ten} et {one}": t + 1 for ten, t in _TENS.items() for one in ("un", "une")}
_NUMBER = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b")

_PART = re.compile(
    r"(?:\b(?:du|de l|de la|le|la|l|au|ce) )?\b(matin|matinee|soir|soiree|apresmidi|nuit)\b"
    r"|(?<=[\d ])(am|pm)\b"
)
_VAGUE = {"matin": 8, "matinee": 8, "apresmidi": 15, "soir": 18, "soiree": 18}
_LEAD = re.compile(r"^(?:(?:a|vers|pour|plutot|disons|partir|de|des|les?|l) )+(?=\S)")
_CLOCK = re.compile(
    r"(?P<h>\d{1,2})(?: ?(?P<mark>h|heures?|hrs?|[:.]))?"
    r"(?: ?(?P<m>\d{1,2})(?: ?(?:min|mn|minutes?))?| et (?P<plus>demie?|(?:1 )?quart)"
    r"| moins (?P<less>(?:le |1 )?quart|\d{1,2}))?"
)
_COMPACT = re.compile(r"(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)")


def read_days(text: str) -> frozenset[int] | None:
    """The days named (0 = Monday): "lundi mercredi", "tous les jours sauf dimanche", "lun-ven".

    "jamais" is the empty set: understood, and no day.
    """
    plain = folded(text.translate(str.maketrans("–—→", "---")), "-")
    wanted, *unwanted = _EXCEPT.split(plain)
    if not unwanted:
        return _ALL if plain in ("tous", "tout") else _day_set(wanted)
    chosen = _day_set(wanted) if wanted.strip(" ,") else _ALL
    without = _day_set(unwanted[0]) if len(unwanted) == 1 else None
    return chosen - without if chosen and without else None


def read_hour(text: str) -> time | None:
    """An hour of the day: "18h", "18 h 30", "6h du soir", "midi", "20:00", "sept heures et demie".

    A part of the day alone has its usual hour: "le matin" is 8:00, "le soir" 18:00.
    """
    plain = re.sub(r"\bapres midi\b", "apresmidi", with_digits(folded(text, ":.")).strip(" ."))
    parts = [a or b for a, b in _PART.findall(plain)]
    clock = _LEAD.sub("", " ".join(_PART.sub(" ", plain).split()))
    clock = re.sub(r"^midi\b", "12 h", re.sub(r"^minuit\b", "0 h", clock))
    if len(parts) > 1:
        return None
    part = parts[0] if parts else ""
    if clock in ("", "a", "le", "l", "la"):
        return time(_VAGUE[part]) if part in _VAGUE else None
    found = _COMPACT.fullmatch(clock) or _CLOCK.fullmatch(clock)
    if not found:
        return None
    said = found.groupdict()
    if said.get("m") and (int(said["m"]) > 59 or (said.get("mark", ":") is None and len(said["m"]) < 2)):
        return None
    hour = _hour_in(part, int(said["h"]))
    return None if hour is None else _time(hour * 60 + _minutes(said))


def folded(text: str, keep: str) -> str:
    return words.fold(text, keep) if len(text) <= LONGEST_TEXT else ""


def with_digits(plain: str) -> str:
    """Number words as digits: "dix huit heures" → "18 heures"."""
    return _NUMBER.sub(lambda found: str(_NUMBERS[found[0]]), plain)


def _day_set(text: str) -> frozenset[int] | None:
    """Every word must be a day, a group of days, a range or a filler."""
    chosen: set[int] = set()
    understood = False
    text = _LIST.sub(lambda found: found[0].replace("-", " "), text)
    for pattern, group in _GROUPS:
        text, times = re.subn(rf"(?<![\w-])(?:{pattern})(?![\w-])", " ", text)
        understood |= times > 0
        chosen |= group if times else frozenset()
    for first, last in _RANGE.findall(text):
        a, b = read_day(first), read_day(last)
        if a is not None and b is not None:
            chosen |= {(a + i) % 7 for i in range((b - a) % 7 + 1)}
            text = re.sub(rf"(?:\bdu )?\b{first}\b.*?\b{last}\b", " ", text, count=1)
            understood = True
    for word in text.replace("-", " ").split():
        day = None if word in _FILLERS else read_day(word)
        if day is None and word not in _FILLERS:
            return None
        if day is not None:
            chosen.add(day)
            understood = True
    return frozenset(chosen) if understood else None


def read_day(word: str) -> int | None:
    """Its name, a plural, a beginning of three letters or more, or a slip of the finger."""
    if len(word) < 3:
        return None
    found = {i for i, name in enumerate(WEEKDAYS) if name.startswith(word.removesuffix("s"))}
    if not found:
        found = {WEEKDAYS.index(name) for name in words.nearest(word, WEEKDAYS)}
    return found.pop() if len(found) == 1 else None


def _minutes(said: dict[str, str | None]) -> int:
    if plus := said.get("plus"):
        return 30 if plus.startswith("demi") else 15
    if less := said.get("less"):
        return -15 if less.endswith("quart") else -int(less)
    return int(said.get("m") or 0)


def _time(minutes: int) -> time | None:
    """24:00 is midnight; what lies outside a day is no hour."""
    if not 0 <= minutes <= 24 * 60:
        return None
    return time(minutes // 60 % 24, minutes % 60)


def _hour_in(part: str, hour: int) -> int | None:
    """The hour on a clock of 24 that is meant by one said with a part of the day."""
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
