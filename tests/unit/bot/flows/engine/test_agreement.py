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
        *("wé jaccepte", "ok pa de souci jaccepte tout", "oui c bon j'ai tt lu", "j'ai tout lu et jaccepte", "wè"),
        *("dacc jaccepte", "oui jacsepte", "d'accord pour tout", "je valide tout"),
    ],
)
def test_terms_are_accepted_in_any_of_these_words(said: str) -> None:
    assert agreement.agrees(said) and agreement.goes(said)


@pytest.mark.parametrize(
    "said",
    [
        *("j'ai tout lu", "we", "pas de souci", "oui mais j'ai pas tout lu"),
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


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("je veu commencé", True),
        ("je veux commencer à travailler", True),
        ("on commence quand", True),
        ("je veux travailler", True),
        ("je veux commencer un commerce", False),
        ("je veux travailler dans la couture", False),
        ("je ne veux pas commencer", False),
        ("commerce", False),
    ],
)
def test_who_wants_to_begin(said: str, so: bool) -> None:
    assert agreement.begins(said) is so
