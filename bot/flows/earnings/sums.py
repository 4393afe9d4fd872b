"""Sums of money in what people write: « 150k », « cinquante mille F », « 300 € »."""

from __future__ import annotations

import re
from decimal import Decimal

from backend.domain.french.lexicon import MONTH_NAMES
from backend.domain.french.numbers import in_figures, number, with_sums
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Message, tr
from backend.domain.money import PEGGED, UNITS_PER_WHOLE, Money

MAX_AMOUNT = 10**10
"""Numbers from here on are no amounts but phone numbers or slips."""
AMOUNT = re.compile(
    r"(?P<before>\$\s*)?(?P<number>\d+(?:[\u00a0\u202f .,]\d+)*)(?P<many>\s*(?:mill?e?|millions?|k)\b)?"
    r"\s*(?:d['’]|de\s+)?"
    r"(?:(?P<other>\$|us\s?d?\$|usd\b|dollars?\b|ariarys?\b|ar\b|mga\b|fmg\b|gnf\b|fg\b|cdf\b|fc\b"
    r"|francs?\s+(?:congolais|guin[eé]en|malgache)\w*)"
    r"|(?P<euros>€|euros?\b|eur\b)|(?P<cfa>f\.?\s*cfa\b|cfa\b|xof\b|xaf\b|francs?\s+cfa\b)|(?P<francs>francs?\b|f\b))?",
    re.IGNORECASE,
)
"""An amount in figures, with its currency."""
_NOT_SO_MUCH = re.compile(r"\b(?:pas|et non)\s+(?:de\s+)?\Z", re.IGNORECASE)
"""Before a sum that is not meant: « pas 500 000, 50 000 »."""
_BEFORE_A_YEAR = re.compile(
    rf"(?:{'|'.join(MONTH_NAMES)}|rentree|noel|paques|annee|an|en|debut|fin|mi|apres|avant|ici)"
)
_YEARS = range(1950, 2101)

_LEAST_DIGITS = 3
"""Of a bare number that is surely a sum."""
_SEVERAL = re.compile(r"[^\W\d],\s+\w")
"""« Cinq mille, dix mille » are two sums."""


def read_sum(text: str, currency: str) -> Money | None:
    """A text that is an amount and nothing else: "5000", "50 mille F", "150k", "cinquante mille". `currency`: as in
    `read_amount`."""
    if _SEVERAL.search(text) is not None:
        return None
    plain = in_figures(text.strip().rstrip(".!"))
    found = AMOUNT.fullmatch(plain)
    return _money(found, currency) if found is not None else None


def read_amount(text: str, currency: str) -> Money | None:
    """The amount named in a text: one with a currency, else the largest number from 1,000 on that
    does not look like a year; none after « pas ».

    `currency`: her country's. If it is not pegged to the euro, bare numbers and francs are in it; no rate is known for
    it, nor for other currencies, so such amounts are ignored."""
    found: list[tuple[bool, Money]] = []
    for match in AMOUNT.finditer(with_sums(text)):
        money = _money(match, currency)
        if money is None or _NOT_SO_MUCH.search(match.string, 0, match.start()) is not None:
            continue
        signed = any(match[sign] for sign in ("euros", "cfa", "francs"))
        year = not match["many"] and money.units // UNITS_PER_WHOLE in _YEARS and not signed
        if money.units > 0 and (signed or (money.units >= 1_000 * UNITS_PER_WHOLE and not year)):
            found.append((signed, money))
    return max(found, key=lambda f: (f[0], f[1].francs), default=(False, None))[1]


def amounts_in(text: str, currency: str) -> list[Money]:
    """All amounts named in a text, with a currency or without; « en mars 2027 » names none. `currency`: as in
    `read_amount`."""
    found = (match for match in AMOUNT.finditer(with_sums(text)) if not _is_a_year(match))
    return [money for match in found if (money := _money(match, currency)) is not None]


def _is_a_year(match: re.Match[str]) -> bool:
    """Whether figures alone are a year, behind a month or another time."""
    if not match[0].strip().isdecimal() or int(match[0]) not in _YEARS:
        return False
    words = fold(match.string[: match.start()]).split()
    return bool(words) and _BEFORE_A_YEAR.fullmatch(words[-1]) is not None


def without(words: str, amount: Money, currency: str) -> str:
    """Words without this amount in figures. `currency`: as in `read_amount`."""
    return " ".join(AMOUNT.sub(lambda found: " " if _money(found, currency) == amount else found[0], words).split())


IN_FRANCS = tr("Pour ton projet, je compte en F CFA : je ne change pas les autres monnaies.")


def without_rate(text: str, currency: str) -> bool:
    """Whether a text names a sum that is not read because no rate is known for it: « 5 000 Ar », and « 5 000 » of who
    is paid in ariary. `currency`: as in `read_amount`."""
    for match in AMOUNT.finditer(with_sums(text)):
        unsigned = currency not in PEGGED and not (match["euros"] or match["cfa"])
        if match["other"] or match["before"] or (unsigned and len(re.sub(r"\D", "", match["number"])) >= _LEAST_DIGITS):
            return True
    return False


def asked_in_francs(asked: Message, text: str, currency: str) -> Message:
    """What is asked for, after why a sum in another currency is not it. `currency`: as in `read_amount`."""
    return IN_FRANCS + asked if without_rate(text, currency) else asked


def _money(match: re.Match[str], currency: str) -> Money | None:
    """A match of `AMOUNT` as money; None if it is too much, or in a currency without a rate."""
    pegged = currency in PEGGED
    plain = number(match["number"], decimals=2)
    hers = not pegged and not (match["euros"] or match["cfa"])
    if plain is None or match["before"] or match["other"] or hers:
        return None
    many = (match["many"] or "").strip().lower()
    times = 1_000 if many in ("mille", "mile", "mil", "k") else 1_000_000 if many else 1
    if not 0 < Decimal(plain) * times < MAX_AMOUNT:
        return None
    return Money.parse(plain, "EUR" if match["euros"] else currency if pegged else "XOF") * times
