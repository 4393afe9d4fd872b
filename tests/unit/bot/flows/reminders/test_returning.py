"""Who wants to be written to again."""

from __future__ import annotations

import pytest

from bot.flows.reminders import returning


@pytest.mark.parametrize(
    "text",
    [
        "je veux que tu m'écrive encore",
        "écris-moi encore",
        "tu peux m'envoyer les rappels",
        "je veux les rappels",
        "continuez de m'écrire",
    ],
)
def test_messages_are_surely_wanted_again(text: str) -> None:
    assert returning.surely(text)


@pytest.mark.parametrize(
    "text",
    [
        *("je veux revenir", "reviens", "si si je reste", "finalement oui je continue", "jai changé davis"),
        *("slt c moi jsui de retour", "chui la", "je suis rentrée du village", "fini la pause", "la pause est finie"),
        "me revoilà",
    ],
)
def test_it_is_a_way_back_only_below_what_says_stop(text: str) -> None:
    assert returning.below(text) and not returning.surely(text)


@pytest.mark.parametrize(
    "text", ["ne m'écris plus", "je veux pas que tu m'écrives", "je veux plus continuer", "tu peux m'écrire ?", "merci"]
)
def test_anything_else_is_not(text: str) -> None:
    assert not returning.below(text)


@pytest.mark.parametrize(
    "text",
    [
        *("cest bon je suis revenu", "coucou c moi chui revenue", "c'est afi je suis revenue"),
        "c'est moi awa je suis de retour",
    ],
)
def test_a_greeting_before_it_changes_nothing(text: str) -> None:
    """« Cest bon je suis revenu » showed what she has earned, her revenue."""
    assert returning.comes(text) and returning.anywhere(text)


@pytest.mark.parametrize("text", ["c'est quoi je reviens", "c'est pas fini je reviens"])
def test_what_asks_or_denies_before_it_is_no_greeting(text: str) -> None:
    assert not returning.comes(text)
