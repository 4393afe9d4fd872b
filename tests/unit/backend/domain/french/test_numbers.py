"""Sums in words, read as figures."""

from __future__ import annotations

import pytest

from backend.domain.french.numbers import in_figures, with_sums


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("pas cinq mil mais 2 cent mille", "pas 5000 mais 200000"),
        ("soixante-quinze mille francs", "75000 francs"),
        ("2 mil 500", "2500"),
        ("1 million cinq cent mille", "1500000"),
        ("3 mille 2 cent", "3200"),
        ("12 mil 5", "12000 5"),
        ("mille 8cent", "1800"),
        ("mille 500", "1500"),
        ("2mille5cent", "2500"),
        ("deux mille et cinq cents", "2500"),
        ("15 k 500", "15500"),
        ("vingt 5 mille", "25000"),
        ("3 cent 50", "350"),
        ("1 million 200 mille", "1200000"),
        ("1 million 200", "1000000 200"),
        ("deux mille5", "deux mille5"),
        ("12 500 F et 450 000 F", "12 500 F et 450 000 F"),
        ("cinq mille, dix mille", "5000 10000"),
        ("c pas cinq cents c trois cents", "c pas 500 c 300"),
        ("un salon de Sam, deux sièges, mille mercis", "un salon de Sam, deux sièges, mille mercis"),
        ("  ", ""),
    ],
)
def test_a_sum_in_words_is_read_in_figures(text: str, read: str) -> None:
    assert with_sums(text) == read


@pytest.mark.parametrize(
    "text", ["2 mille 5", "deux mille 5", "2mille5", "1 million 200", "un million 2", "2 500", "500"]
)
def test_what_is_not_clear_or_has_no_word_stays(text: str) -> None:
    """« 2 mille 5 » is 2,005 or 2,500; « 2mille5 » was read as 2,000 and a word."""
    assert in_figures(text) == text
