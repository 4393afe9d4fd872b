from __future__ import annotations

import pytest

from bot.flows.quality import review_words


@pytest.mark.parametrize(
    "text",
    [
        "comme les autres",
        "la 2",
        "la première",
        "moi je suis d'accord avec la deuxième",
        "pareil que Awa",
        "la même chose",
        "c'est elle qui a raison",
        "les deux sont bonnes",
        "aucune des deux",
        "c'est la première qui est bonne",
    ],
)
def test_what_speaks_of_the_answers_of_others_is_known(text: str) -> None:
    assert review_words.of_the_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "Une femme compare des prix",
        "les deux femmes vendent du poisson",
        "Deux hommes, comme les autres jours, attendent le bus",
        "la cliente a raison de se plaindre du prix",
        "la boutique est fermée",
        "pain",
    ],
)
def test_an_answer_of_her_own_is_none_of_them(text: str) -> None:
    assert not review_words.of_the_others(text)
