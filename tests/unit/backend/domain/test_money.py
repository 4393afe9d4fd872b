from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import BadInput, Misuse
from backend.domain.money import UNITS_PER_WHOLE, Money, decimal, francs

MOST = 10**12 * UNITS_PER_WHOLE
"""From here on a sum is no amount any more."""


@given(st.integers(1 - MOST, MOST - 1), st.integers(0, 60), st.sampled_from(",."))
def test_an_amount_is_read_exactly_however_many_zeros_follow(units: int, zeros: int, mark: str) -> None:
    whole, decimals = divmod(abs(units), UNITS_PER_WHOLE)
    text = f"{'-' if units < 0 else ''}{whole}{mark}{decimals:04}{'0' * zeros}"
    assert Money.parse(text, "EUR") == Money(units)


@given(st.integers(0, 10**11), st.integers(5, 80), st.integers(1, 9))
def test_a_digit_beyond_the_fourth_decimal_is_refused_wherever_it_stands(whole: int, place: int, digit: int) -> None:
    with pytest.raises(BadInput, match="more than 4 decimals"):
        Money.parse(f"{whole}.{'0' * (place - 1)}{digit}", "XOF")


@pytest.mark.parametrize("text", ["", "cinq", "nan", "-inf", "1e12", "9" * 40, "1E+9999999", "1e-99999999999999999999"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is not an amount"):
        Money.parse(text, "EUR")


@pytest.mark.parametrize(("text", "units"), [("1e3", 10_000_000), ("2.5E-3", 25), ("0e50", 0), ("0E-9999999", 0)])
def test_an_exponent_is_read_exactly_too(text: str, units: int) -> None:
    assert Money.parse(text, "XOF") == Money(units, "XOF")


def test_an_exponent_far_below_the_fourth_decimal_is_refused() -> None:
    with pytest.raises(BadInput, match="more than 4 decimals"):
        Money.parse("1e-9999999", "EUR")


def test_another_currency_is_refused() -> None:
    with pytest.raises(BadInput, match="unknown currency 'USD'"):
        Money.parse("1", "USD")
    with pytest.raises(Misuse):
        Money(1, "EUR") + Money(1, "XOF")


@given(st.lists(st.integers(0, 10**12)), st.lists(st.integers(0, 10**12)))
def test_francs_are_rounded_down_once_at_the_end(euros: list[int], own: list[int]) -> None:
    amounts = [*(Money(units, "EUR") for units in euros), *(Money(units, "XAF") for units in own)]
    exact = sum(euros) * Fraction(655_957, 1_000) / UNITS_PER_WHOLE + Fraction(sum(own), UNITS_PER_WHOLE)
    assert francs(*amounts) == exact // 1


@given(st.integers(-(10**18), 10**18))
def test_the_text_of_an_amount_names_it_exactly(units: int) -> None:
    assert Fraction(str(Money(units))) == Fraction(units, UNITS_PER_WHOLE)


def test_money_in_files_is_exact_whichever_currency_it_was_earned_in() -> None:
    assert decimal(Money(500).francs) == "32.79785"
    assert decimal(Money(1).francs) == "0.0655957"
    assert decimal(Money(1_639_890_000, "XOF").francs) == "163989"
    assert decimal(Money(6_559_570, "XAF").euros) == "1"
    assert decimal(Fraction(0)) == "0"
