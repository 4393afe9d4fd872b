from __future__ import annotations

import os
import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.money import FRANCS_PER_EURO, PEGGED, UNITS_PER_WHOLE, Money
from backend.domain.payouts.amounts import CURRENCIES, Payment, carry_denominator, payment
from backend.domain.payouts.terms import NO_FEE, Fee

FRANC = UNITS_PER_WHOLE
UNITS = st.one_of(st.just(0), st.integers(0, 10**5), st.integers(0, 10**9 * UNITS_PER_WHOLE))
RATES = st.integers(1, 10**9).map(lambda n: Fraction(n, 10_000))
FEES = st.builds(
    Fee, st.integers(0, 999).map(lambda n: Fraction(n, 10_000)), st.sampled_from([0, 25 * FRANC]), st.booleans()
)
AMOUNTS = int(os.environ.get("AMOUNTS", "2000"))
"""Random payments of one test; 1,000,000 by hand."""


def worth(parts: tuple[Money, ...], currency: str, per_euro: Fraction) -> Fraction:
    """Exact units of the currency, by rational arithmetic."""
    euro = FRANCS_PER_EURO if currency in PEGGED else per_euro
    by = {"EUR": euro, "XOF": euro / FRANCS_PER_EURO, "XAF": euro / FRANCS_PER_EURO, currency: Fraction(1)}
    return sum((p.units * by[p.currency] for p in parts), Fraction())


def test_a_month_of_work_is_paid_in_whole_francs() -> None:
    found = payment([Money(250 * UNITS_PER_WHOLE)], "XOF")
    assert found is not None
    assert found.amount == Money(163_989 * FRANC, "XOF")
    # 163,989 F are 249.99962 €, and the least that is worth as much has four decimals: 249.9997 €
    assert found.parts == (Money(2_499_997),)
    assert found.carried == (worth(found.parts, "XOF", Fraction()) - found.amount.units) * 1_000


def test_a_month_of_work_in_ariary_at_the_day_s_rate() -> None:
    found = payment([Money(250 * UNITS_PER_WHOLE)], "MGA", per_euro=Fraction("5012.25"))
    assert found is not None
    assert found.amount == Money(1_253_062 * FRANC, "MGA")
    assert found.parts == (Money(2_500_000),)


def test_less_than_a_franc_is_not_paid() -> None:
    assert payment([Money(15)], "XOF") is None
    assert payment([Money(9_999, "XAF")], "XAF") is None
    assert payment([], "XOF") is None


def test_nobody_is_paid_in_a_currency_that_is_not_ours() -> None:
    with pytest.raises(KeyError):
        payment([Money(10**6)], "NGN")


def test_a_limit_leaves_the_rest_where_it_is() -> None:
    found = payment([Money(400_000 * FRANC, "XOF")], "XOF", most=200_000 * FRANC)
    assert found == Payment(
        Money(200_000 * FRANC, "XOF"), Money(0, "XOF"), (Money(200_000 * FRANC, "XOF"),), 0, capped=True
    )


def test_a_fee_is_taken_from_what_arrives_or_borne_by_the_company() -> None:
    hers, ours = Fee(Fraction(1, 100), hers=True), Fee(Fraction(1, 100))
    balance = [Money(10_100 * FRANC, "XOF")]
    found = payment(balance, "XOF", fee=hers)
    assert found is not None
    assert (found.amount.units, found.fee.units, found.parts) == (10_000 * FRANC, 100 * FRANC, tuple(balance))
    found = payment(balance, "XOF", fee=ours)
    assert found is not None
    assert (found.amount.units, found.fee.units, found.parts) == (10_100 * FRANC, 101 * FRANC, tuple(balance))


def check(
    balances: dict[str, int], currency: str, carried: int, per_euro: Fraction, fee: Fee, most: int | None
) -> Payment | None:
    """One payment against rational arithmetic."""
    held = tuple(Money(units, code) for code, units in balances.items())
    owed = Fraction(carried, carry_denominator(currency))
    found = payment(
        held, currency, carried, per_euro=FRANCS_PER_EURO if currency in PEGGED else per_euro, fee=fee, most=most
    )
    there = worth(held, currency, per_euro) + owed
    if found is None:
        assert (
            there < FRANC
            or (most is not None and most < FRANC)
            or (fee.hers and fee.net(int(there // FRANC) * FRANC) == 0)
        )
        return None
    assert found.amount.currency == found.fee.currency == currency
    assert found.amount.units % FRANC == found.fee.units % FRANC == 0
    assert found.fee.units == fee.of(found.amount.units)
    charged = found.amount.units + (found.fee.units if fee.hers else 0)
    for part in found.parts:
        assert 0 < part.units <= balances[part.currency]
    left = worth(found.parts, currency, per_euro) + owed - charged
    assert left == Fraction(found.carried, carry_denominator(currency))
    assert left >= 0
    # no more is taken than needed: without one unit of any part it would not be enough
    if found.parts:
        assert left < max(worth((Money(1, part.currency),), currency, per_euro) for part in found.parts)
    if found.capped:
        assert most is not None and found.amount.units <= most < there
    else:  # nothing that could be paid is kept back
        more = found.amount.units + FRANC
        assert there < more + (fee.of(more) if fee.hers else 0)
    return found


@given(
    st.fixed_dictionaries({"EUR": UNITS, "XOF": UNITS, "XAF": UNITS}),
    st.sampled_from(sorted(CURRENCIES)),
    st.integers(-(10**9), 10**9),
    RATES,
    FEES,
    st.one_of(st.none(), st.integers(0, 10**6).map(lambda n: n * FRANC)),
)
def test_what_is_taken_is_there_and_worth_what_is_paid(
    balances: dict[str, int], currency: str, carried: int, per_euro: Fraction, fee: Fee, most: int | None
) -> None:
    check(balances, currency, carried, per_euro, fee, most)


def test_over_many_payments_nothing_is_lost_or_made() -> None:
    """`AMOUNTS` random amounts, earned by a hundred people each over their life, at a rate of each day."""
    numbers = random.Random(20261128)
    done = 0
    while done < AMOUNTS:
        currency = numbers.choice(sorted(CURRENCIES))
        fee = numbers.choice((NO_FEE, Fee(Fraction(numbers.randint(0, 300), 10_000), 0, numbers.random() < 0.5)))
        balances, carried = dict.fromkeys(("EUR", "XOF", "XAF"), 0), 0
        earned = taken = paid = Fraction()  # in units of the payment's currency, at the rate of each payment
        for _ in range(100):
            per_euro = Fraction(numbers.randint(10_000, 200_000_000), 10_000)
            code = numbers.choice(("EUR", "EUR", "XOF", "XAF"))
            balances[code] += numbers.randint(0, 10 ** numbers.randint(1, 12))
            before = dict(balances)
            owed = Fraction(carried, carry_denominator(currency))
            done += 1
            found = check(balances, currency, carried, per_euro, fee, None)
            if found is None:
                continue
            for part in found.parts:
                balances[part.currency] -= part.units
            assert all(0 <= units <= before[code] for code, units in balances.items())
            charged = found.amount.units + (found.fee.units if fee.hers else 0)
            taken += worth(found.parts, currency, per_euro)
            paid += charged
            earned += (
                worth(found.parts, currency, per_euro) + owed - Fraction(found.carried, carry_denominator(currency))
            )
            carried = found.carried
        assert taken == paid + Fraction(carried, carry_denominator(currency))
        assert earned == paid
