"""The amount of a payment: balances in the currencies of the work become one whole amount in the person's currency.

Only the amount is rounded, once, down to what can be paid (whole francs). The balances are charged the least that is
worth at least the amount. What this is worth beyond the amount is less than one unit, and is carried exactly to the
person's next payment. So over any number of payments, what was charged is worth what was paid and what is still
carried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from backend.domain.money import FRANCS_PER_EURO, PEGGED, UNITS_PER_WHOLE, Money

CARRY_DENOMINATOR = FRANCS_PER_EURO.denominator
"""The parts of a unit of the payment's currency in which carried values are counted."""
CURRENCIES = frozenset(PEGGED)
"""Currencies in which people are paid. Others need a dated table of exchange rates first."""


@dataclass(frozen=True, slots=True)
class Payment:
    """`amount`: what arrives. `parts`: what the balances are charged, one sum per currency. `carried`: what the parts
    and the carried value before are worth beyond the amount."""

    amount: Money
    parts: tuple[Money, ...]
    carried: int


def payment(balances: Iterable[Money], currency: str, carried: int = 0) -> Payment | None:
    """The most that these balances pay in `currency`. None if it is less than one franc.

    `carried`: what earlier payments left, in 1/`CARRY_DENOMINATOR` of a unit; negative if one that came back had left
    something. Raises `KeyError` for a currency in which nobody is paid.
    """
    units = _units(balances)
    euros, francs = units.get("EUR", 0), {code: units[code] for code in sorted(units) if code in PEGGED}
    owed = Fraction(carried, CARRY_DENOMINATOR)
    worth = sum(francs.values()) + euros * FRANCS_PER_EURO + owed
    amount = int(worth // _STEP[currency]) * _STEP[currency]
    if amount <= 0:
        return None
    left, parts = Fraction(amount) - owed, []
    # the payment's own currency first: it needs no conversion
    for code in sorted(francs, key=lambda code: (code != currency, code)):
        taken = min(francs[code], max(0, -int(-left // 1)))
        left -= taken
        parts.append(Money(taken, code))
    if left > 0:
        taken = -int(-(left / FRANCS_PER_EURO) // 1)
        left -= taken * FRANCS_PER_EURO
        parts.append(Money(taken, "EUR"))
    beyond = -left * CARRY_DENOMINATOR
    assert beyond.denominator == 1
    return Payment(Money(amount, currency), tuple(part for part in parts if part.units), int(beyond))


_STEP: Mapping[str, int] = dict.fromkeys(sorted(CURRENCIES), UNITS_PER_WHOLE)
"""Units of the smallest sum that can be paid: both francs have no decimals (ISO 4217)."""


def _units(balances: Iterable[Money]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in balances:
        found[each.currency] = found.get(each.currency, 0) + each.units
    return found
