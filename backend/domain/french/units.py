"""Units of measure in all spellings: "kg", "kilos" and "Kilogrammes" are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french.lexicon import UNITS
from backend.domain.french.spelling import nearest, unaccented

_METRES = {"m": "metre", "km": "kilometre", "cm": "centimetre", "mm": "millimetre"}
_SPELLINGS = (
    *("kg kilo kilogramme kilogram kgr", "g gr gramme gram", "mg milligramme", "t tonne", "lb livre"),
    *(f"{short} {long} {long[:-2]}er" for short, long in _METRES.items()),
    *(f"{short}2 {long}carre {long}scarres {short}carre" for short, long in _METRES.items()),
    *(f"{short}3 {long}cube {long}scubes {short}cube" for short, long in _METRES.items()),
    *("ha hectare", "l litre liter", "cl centilitre", "ml millilitre"),
    *(
        "s sec seconde",
        "km/h kmh kmalheure kilometreheure kilometresheure kilometreparheure kilometresparheure",
    ),
    *("ko kb kilooctet", "mo mb mega megaoctet megabyte", "go gb giga gigaoctet gigabyte", "to teraoctet"),
    *("% pourcent pourcentage pct", "°c degre degrecelsius degrescelsius c °"),
    *("fcfa f cfa franc francscfa francfcfa xof xaf", "€ euro eur", "$ dollar usd"),
    *("w watt", "kwh kilowattheure", "v volt", "mah milliampereheure"),
)
_KNOWN = {spelling: line.split()[0] for line in _SPELLINGS for spelling in line.split()} | UNITS
_SIGNS = re.compile(r"[\s.'’()-]+")
_OF_WHAT = re.compile(r"\s(?:d['’]|de\s|du\s|environ\b).*")


def among(unit: str, accepted: Sequence[str]) -> bool:
    """Whether `unit` means one of `accepted`: in any usual spelling, in the plural, or with a typing error in a long
    word. What is measured may follow: "litres d'eau"."""
    return _known(unit) in map(_known, accepted)


def is_unit(unit: str) -> bool:
    """Whether it is a unit at all, as `among` reads them."""
    return _known(unit) in _KNOWN.values()


def _known(unit: str) -> str:
    plain = _SIGNS.sub("", _OF_WHAT.sub("", unaccented(unit)))
    for each in (plain, plain.removesuffix("s")):
        if each in _KNOWN:
            return _KNOWN[each]
    near = {_KNOWN[word] for word in nearest(plain, _KNOWN) if word[0] == plain[0]}
    return near.pop() if len(near) == 1 else plain.removesuffix("s")
