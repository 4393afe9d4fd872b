"""Sums in words, read as figures."""

from __future__ import annotations

import pytest

from backend.domain.french.numbers import with_sums


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("pas cinq mil mais 2 cent mille", "pas 5000 mais 200000"),
        ("soixante-quinze mille francs", "75000 francs"),
        ("2 mil 500", "2500"),
        ("1 million cinq cent mille", "1500000"),
        ("3 mille 2 cent", "3200"),
        ("12 mil 5", "12000 5"),
        ("cinq mille, dix mille", "5000 10000"),
        ("c pas cinq cents c trois cents", "c pas 500 c 300"),
        ("un salon de Sam, deux sièges, mille mercis", "un salon de Sam, deux sièges, mille mercis"),
        ("  ", ""),
    ],
)
def test_a_sum_in_words_is_read_in_figures(text: str, read: str) -> None:
    assert with_sums(text) == read
