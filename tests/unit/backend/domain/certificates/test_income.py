"""Periods, titles and sums of certificates of income."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.certificates.income import Income, Period, about, at_least, incomes
from backend.domain.money import Money, francs

TODAY = date(2026, 11, 27)


def found(months: dict[date, int], paid: dict[date, tuple[Money, ...]] | None = None) -> dict[str, Income]:
    earned = {month: (Money(units),) for month, units in months.items()}
    return {each.period.key: each for each in incomes(earned, paid or {}, TODAY)}


def test_months_come_first_then_years_with_several_months() -> None:
    months = {date(2026, n, 1): 10_000 * n for n in range(3, 12)} | {date(2025, 12, 1): 5_000}
    hers = found(months)
    assert list(hers) == ["2026-11", "2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026"]
    assert hers["2026"].earned == tuple(Money(10_000 * n) for n in range(11, 2, -1))
    assert hers["2026"].period == Period("2026", date(2026, 1, 1), TODAY)


def test_a_month_whose_income_is_less_than_a_franc_is_not_offered() -> None:
    assert found({date(2026, 10, 1): 15}) == {}  # 0.0015 €


@pytest.mark.parametrize(
    ("key", "first", "end", "title", "button"),
    [
        ("2026-10", date(2026, 10, 1), date(2026, 10, 31), "Revenus d'octobre 2026", "octobre 2026"),
        ("2026-08", date(2026, 8, 1), date(2026, 8, 31), "Revenus d'août 2026", "août 2026"),
        ("2026-03", date(2026, 3, 1), date(2026, 3, 31), "Revenus de mars 2026", "mars 2026"),
        ("2026-11", date(2026, 11, 1), TODAY, "Revenus du 1er au 27 novembre 2026", "novembre, en cours"),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 1), "Revenus du 1er au 1er novembre 2026", "novembre, en cours"),
        ("2026", date(2026, 1, 1), TODAY, "Revenus du 1er janvier au 27 novembre 2026", "2026, en cours"),
        ("2026", date(2026, 1, 1), date(2026, 10, 31), "Revenus du 1er janvier au 31 octobre 2026", "2026, en cours"),
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "Revenus de l'année 2025", "année 2025"),
    ],
)
def test_a_period_has_a_title_and_fits_on_a_button(key: str, first: date, end: date, title: str, button: str) -> None:
    period = Period(key, first, end)
    assert (period.title, period.button) == (title, button)
    assert len(period.button) <= 20


def test_every_button_fits() -> None:
    for n in range(366):
        day = date(2028, 1, 1) + timedelta(days=n)
        assert len(Period(f"{day:%Y-%m}", day.replace(day=1), day).button) <= 20


PERIOD = Period("2026-10", date(2026, 10, 1), date(2026, 10, 31))


@pytest.mark.parametrize(
    ("earned", "paid", "exact", "said"),
    [
        ((Money(2_500_000),), (), True, "163 989 F CFA (250,00 €) gagnés."),
        ((Money(2_500_000),), (), False, "Au moins 160 000 F CFA gagnés."),
        (
            (Money(2_500_000),),
            (Money(1_000_000_000, "XOF"),),
            True,
            "163 989 F CFA (250,00 €) gagnés, dont 100 000 F CFA (152,44 €) versés.",
        ),
        (
            (Money(2_500_000),),
            (Money(1_234_560_000, "XAF"),),
            False,
            "Au moins 160 000 F CFA gagnés, dont au moins 120 000 F CFA versés.",
        ),
        # paid for earlier months too
        (
            (Money(10_000),),
            (Money(50_000_000, "XOF"),),
            True,
            "655 F CFA (1,00 €) gagnés ; 5 000 F CFA (7,62 €) versés.",
        ),
        (
            (Money(10_000), Money(1_000_000, "XOF")),
            (Money(50_000_000, "MGA"),),
            True,
            "755 F CFA (1,15 €) gagnés ; 5 000 ariary versés.",
        ),
        # less than was paid, so that it is no false sum where it stands alone
        (
            (Money(10_000),),
            (Money(62_340_000, "XOF"),),
            False,
            "Au moins 600 F CFA gagnés ; au moins 6 000 F CFA versés.",
        ),
        # 50,000 Ar are ten times as much as was earned then
        (
            (Money(10_000),),
            (Money(500_000_000, "MGA"),),
            True,
            "655 F CFA (1,00 €) gagnés ; 50 000 ariary versés.",
        ),
    ],
)
def test_what_is_said(earned: tuple[Money, ...], paid: tuple[Money, ...], exact: bool, said: str) -> None:
    assert about(Income(PERIOD, earned, paid), exact=exact).replace("\u00a0", " ") == said


@given(st.integers(0, 10**8))
def test_at_least_is_never_more_and_hides_less_than_a_half(amount: int) -> None:
    said = at_least(amount)
    assert said <= amount < said * 2 or amount == said == 0
    assert at_least(said) == said


@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(["EUR", "XOF", "XAF"])), min_size=1))
def test_no_sum_is_more_than_what_was_earned(amounts: list[tuple[int, str]]) -> None:
    earned = tuple(Money(*each) for each in amounts)
    whole = Income(PERIOD, earned).francs
    assert whole == francs(*earned) <= sum((each.francs for each in earned), Fraction())
    assert about(Income(PERIOD, earned), exact=True).startswith(f"{whole:,}".replace(",", "\u00a0")) or not whole
