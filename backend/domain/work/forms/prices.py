"""Amounts of money as people type them: an amount in a known currency, a price in any currency."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from babel.numbers import get_currency_precision, list_currencies

from backend.domain.french import numbers
from backend.domain.french.spelling import unaccented
from backend.domain.messaging.message import Francs, Tr
from backend.domain.money import PEGGED, UNITS_PER_WHOLE, Money
from backend.domain.work.forms.form import FieldError

FRANCS = PEGGED | {"GNF", "CDF", "KMF", "RWF", "BIF", "DJF", "CHF"}
"""Currencies called franc. "F" means the field's currency if it is one of these, else F CFA."""
WORDS: Mapping[str, str] = {
    **dict.fromkeys(("f", "fr", "frs", "fran", "franc", "francs"), "franc"),
    **dict.fromkeys(("f cfa", "f. cfa", "fcfa", "f.cfa", "cfa", "franc cfa", "francs cfa", "frs cfa"), "cfa"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("$", "dollar", "dollars", "us$", "$us"), "USD"),
    **dict.fromkeys(("£",), "GBP"),
    **dict.fromkeys(("ar", "ariary", "ariarys"), "MGA"),
    **dict.fromkeys(("fc", "franc congolais", "francs congolais"), "CDF"),
    **dict.fromkeys(("fg", "franc guineen", "francs guineens"), "GNF"),
    **dict.fromkeys(("₦", "naira", "nairas"), "NGN"),
    **dict.fromkeys(("cedi", "cedis", "ghc"), "GHS"),
    **dict.fromkeys(("dh", "dhs", "dirham", "dirhams"), "MAD"),
}
"""Folded words beside a number, and the code (ISO 4217) that each means."""
FREE = frozenset(
    (
        *("gratuit", "gratuite", "gratuitement", "c'est gratuit", "entree gratuite", "entree libre", "free", "libre"),
        *("acces libre", "pas payant", "non payant", "c'est pas payant", "ce n'est pas payant", "on ne paie pas"),
        *(
            "on ne paye pas",
            "on paie pas",
            "on paye pas",
            "on ne paie rien",
            "on paie rien",
            "rien a payer",
            "ca coute rien",
        ),
        *("ca ne coute rien", "c'est libre"),
    )
)
MOST_DIGITS = 12
"""Digits of an amount before the decimal sign."""

_UNIT = "|".join(re.escape(word) for word in sorted(WORDS, key=len, reverse=True)) + "|[a-z]{3}"
_SUM = re.compile(rf"(?P<minus>-?) ?(?:(?P<before>{_UNIT}) ?)?(?P<n>[-+\d].*?)(?: ?(?P<after>{_UNIT}))?")
_BY_HAND = re.compile(r"^(\d+) ?€ ?(\d\d)$")
"""Handwritten prices have the form 12€50."""
_PHONE = re.compile(r"0\d|\+\d{8}")
"""What a number that is called begins with, and no amount: « 07 07 07 07 07 », « +221 77 123 45 67 »."""


def read_amount(line: str, currency: str) -> str:
    """A plain decimal, `1234.5`. `line`: as `numbers.line` returns it. Raises `FieldError` for what is no amount in
    that currency."""
    found = _SUM.fullmatch(unaccented(_BY_HAND.sub(r"\1,\2 €", line)))
    value = numbers.number(found["minus"] + found["n"], get_currency_precision(currency)) if found else None
    if found is None or value is None or _is_phone(found["n"]):
        raise FieldError(expected_amount(currency))
    if any(code(unit, currency) != currency for unit in (found["before"], found["after"]) if unit):
        raise FieldError(
            Tr("Ici, j'attends un montant comme {example}, dans cette monnaie.", {"example": example(currency)})
        )
    return _possible(value, currency)


def read_price(line: str, currency: str) -> str:
    """Amount and code, `2500 XOF`. `currency`: the one that is meant if none is typed, or only "F". Reading the result
    again changes nothing. Raises `FieldError` for what is no price."""
    plain = unaccented(line).strip(" .")
    if plain in FREE:
        return f"0 {currency}"
    found = _SUM.fullmatch(_BY_HAND.sub(r"\1,\2 €", plain))
    if found is None or found["minus"] or (found["before"] and found["after"]):
        raise FieldError(expected_price(currency))
    meant = code(found["before"] or found["after"] or "", currency)
    value = numbers.number(found["n"], get_currency_precision(meant)) if meant else None
    if meant is None or value is None or value.startswith("-") or _is_phone(found["n"]):
        raise FieldError(expected_price(currency))
    return f"{_possible(value, meant)} {meant}"


def _is_phone(number: str) -> bool:
    return _PHONE.match(re.sub(r"[\s-]|(?<=\d\d)\.", "", number)) is not None


def _possible(value: str, currency: str) -> str:
    whole, _, rest = value.lstrip("-").partition(".")
    decimals = get_currency_precision(currency)
    said = {"example": example(currency)}
    if len(whole) > MOST_DIGITS:
        raise FieldError(Tr("Ce montant est trop grand. Vérifie-le, puis écris-le comme {example}.", said))
    if len(rest) > decimals and not decimals:
        raise FieldError(Tr("Ici, un montant s'écrit sans virgule, par exemple {example}.", said))
    if len(rest) > decimals:
        raise FieldError(
            Tr("Pas plus de {n} chiffres après la virgule, par exemple {example}.", {"n": decimals, **said})
        )
    return value


def code(word: str, currency: str) -> str | None:
    """The currency that a word beside a number means, if `currency` is the likely one; None if it is unknown."""
    meant = WORDS.get(word, word.upper()) if word else currency
    if meant == "franc":
        return currency if currency in FRANCS else "XOF"
    if meant == "cfa":
        return currency if currency in PEGGED else "XOF"
    if meant == "USD" and currency == "CAD" and "$" in word:
        return currency
    return meant if meant in list_currencies() else None


def money(value: Decimal, currency: str) -> Money | Francs:
    """The amount in the form in which it is shown."""
    return Francs(int(value)) if currency in PEGGED else Money(int(value * UNITS_PER_WHOLE), currency)


def example(currency: str) -> Money | Francs:
    """An amount as one is typed in this currency."""
    return money(Decimal(12_500) if get_currency_precision(currency) == 0 else Decimal("12.5"), currency)


def expected_amount(currency: str) -> Tr:
    """What is said to somebody who typed no amount."""
    return Tr("J'attends un montant, par exemple {example}.", {"example": example(currency)})


def expected_price(currency: str) -> Tr:
    """What is said to somebody who typed no price."""
    return Tr("J'attends un prix avec sa monnaie, par exemple {example}.", {"example": example(currency)})
