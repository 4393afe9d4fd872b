from __future__ import annotations

import pytest

from bot.flows.engine import names


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Awa Koné", "Awa Koné"),
        ("c'est au nom de Awa Koné", "Awa Koné"),
        ("je m'appelle Awa Koné", "Awa Koné"),
        ("non c'est Kouassi Aya svp", "Kouassi Aya"),
        ("Cissé", "Cissé"),
        ("Céline Kouadio", "Céline Kouadio"),
        ("Marie-Claire N'Guessan", "Marie-Claire N'Guessan"),
        ("Bien Aimé Yao", "Bien Aimé Yao"),
        ("c bien orange", None),
        ("oui c'est moi Awa", "Awa"),
        ("orange money", None),
        ("nn c pas ca", None),
        ("c'est à mon nom", None),
        ("je ne sais pas encore", None),
        ("d'accord", None),
        ("oui réunir", None),
        ("kes ki se passe", None),
        ("keski ya", None),
        ("Kes Amani", "Kes Amani"),
    ],
)
def test_a_name_is_found_among_the_words_around_it(said: str, name: str | None) -> None:
    assert names.typed(said) == name
