"""A word of ours alone is no answer of hers."""

from __future__ import annotations

import pytest

from backend.domain.work.own_words import only_ours
from tests.dialogues.projects import PROJECTS

RECEIPTS = PROJECTS["receipts"][0]


@pytest.mark.parametrize("text", ["enlev", "reçu", "10 %", "10%", "lisible", "magasin", "total", "saisi", "efface"])
def test_a_word_of_the_form_or_what_is_done_with_it_says_nothing(text: str) -> None:
    assert only_ours(text, RECEIPTS)


@pytest.mark.parametrize(
    "text", ["Total", "TOTAL", "le total", "MAGASIN AWA", "chez awa", "awa", "100 % coton", "Reçu", "a"]
)
def test_what_has_a_capital_letter_an_article_or_a_name_may_be_the_answer(text: str) -> None:
    assert not only_ours(text, RECEIPTS)
