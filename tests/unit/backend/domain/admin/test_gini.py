"""How unequally pay is shared."""

from fractions import Fraction

import pytest

from backend.domain.admin.statistics import gini


@pytest.mark.parametrize(
    ("sums", "found"),
    [
        ([], Fraction()),
        ([0, 0], Fraction()),
        ([5, 5, 5], Fraction()),
        ([0, 0, 0, 8], Fraction(3, 4)),  # one of four has everything
        ([1, 3], Fraction(1, 4)),
        ([3, 1], Fraction(1, 4)),
    ],
)
def test_the_coefficient(sums: list[int], found: Fraction) -> None:
    assert gini(sums) == found
