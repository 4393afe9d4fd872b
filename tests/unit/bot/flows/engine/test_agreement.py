"""Whether a text agrees beyond doubt."""

from __future__ import annotations

import pytest

from bot.flows.engine import agreement


@pytest.mark.parametrize(
    "said",
    [
        *(
            "oui",
            "oui j'accepte tout",
            "j'accepte les conditions",
            "ok j'accepte",
            "Je suis d'accord avec vos conditions",
        ),
        *("oui je veux", "c'est bon j'accepte merci", "daccord j accepte", "j'accepte de travailler", "oui maman"),
        "oui je suis d'accord pour apprendre",
    ],
)
def test_terms_are_accepted_in_any_of_these_words(said: str) -> None:
    assert agreement.agrees(said) and agreement.goes(said)


@pytest.mark.parametrize(
    "said",
    [
        *("ok", "j'accepte pas", "je n'accepte pas", "j'accepte mais je veux lire d'abord", "j'accepte jamais"),
        *(
            "j'accepte si c'est gratuit",
            "je ne suis pas d'accord",
            "je suis d'accord si je suis payée",
            "accepter quoi",
        ),
    ],
)
def test_who_refuses_or_sets_a_condition_has_not_agreed(said: str) -> None:
    assert not agreement.agrees(said)
