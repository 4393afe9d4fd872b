"""Days that are known by a name: « Noël », « le jour de l'an », « Pâques ». Those of the moon and of schools are not
known ahead."""

from __future__ import annotations

import re
from datetime import date, timedelta

_FIXED: tuple[tuple[str, int, int], ...] = (
    (r"(?:la )?(?:fete de )?noel", 12, 25),
    (r"(?:le )?(?:reveillon|saint sylvestre)|(?:la )?fin (?:de l |d |de )?annee", 12, 31),
    (r"(?:le )?(?:jour de l an|nouvel an|premier de l an)|(?:la )?nouvelle annee", 1, 1),
    (r"(?:la )?saint valentin", 2, 14),
    (r"(?:la )?(?:fete|journee) (?:de la |des )femmes?", 3, 8),
    (r"(?:la )?fete du travail", 5, 1),
    (r"(?:l )?assomption", 8, 15),
    (r"(?:la )?toussaint", 11, 1),
)
_PATTERNS = [(re.compile(pattern), month, day) for pattern, month, day in _FIXED]
_EASTER = re.compile(r"(?:le jour de |la fete de )?paques")
_EASTER_MONDAY = re.compile(r"(?:le )?lundi de paques")
_MOVES = re.compile(
    r"(?:\w+ ){0,3}(?:rentree|tabaski|ramadan|korite|aid|maouloud|mouloud|gamou|magal|careme)"
    r"(?: (?:des classes|scolaire|de l ecole|des enfants|el kebir|el fitr|prochaine?))?"
)


def coming(said: str, today: date) -> date | None:
    """The next day of that name, in folded text; today counts. None if it is no such name."""
    for pattern, month, day in _PATTERNS:
        if pattern.fullmatch(said):
            this = date(today.year, month, day)
            return this if this >= today else date(today.year + 1, month, day)
    later = 1 if _EASTER_MONDAY.fullmatch(said) else 0
    if not later and _EASTER.fullmatch(said) is None:
        return None
    days = (easter(year) + timedelta(days=later) for year in (today.year, today.year + 1))
    return next((day for day in days if day >= today), None)


def moves(said: str) -> bool:
    """Whether folded text names a day that changes from year to year in a way that is not known ahead: « avant la
    rentrée », « pour la Tabaski »."""
    return _MOVES.fullmatch(said) is not None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
