"""The amount of a payment: balances in the currencies of the work become one whole amount in the person's currency.

Only the amount is rounded, once, down to what can be paid (whole francs). The balances are charged the least that is
worth at least the amount and the fee that the person bears. What this is worth beyond is carried exactly to the
person's next payment. So over any number of payments, what was charged is worth what was paid and what is still
carried, at the rate of each payment.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from backend.domain.money import FLOATING, FRANCS_PER_EURO, PEGGED, UNITS_PER_WHOLE, Money
from backend.domain.payouts.terms import NO_FEE, Fee
from backend.records import Record

CURRENCIES = PEGGED | FLOATING
"""Currencies in which people are paid."""
RATE_PARTS = 10_000
"""A rate of exchange has at most 4 decimals."""
_STEP = UNITS_PER_WHOLE
"""Units of the smallest sum that is paid: both CFA francs and the Guinean franc have no decimals (ISO 4217), and
mobile money knows no hundredths of an ariary or a Congolese franc."""


def carry_denominator(currency: str) -> int:
    """The parts of a unit of the payment's currency in which carried values are counted. Every part that a payment can
    leave is a whole number of these: of the worth of euros, and of F CFA by way of the euro."""
    if currency in PEGGED:
        return FRANCS_PER_EURO.denominator
    return RATE_PARTS * FRANCS_PER_EURO.numerator


class Payment(Record):
    """`amount`: what arrives. `fee`: what the payment costs, in the same currency; `hers`: the person bears it.

    `parts`: what the balances are charged, one sum per currency. `carried`: what the parts and the carried value before
    are worth beyond the amount and the fee that the person bears, in 1/`carry_denominator`. `capped`: a limit made it
    smaller. `per_euro`: the rate at which balances in other currencies were taken."""

    amount: Money
    fee: Money
    parts: tuple[Money, ...]
    carried: int
    hers: bool = False
    capped: bool = False
    per_euro: Fraction = FRANCS_PER_EURO

    @property
    def charged(self) -> int:
        """Units of the payment's currency that the person's balances pay."""
        return self.amount.units + (self.fee.units if self.hers else 0)


def payment(
    balances: Iterable[Money],
    currency: str,
    carried: int = 0,
    *,
    per_euro: Fraction = FRANCS_PER_EURO,
    fee: Fee = NO_FEE,
    most: int | None = None,
) -> Payment | None:
    """The most that these balances pay in `currency`. None if it is less than one franc.

    `carried`: what earlier payments in this currency left, in 1/`carry_denominator` of a unit; negative if one that
    came back had left something. `per_euro`: units of the currency for one unit of the euro, with at most 4 decimals.
    `most`: the most that may arrive, in units. Raises `KeyError` for a currency in which nobody is paid.
    """
    if currency not in CURRENCIES:
        raise KeyError(currency)
    units, scale = _units(balances), carry_denominator(currency)
    worth = {code: _worth(code, currency, per_euro) for code in units}
    whole = (sum(units[code] * worth[code] for code in units) + carried) // (scale * _STEP) * _STEP
    net = fee.net(whole) if fee.hers else whole
    capped = most is not None and net > most
    if most is not None and capped:
        net = most // _STEP * _STEP
    if net <= 0:
        return None
    cost = fee.of(net)
    left, parts = (net + cost if fee.hers else net) * scale - carried, []
    # the payment's own currency first: it needs no exchange; the euro last: it has the coarsest unit
    for code in sorted(units, key=lambda code: (code != currency, worth[code], code)):
        taken = min(units[code], max(0, -(-left // worth[code])))
        left -= taken * worth[code]
        parts.append(Money(taken, code))
    charged = tuple(part for part in parts if part.units)
    return Payment(Money(net, currency), Money(cost, currency), charged, -left, fee.hers, capped, per_euro)


@lru_cache(maxsize=256)
def _worth(code: str, currency: str, per_euro: Fraction) -> int:
    """What one unit of `code` is worth, in 1/`carry_denominator` of a unit of `currency`: always a whole number."""
    if code == currency or (code in PEGGED and currency in PEGGED):
        worth = Fraction(1)
    else:
        worth = per_euro if code == "EUR" else per_euro / FRANCS_PER_EURO
    found = worth * carry_denominator(currency)
    assert found.denominator == 1
    return found.numerator


def _units(balances: Iterable[Money]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in balances:
        found[each.currency] = found.get(each.currency, 0) + each.units
    return found
