from __future__ import annotations

import pytest

from bot.flows.people.first_name import in_sentence, read


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("mon prenom c pas awa c rose", "Rose"),
        ("mon prénom est Fatou", "Fatou"),
        ("je m'appelle Marie-Ange", "Marie-Ange"),
        ("vs avé mal écri mon prenom c awah", "Awah"),
        ("c pas awa c rose mon prenom", "Rose"),
        ("appelle-moi Fifi stp", "Fifi"),
        ("vous avez mal écrit mon prénom", ""),
        ("mon prenom c pas awa", ""),
        ("mon prénom est mal écrit", ""),
        ("je veux changer mon prénom", None),
        ("je m'appelle comment ?", None),
        ("appelle moi demain", None),
        ("appelle moi sur le 07", None),
        ("Elle s'appelle Awa", None),
        ("", None),
    ],
)
def test_a_first_name_is_taken_out_of_a_sentence(said: str, name: str | None) -> None:
    assert in_sentence(said) == name


@pytest.mark.parametrize(
    ("said", "name"),
    [("N'Dri", "N'Dri"), ("Mme Awa", "Awa"), ("awa", "Awa"), ("A", None), ("07 01", None), ("x" * 41, None)],
)
def test_what_is_a_first_name(said: str, name: str | None) -> None:
    assert read(said) == name
