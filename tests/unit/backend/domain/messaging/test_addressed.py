"""Whether words are addressed to the team."""

from __future__ import annotations

import pytest

from backend.domain.messaging.addressed import addressed, subject


@pytest.mark.parametrize(
    ("text", "to_us"),
    [
        ("y a pas à manger à la maison", True),
        ("on a cambriolé chez nous", True),
        ("on tire dans le quartier", True),
        ("inondation chez moi", True),
        ("on m'a mise dehors", True),
        ("un incendie au marché", False),
        ("demande à Mariam", True),
        ("demande d'emploi", False),
        ("parle en lingala", True),
        ("parlez-en à votre médecin", False),
        ("un homme parle en anglais", False),
        ("rien à manger dans le plat ?", False),
        ("des gens dorment dehors", False),
    ],
)
def test_who_is_in_need_speaks_to_somebody(text: str, *, to_us: bool) -> None:
    """« On tire dans le quartier » was told to choose one of the answers of a task."""
    assert addressed(text) is to_us


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("j'arrive pas à cliquer", "lost"),
        ("j'ai tapé la mauvaise touche", "mistake"),
        ("j'arrive pas à voir ma paie", "unpaid"),
    ],
)
def test_who_cannot_do_it_tells_of_no_mistake(said: str, about: str) -> None:
    """« Il n'y a rien à corriger » was said to her."""
    assert subject(said) == about
