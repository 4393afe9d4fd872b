"""Money as exact integers.

An amount is an integer number of ten-thousandths of the currency's main unit, so that a pay of 0.0125 EUR per answer is
exact. Only what is shown or paid out is rounded.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from backend.domain.errors import BadInput, Misuse, Reason
from backend.records import Record

UNITS_PER_WHOLE = 10_000
"""How many units of `Money.units` are one euro, one franc, …"""

FRANCS_PER_EURO = Fraction(655_957, 1_000)
"""XOF and XAF are pegged to the euro at 655.957 (treaty value since 1999)."""

PEGGED = frozenset({"XOF", "XAF"})
FLOATING = frozenset({"MGA", "CDF", "GNF"})
"""Currencies in which people are paid at rates that change (`payouts.terms`)."""
CURRENCIES = frozenset({"EUR"}) | PEGGED
"""Currencies in which a project may pay."""


class Money(Record):
    """An amount: `units` ten-thousandths of one unit of `currency` (ISO 4217)."""

    units: int
    currency: str = "EUR"

    @classmethod
    def parse(cls, text: str | int, currency: str, known: frozenset[str] = CURRENCIES) -> Money:
        """Read "0.05" or "0,05". Raises `BadInput` for anything but a number with at most 4 decimals, and for a
        currency that is not among the `known` ones."""
        if currency not in known:
            raise BadInput(
                Reason("unknown currency {code!r}; known: {known}", code=currency, known=", ".join(sorted(known)))
            )
        try:
            value = Decimal(str(text).strip().replace(",", "."))
        except InvalidOperation:
            raise BadInput(Reason("{text!r} is not an amount", text=text)) from None
        if not value.is_finite() or (value and value.adjusted() >= 12):
            raise BadInput(Reason("{text!r} is not an amount", text=text))
        # digit by digit, because arithmetic would round to 28 digits first
        _, digits, exponent = value.as_tuple()
        assert isinstance(exponent, int)
        if exponent < -4 and any(digits[exponent + 4 :]):
            raise BadInput(Reason("{text!r} has more than 4 decimals", text=text))
        return cls(int(value * UNITS_PER_WHOLE), currency)  # exact: there are at most 16 digits besides trailing zeros

    def __add__(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise Misuse(f"cannot add {other.currency} to {self.currency}")
        return Money(self.units + other.units, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.units * times, self.currency)

    @property
    def value(self) -> Fraction:
        """The amount in main units (euros, francs), exact."""
        return Fraction(self.units, UNITS_PER_WHOLE)

    @property
    def francs(self) -> Fraction:
        """The same value in F CFA, exact."""
        return self.value * FRANCS_PER_EURO if self.currency == "EUR" else self.value

    @property
    def euros(self) -> Fraction:
        """The same value in euros, exact."""
        return self.value if self.currency == "EUR" else self.value / FRANCS_PER_EURO

    def __str__(self) -> str:
        """The amount as plain decimal text for files: `0.05`."""
        text = f"{Decimal(self.units) / UNITS_PER_WHOLE:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


def decimal(value: Fraction) -> str:
    """An amount as plain decimal text for files, with 8 decimals: earnings in euros are exact in F CFA too."""
    text = f"{Decimal(round(value * 10**8)) / 10**8:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def francs(*amounts: Money) -> int:
    """The sum in whole F CFA, rounded down once, at the end."""
    return int(sum((a.francs for a in amounts), Fraction()) // 1)
