"""Pairs and sequences in the words of the labels."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.training import written_labels

LEFTS = ("Cameroun", "Togo", "Côte d'Ivoire", "Bénin")
RIGHTS = ("Yaoundé", "Lomé", "Yamoussoukro", "Porto-Novo", "Abidjan")
ORDER = (2, 0, 4, 1, 3)  # a. Yamoussoukro, b. Yaoundé, c. Abidjan, d. Lomé, e. Porto-Novo


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cameroun Yaoundé", [(0, 0)]),
        ("1 Yaoundé", [(0, 0)]),
        ("cameroun=yaounde", [(0, 0)]),
        ("CAMEROUN -> YAOUNDÉ", [(0, 0)]),
        ("Le Cameroun va avec Yaoundé", [(0, 0)]),
        ("camerun yaoundé", [(0, 0)]),  # a slip
        ("Cameroun b, Togo d", [(0, 0), (1, 1)]),
        ("cameroun : yaoundé ; togo : lomé", [(0, 0), (1, 1)]),
        ("Cameroun Yaoundé\nTogo Lomé\nCôte d'Ivoire Yamoussoukro\nBénin Porto-Novo", [(0, 0), (1, 1), (2, 2), (3, 3)]),
        ("cote d ivoire abidjan et benin porto novo", [(2, 4), (3, 3)]),
        ("ivoire yamoussoukro", [(2, 2)]),  # one word that no other label has
        ("3 porto, 4 novo", [(2, 3), (3, 3)]),
        ("1. Yaoundé 2. Lomé", [(0, 0), (1, 1)]),
        ("1 b 2 d", [(0, 0), (1, 1)]),
        ("Cameroun", None),
        ("Yaoundé", None),
        ("Cameroun Paris", None),
        ("Cameroun Yaoundé Cameroun Lomé", None),  # twice the same
        ("Cameroun Yaoundé je crois", None),
        ("9 Yaoundé", None),
        ("", None),
    ],
)
def test_pairs_are_read_in_words(text: str, found: list[tuple[int, int]] | None) -> None:
    assert written_labels.pairs(text, LEFTS, RIGHTS, ORDER) == found


def test_two_labels_that_are_nearly_the_same_are_told_apart() -> None:
    lefts, rights = ("Niger", "Nigeria"), ("Niamey", "Abuja")
    assert written_labels.pairs("niger niamey, nigeria abuja", lefts, rights, (0, 1)) == [(0, 0), (1, 1)]
    assert written_labels.pairs("nigera abuja", lefts, rights, (0, 1)) is None  # either, by one slip


def test_numbers_as_labels_are_read_where_they_are_no_place() -> None:
    lefts, rights = ("Riz", "Mil", "Sorgho"), ("12 500", "9 000", "1")
    assert written_labels.pairs("riz 12 500, 2 9 000, sorgho 1", lefts, rights, (0, 1, 2)) == [(0, 0), (1, 1), (2, 2)]
    assert written_labels.pairs("1960 Lomé", ("1960", "1970"), ("Lomé", "Accra"), (0, 1)) == [(0, 0)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yaoundé, Lomé", [0, 1]),
        ("yaounde puis lome et enfin abidjan", [0, 1, 4]),
        ("Lomé Lomé", [1, 1]),
        ("Yaoundé ou Lomé", None),
        ("", None),
        ("et puis", None),
    ],
)
def test_a_sequence_is_read_in_words(text: str, found: list[int] | None) -> None:
    assert written_labels.sequence(text, RIGHTS) == found


words = st.sampled_from(["et", "a", "va", "1", "2", "riz", "riz mil", "mil", "d", "puis", "c", "avec", "xx"])


@given(st.lists(words, max_size=150).map(" ".join))
def test_whatever_she_writes_is_read_in_no_time(text: str) -> None:
    lefts, rights = ("riz", "riz mil", "mil riz", "va et", "puis a"), ("mil", "a va", "et et", "riz", "c a")
    began = time.monotonic()
    found = written_labels.pairs(text, lefts, rights, (0, 1, 2, 3, 4))
    assert found is None or len({left for left, _ in found}) == len(found)
    written_labels.sequence(text, rights)
    assert time.monotonic() - began < 2
