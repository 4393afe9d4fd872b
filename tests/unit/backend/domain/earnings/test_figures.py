import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import money
from backend.domain.earnings import figures as earnings_figures
from backend.domain.earnings.figures import MONTHLY_GOAL, Earned, Figures
from backend.domain.errors import Misuse
from backend.domain.money import Money
from backend.domain.payouts.amounts import carry_denominator, payment

DAY = date(2026, 3, 4)
MONEYS = st.builds(Money, st.integers(0, 10**12), st.sampled_from(["EUR", "XOF", "XAF"]))


def euros(text: str) -> Money:
    return Money.parse(text, "EUR")


def test_the_monthly_goal_is_250_euros_exactly() -> None:
    assert MONTHLY_GOAL.francs == Fraction(16_398_925, 100)
    assert money.francs(MONTHLY_GOAL) == 163_989


def test_three_hours_a_day_for_the_goal_are_1822_francs_an_hour() -> None:
    assert earnings_figures.pace((MONTHLY_GOAL,), 30 * timedelta(hours=3)) == 1822


def test_below_ten_minutes_there_is_no_pace() -> None:
    pay = (euros("0.05"),)
    assert earnings_figures.pace(pay, timedelta(minutes=9, seconds=59)) is None
    assert earnings_figures.pace((), timedelta(minutes=10)) == 0
    assert earnings_figures.pace(pay, timedelta(minutes=10)) == 196  # 32.79785 F in a sixth of an hour


def test_her_own_pace_is_never_said_to_be_more_than_three_times_the_estimate() -> None:
    pay, took = (MONTHLY_GOAL,), timedelta(minutes=10)
    assert earnings_figures.pace(pay, took, timedelta(hours=90)) == 5_466  # in 30 hours, a third of what it should take
    assert earnings_figures.pace(pay, took, timedelta(minutes=15)) == earnings_figures.pace(pay, took)


def test_sums_are_kept_per_currency() -> None:
    sums = earnings_figures.add(euros("0.05"), Money.parse(30, "XOF"), euros("0.0125"), Money.parse(5, "XOF"))
    assert sums == (euros("0.0625"), Money.parse(35, "XOF"))


def test_francs_are_rounded_down_once_and_not_part_by_part() -> None:
    one = euros("0.05")  # 32.79785 F CFA
    assert Earned(pending=(one,), accepted=(one,), paid=(one,)).francs == 98
    assert 3 * money.francs(one) == 96


@given(st.lists(MONEYS), st.lists(MONEYS), st.lists(MONEYS))
def test_the_sum_of_the_parts_is_the_whole(pending: list[Money], accepted: list[Money], paid: list[Money]) -> None:
    earned = Earned(earnings_figures.add(*pending), earnings_figures.add(*accepted), earnings_figures.add(*paid))
    assert earned.francs == money.francs(*pending, *accepted, *paid)
    parts = sum(money.francs(*p) for p in (pending, accepted, paid))
    assert parts <= earned.francs <= parts + 2


@given(st.lists(st.tuples(st.integers(200_000, 9_000_000), st.sampled_from(["EUR", "XOF"])), min_size=1, max_size=8))
def test_payments_are_told_as_they_are_made(work: list[tuple[int, str]]) -> None:
    """What earlier payments carried counts in what is accepted, and not in what is paid."""
    balances: dict[str, int] = {}
    carried, made, parts = 0, 0, tuple[Money, ...]()
    for units, currency in work:
        balances[currency] = balances.get(currency, 0) + units
        accepted = tuple(Money(*reversed(each)) for each in sorted(balances.items()))  # type: ignore[arg-type]
        due = payment(accepted, "XOF", carried)
        assert due is not None
        earned = Earned(accepted=accepted, carried=Money(carried, "XOF").francs / carry_denominator("XOF"))
        assert earned.payable == due.amount.value
        assert Earned(transit=due.parts).under_way == due.amount.value
        made, parts, carried = made + int(due.amount.value), earnings_figures.add(*parts, *due.parts), due.carried
        assert Earned(paid=parts).paid_out == made
        for part in due.parts:
            balances[part.currency] -= part.units


def test_what_was_accepted_is_no_franc_more_once_it_is_paid_in_another_currency() -> None:
    """Payments in ariary take any part of a franc: 2,644.7 F CFA were accepted as 2,644, and paid as 2,645."""
    all_ = (Money.parse("4.0318", "EUR"),)
    assert Earned(accepted=all_).payable == 2644
    assert Earned(paid=all_, whole=False).paid_out == Earned(transit=all_, whole=False).under_way == 2644


def test_the_way_to_both_goals_is_exact() -> None:
    figures = Figures(
        DAY,
        month=Earned(pending=(euros("62.5"),)),
        ever=Earned(accepted=(Money.parse(10**6, "XAF"),), savings=(Money.parse(100_000, "XAF"),)),
        spent=(Money.parse(50_000, "XAF"),),
        goal=Money.parse(450_000, "XAF"),
    )
    assert figures.month_share == Fraction(1, 4)
    assert figures.project_share == Fraction(1, 3)


def test_without_an_amount_her_project_has_no_share() -> None:
    assert Figures(DAY).project_share is None
    assert Figures(DAY, goal=Money(0, "XOF")).project_share is None
    with pytest.raises(Misuse):
        earnings_figures.share((), Money(0))


def test_a_week_has_seven_days() -> None:
    with pytest.raises(Misuse):
        Figures(DAY, by_day=((),) * 6)


def test_the_chart_gets_whole_numbers_that_survive_json() -> None:
    figures = Figures(
        DAY,
        week=Earned(pending=(euros("0.10"),)),
        month=Earned(pending=(MONTHLY_GOAL,)),
        ever=Earned(paid=(euros("900"),), savings=(euros("300"),)),
        by_day=((euros("0.05"),), (), (euros("0.05"),), (), (), (), ()),
        time_today=timedelta(minutes=85, seconds=59),
        project="Ma boutique",
        goal=Money.parse(450_000, "XOF"),
    )
    chart = earnings_figures.chart(figures)
    assert json.loads(json.dumps(chart)) == chart
    assert chart == {
        "week": [32, 0, 32, 0, 0, 0, 0],
        "week_total": 65,
        "today": 2,
        "month": 163_989,
        "month_goal": 163_989,
        "minutes": 85,
        "minutes_limit": 180,
        "project": "Ma boutique",
        "saved": 196_787,
        "goal": 450_000,
    }
