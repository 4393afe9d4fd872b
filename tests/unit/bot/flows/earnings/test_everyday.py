"""What she has paid that may be no part of what she saves for."""

from __future__ import annotations

import pytest

from backend.domain.people.commands import Goal
from bot.flows.earnings.everyday import is_everyday, opens_nothing

MACHINE = Goal("business", "une machine à coudre, 150 000")


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("le loyer 15000", True),
        ("3000 de medicament pour la petite", True),
        ("500 de transport", True),
        ("l'électricité 6 000", True),
        ("2500 chez le coiffeur", True),
        ("2000 de dime à l'église", True),
        ("10000 pour l'école", True),
        ("20 000", False),
        ("7000 au menuisier", False),
        ("300 d'eau", True),
        ("3500 pour la marmite", False),
        ("7000 au vendeur de la machine", False),
        ("500 de transport pour mon projet", False),
        ("1000 de taxi pour chercher la machine", False),
    ],
)
def test_a_payment_of_every_day(said: str, so: bool) -> None:
    assert is_everyday(said, MACHINE) is so


def test_what_she_saves_for_is_no_such_payment() -> None:
    assert not is_everyday("le loyer 15000", Goal("housing", "mon loyer"))
    assert not is_everyday("15000 pour le terrain", Goal("housing"))
    assert not is_everyday("10000 de scolarité", Goal("studies", "la licence"))
    assert not is_everyday("9000 le riz", Goal("business", "vendre du riz au marché"))


@pytest.mark.parametrize(
    ("said", "so"),
    [
        ("un compte", True),
        ("mon compte wave", True),
        ("la photo", True),
        ("ma boutique", False),
        ("mon salon à Bouaké", False),
        ("", False),
    ],
)
def test_what_she_opens_may_be_no_activity(said: str, so: bool) -> None:
    assert opens_nothing(said) is so
