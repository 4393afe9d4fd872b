"""Names of months and days of the week and the small numbers, folded (`backend.domain.words.fold`): one list for all
that reads dates."""

from __future__ import annotations

MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
SHORT_MONTHS = {
    "janv": 1,
    "jan": 1,
    "fevr": 2,
    "fev": 2,
    "avr": 4,
    "juil": 7,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
"""Abbreviations that are no other word; "sept" is a number too, see `backend.domain.french.dates`."""
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

TO_TEN = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
NUMBERS = {name: n for n, name in enumerate(TO_TEN, 1)}
NUMBERS |= {"une": 1, "douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "soixante": 60, "cent": 100}
ORDINALS = {
    **dict.fromkeys(("premier", "premiere", "1er", "1ere"), 1),
    **dict.fromkeys(("deuxieme", "second", "seconde", "2e", "2eme", "2nd", "2nde"), 2),
    **dict.fromkeys(("troisieme", "3e", "3eme"), 3),
    **dict.fromkeys(("quatrieme", "4e", "4eme"), 4),
}


def number(text: str) -> int:
    """Digits or a word of `NUMBERS`. Raises `KeyError` for anything else."""
    return int(text) if text.isascii() and text.isdigit() else NUMBERS[text]


def month(name: str) -> int:
    """From 1; of a full name or an abbreviation. Raises `KeyError` for anything else."""
    if name == "sept":
        return 9
    return MONTHS.index(name) + 1 if name in MONTHS else SHORT_MONTHS[name]
