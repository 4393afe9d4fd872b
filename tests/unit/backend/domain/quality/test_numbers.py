from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.quality.numbers import Amount, Rating, amount, rating


def test_most_of_the_people_agree() -> None:
    assert amount([1250, 1250, 12500]) == Amount(1250, 2 / 3, ())
    assert amount([Decimal("12.50"), Decimal("12.5"), Decimal("7")]).value == Decimal("12.5")


def test_a_slipped_decimal_point_does_not_move_the_result() -> None:
    found = amount([1200, 1230, 1250, 1260, 12500])
    assert found.far == (4,)
    assert found.value == 1230
    assert amount([1200, 1230, 1250, 1260, 1_000_000]) == found


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_an_amount_is_one_that_somebody_gave_whatever_the_order(values: list[int]) -> None:
    found = amount(values)
    assert found.value in values
    assert amount(sorted(values)).value == found.value
    assert found.confidence == values.count(int(found.value)) / len(values)


def test_few_ratings_have_their_median_and_many_a_trimmed_mean() -> None:
    assert rating([1, 5, 5], 1, 5).value == 5
    assert rating([3, 4], 1, 5) == Rating(3.5, 0.75)
    assert rating([1, 3, 4, 4, 5], 1, 5).value == pytest.approx(11 / 3)


def test_the_confidence_of_a_rating_goes_from_split_to_united() -> None:
    assert rating([4, 4, 4], 1, 5).confidence == 1
    assert rating([1, 1, 5, 5], 1, 5).confidence == 0


@given(st.lists(st.integers(1, 5), min_size=5, max_size=30), st.sampled_from([1, 5]))
def test_one_person_moves_a_rating_little(values: list[int], other: int) -> None:
    before, after = rating(values, 1, 5).value, rating([*values[:-1], other], 1, 5).value
    assert abs(after - before) <= 4 / (len(values) - 2 * (len(values) // 5)) + 1e-9


def test_without_values_there_is_no_result() -> None:
    with pytest.raises(ValueError, match="no values"):
        amount([])
    with pytest.raises(ValueError, match="no values"):
        rating([], 1, 5)
