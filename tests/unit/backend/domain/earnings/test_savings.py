"""What is set aside of a payment, and when the project is reached."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.earnings import savings
from backend.domain.earnings.savings import Plan, Project
from backend.domain.money import UNITS_PER_WHOLE, Money, francs
from backend.domain.people.commands import Goal

FRANC = UNITS_PER_WHOLE
TODAY = date(2026, 3, 4)
SEWING = Goal("business", "une machine à coudre", Money(100_000 * FRANC, "XOF"))


def cfa(amount: int) -> Money:
    return Money(amount * FRANC, "XOF")


def test_a_share_is_of_everything_that_is_due() -> None:
    parts = savings.aside(
        [cfa(10_000), Money(10 * FRANC, "EUR")], Fraction(1_655_957, 100), Plan(share=20), None, Fraction(10**6)
    )
    assert francs(*parts) == 3_311  # 20 % of 16,559.57 F
    assert parts == (cfa(3_311),)  # francs first: they are whole


def test_an_amount_is_taken_from_euros_with_less_than_a_unit_too_much() -> None:
    (part,) = savings.aside(
        [Money(100 * FRANC, "EUR")], Fraction(60_000), Plan(amount=cfa(5_000)), None, Fraction(10**6)
    )
    assert part.currency == "EUR"
    assert 5_000 <= part.francs < 5_000 + Fraction(1, 10)


def test_of_a_payment_that_a_limit_makes_smaller_the_share_is_of_the_payment() -> None:
    assert savings.aside([cfa(500_000)], Fraction(200_000), Plan(share=20), None, Fraction(10**6)) == (cfa(40_000),)


def test_no_more_than_is_missing_and_than_the_payment_can_do_without() -> None:
    assert savings.aside([cfa(10_000)], Fraction(10_000), Plan(share=50), Fraction(1_200), Fraction(10**6)) == (
        cfa(1_200),
    )
    assert savings.aside([cfa(10_000)], Fraction(10_000), Plan(share=50), Fraction(0), Fraction(10**6)) == ()
    assert francs(*savings.aside([cfa(1_500)], Fraction(1_500), Plan(share=50), None, Fraction(500))) == 499
    assert savings.aside([cfa(1_000)], Fraction(1_000), Plan(share=50), None, Fraction(0)) == ()
    assert savings.aside([cfa(1_000)], Fraction(1_000), Plan(), None, Fraction(900)) == ()


@given(
    st.lists(
        st.tuples(st.integers(0, 10**10), st.sampled_from(["EUR", "XOF", "XAF"])), max_size=3, unique_by=lambda m: m[1]
    ),
    st.one_of(st.builds(Plan, share=st.integers(1, 90)), st.builds(Plan, amount=st.builds(cfa, st.integers(1, 10**6)))),
    st.one_of(st.none(), st.fractions(0, 10**6)),
    st.fractions(0, 10**7),
)
def test_it_is_never_more_than_there_is_or_than_is_spared(
    balances: list[tuple[int, str]], plan: Plan, missing: Fraction | None, spare: Fraction
) -> None:
    held = [Money(*each) for each in balances]
    parts = savings.aside(held, savings.worth(held), plan, missing, spare)
    left = savings.without(held, parts)
    assert all(each.units >= 0 for each in left)
    assert all(part.units > 0 for part in parts)
    assert savings.worth(left) + savings.worth(parts) == savings.worth(held)
    assert savings.worth(parts) <= max(Fraction(), spare)
    if missing is not None:
        assert savings.worth(parts) < missing + 2


def test_a_project_counts_what_is_set_aside_and_what_was_paid() -> None:
    project = Project(SEWING, saved=(cfa(20_000),), spent=(cfa(10_000),))
    assert project.reached == Fraction(30, 100)
    assert project.missing == 70_000
    assert Project(Goal("other")).reached is None
    assert Project(SEWING, saved=(cfa(200_000),)).missing == 0


def test_each_milestone_is_celebrated_once() -> None:
    assert savings.milestone(Project(SEWING, saved=(cfa(24_999),))) is None
    assert savings.milestone(Project(SEWING, saved=(cfa(25_000),))) == 25
    assert savings.milestone(Project(SEWING, saved=(cfa(60_000),), milestone=25)) == 50
    assert savings.milestone(Project(SEWING, saved=(cfa(60_000),), milestone=50)) is None
    assert savings.milestone(Project(SEWING, saved=(cfa(30_000),), milestone=50)) is None
    assert savings.milestone(Project(SEWING, saved=(cfa(150_000),))) == 100


def test_the_forecast_goes_on_as_the_last_month() -> None:
    saving = Project(SEWING, plan=Plan(share=20), saved=(cfa(40_000),))
    assert savings.forecast(saving, (cfa(100_000),), 4, (), TODAY) == date(2026, 6, 2)  # 60,000 at 20,000 in 30 days
    fixed = Project(SEWING, plan=Plan(amount=cfa(5_000)))
    assert savings.forecast(fixed, (), 4, (cfa(20_000),), TODAY) == date(2026, 8, 1)
    assert savings.forecast(fixed, (cfa(100_000),), 0, (), TODAY) is None
    assert savings.forecast(Project(SEWING), (cfa(100_000),), 4, (), TODAY) is None
    assert savings.forecast(saving, (), 4, (), TODAY) is None
    assert savings.forecast(saving, (cfa(1),), 4, (), TODAY) is None  # in thousands of years
    assert savings.forecast(Project(SEWING, saved=(cfa(100_000),)), (), 0, (), TODAY) == TODAY


def test_a_forecast_counts_with_what_her_payments_could_hold() -> None:
    wished = Project(SEWING, plan=Plan(amount=cfa(5_000)))
    assert savings.forecast(wished, (), 4, (cfa(10_000),), TODAY) == TODAY + timedelta(days=300)
    assert savings.forecast(wished, (), 1, (cfa(341),), TODAY) is None  # more than ten years
    lowered = Project(SEWING, plan=Plan(amount=cfa(1_000)))
    assert savings.forecast(lowered, (), 10, (cfa(50_000),), TODAY) == TODAY + timedelta(days=300)
