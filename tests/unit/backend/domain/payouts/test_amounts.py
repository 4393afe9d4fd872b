from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE, Money
from backend.domain.payouts.amounts import CARRY_DENOMINATOR, payment

CURRENCY = st.sampled_from(["XOF", "XAF"])
UNITS = st.integers(0, 10**9 * UNITS_PER_WHOLE)


def worth(parts: tuple[Money, ...]) -> Fraction:
    """Exact units of francs."""
    return sum((p.units * (FRANCS_PER_EURO if p.currency == "EUR" else Fraction(1)) for p in parts), Fraction())


def test_a_month_of_work_is_paid_in_whole_francs() -> None:
    found = payment([Money(250 * UNITS_PER_WHOLE)], "XOF")
    assert found is not None
    assert found.amount == Money(163_989 * UNITS_PER_WHOLE, "XOF")
    # 163,989 F are 249.99962 €, and the least that is worth as much has four decimals: 249.9997 €
    assert found.parts == (Money(2_499_997),)
    assert found.carried == worth(found.parts) * CARRY_DENOMINATOR - found.amount.units * CARRY_DENOMINATOR


def test_less_than_a_franc_is_not_paid() -> None:
    assert payment([Money(15)], "XOF") is None
    assert payment([Money(9_999, "XAF")], "XAF") is None
    assert payment([], "XOF") is None


def test_nobody_is_paid_in_a_currency_without_a_rate() -> None:
    with pytest.raises(KeyError):
        payment([Money(10**6)], "MGA")


@given(UNITS, UNITS, UNITS, CURRENCY, st.integers(-CARRY_DENOMINATOR + 1, CARRY_DENOMINATOR * 1_000))
def test_what_is_taken_is_there_and_worth_what_is_paid(
    euros: int, xof: int, xaf: int, currency: str, carried: int
) -> None:
    balances = {"EUR": euros, "XOF": xof, "XAF": xaf}
    found = payment([Money(units, code) for code, units in balances.items()], currency, carried)
    if found is None:
        assert worth(tuple(Money(u, c) for c, u in balances.items())) + Fraction(carried, CARRY_DENOMINATOR) < 10_000
        return
    assert found.amount.currency == currency
    assert found.amount.units % UNITS_PER_WHOLE == 0
    for part in found.parts:
        assert 0 < part.units <= balances[part.currency]
    left = worth(found.parts) + Fraction(carried, CARRY_DENOMINATOR) - found.amount.units
    assert left == Fraction(found.carried, CARRY_DENOMINATOR)
    assert 0 <= left < FRANCS_PER_EURO or left * CARRY_DENOMINATOR == carried - found.amount.units * CARRY_DENOMINATOR
    # nothing that could be paid is kept back
    rest = sum((Fraction(u) * (FRANCS_PER_EURO if c == "EUR" else 1) for c, u in balances.items()), Fraction())
    assert rest + Fraction(carried, CARRY_DENOMINATOR) - found.amount.units < UNITS_PER_WHOLE


@given(st.lists(st.integers(1, 3_000_000), min_size=1, max_size=60), CURRENCY)
def test_over_many_payments_nothing_is_lost_or_made(earned: list[int], currency: str) -> None:
    balance, carried, taken, paid = 0, 0, 0, 0
    for units in earned:
        balance += units
        found = payment([Money(balance)], currency, carried)
        if found is None:
            continue
        part = sum(p.units for p in found.parts)
        balance, carried, taken, paid = balance - part, found.carried, taken + part, paid + found.amount.units
    assert balance >= 0
    assert taken * FRANCS_PER_EURO == paid + Fraction(carried, CARRY_DENOMINATOR)
    assert sum(earned) * FRANCS_PER_EURO - paid - Fraction(carried, CARRY_DENOMINATOR) == balance * FRANCS_PER_EURO
