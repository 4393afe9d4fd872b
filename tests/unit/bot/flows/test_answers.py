"""Reading what she typed as one of the open choices."""

from __future__ import annotations

import pytest

from backend.domain.message import Choice, Raw
from bot.flows import answers

CHOICES = [
    (Choice("=a", Raw("Acceptable")), "Acceptable"),
    (Choice("=h", Raw("Haine")), "Haine"),
    (Choice("skip", Raw("⏭ Passer"), aside=True), "⏭ Passer"),
]


@pytest.mark.parametrize(
    ("typed", "picked"),
    [
        ("1", "=a"),
        ("2.", "=h"),
        ("acceptable", "=a"),
        ("ACCEPTABEL", "=a"),
        ("haine", "=h"),
        ("passer", "skip"),
        ("3", None),  # what is beside the matter has no number
        ("0", None),
        ("autre chose", None),
        ("", None),
        ("🙂", None),
    ],
)
def test_a_choice_is_its_number_or_its_label(typed: str, picked: str | None) -> None:
    assert answers.match(typed, CHOICES, free=False) == picked


@pytest.mark.parametrize(("typed", "picked"), [("1", None), ("acceptabel", None), ("Passer", "skip"), ("HAINE", "=h")])
def test_where_her_own_words_are_asked_for_only_a_whole_label_counts(typed: str, picked: str | None) -> None:
    assert answers.match(typed, CHOICES, free=True) == picked
