from __future__ import annotations

import pytest

from backend.domain.work.titles import named, wished

TITLES = dict(
    enumerate(
        (
            "Saisie de reçus et de factures",
            "Étiquetage d'images",
            "Recopier des panneaux",
            "Corriger des panneaux recopiés",
            "Noter des réponses à des clientes",
            "Vérification de fiches d'entreprises",
        )
    )
)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("je ve saisir les recu", [0]),
        ("combien par reçu", [0]),
        ("saisie de recus et de factures", [0]),
        ("je veux faire les images", [1]),
        *(("recopier panneaux", [2]), ("corriger panneau recopié", [3]), ("jve recopier panneaux", [2, 3])),
        ("c combien le panneau", [2, 3]),
        ("vérifier les entreprises", [5]),
        ("ma note", []),
        ("j'ai compris", []),
        ("combien j'ai gagné", []),
        ("les prix", []),
        ("je vois une femme avec des reçus", []),
        ("je ve travailler", []),
        ("", []),
    ],
)
def test_work_is_named_by_words_of_its_title(said: str, found: list[int]) -> None:
    assert named(said, TITLES) == found


def test_a_wish_is_heard_as_it_is_spelled() -> None:
    assert wished("je ve saisir les recu") and not wished("saisie de reçus")
