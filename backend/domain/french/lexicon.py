"""Names of months and weekdays, units of time and number words, folded (`backend.domain.french.spelling.fold`)."""

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
"""Abbreviations that are no other word. "sept" is a number too, see `backend.domain.french.dates`."""
_ENGLISH_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_NAMES = (
    {name: number for months in (MONTHS, _ENGLISH_MONTHS) for number, name in enumerate(months, 1)}
    | {name[:3]: number for number, name in enumerate(_ENGLISH_MONTHS, 1)}
    | SHORT_MONTHS
    | {"sept": 9}
)
"""All names of a month between a day and a year, also English ones: half of Cameroon's invoices have them."""
ARTICLES = frozenset(("le", "la", "les", "l", "un", "une", "des", "du", "de", "d"))
"""Articles and their contractions, without apostrophes."""
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

UNITS = {
    word + plural: unit
    for unit, names in {
        "minute": "min mn minute",
        "hour": "h heure",
        "day": "j jr jour journee",
        "week": "sem semaine",
        "month": "mois",
        "year": "an annee",
    }.items()
    for word in names.split()
    for plural in ("", "s")
}

TO_SIXTEEN = (
    *("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"),
    *("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)
TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
NUMBERS = {name: n for n, name in enumerate(TO_SIXTEEN, 1)} | TENS | {"une": 1, "cent": 100}
"""Numbers in one word."""
COMPOUNDS = (
    {f"dix {TO_SIXTEEN[n - 1]}": 10 + n for n in (7, 8, 9)}
    | {f"{ten} {TO_SIXTEEN[n - 1]}": t + n for ten, t in TENS.items() for n in range(2, 10)}
    | {f"{ten} et {one}": t + 1 for ten, t in TENS.items() for one in ("un", "une")}
)
ORDINALS = {
    **dict.fromkeys(("premier", "premiere", "1er", "1ere"), 1),
    **dict.fromkeys(("deuxieme", "second", "seconde", "2e", "2eme", "2nd", "2nde"), 2),
    **dict.fromkeys(("troisieme", "3e", "3eme"), 3),
    **dict.fromkeys(("quatrieme", "4e", "4eme"), 4),
}


def number(text: str) -> int:
    """The number for digits or a word of `NUMBERS`. Raises `KeyError` for anything else."""
    return int(text) if text.isascii() and text.isdigit() else NUMBERS[text]
