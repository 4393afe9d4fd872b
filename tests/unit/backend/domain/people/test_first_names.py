from __future__ import annotations

import pytest

from backend.domain.people import first_names


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Awa Koné", "Awa"),
        ("Mme Awa Koné", "Awa"),
        ("Mlle. Fatou", "Fatou"),
        ("  Dr  Aïcha ", "Aïcha"),
        ("Maman", "Maman"),
        ("Sœur Marie", "Marie"),
        ("Mme Vve Ama", "Ama"),
        ("Dame Awa Koné", "Awa"),
        ("Mme KONÉ Brigitte", "Brigitte"),
        ("KONÉ Brigitte", "Brigitte"),
        ("AWA KONÉ", "AWA"),
        ("Isahit Support", ""),
        ("Équipe Isahit — Awa", "Awa"),
        ("SUPPORT Fatou", "Fatou"),
        ("L'équipe", ""),
        ("A" * 300, "A" * 40),
        ("", ""),
    ],
)
def test_nobody_is_greeted_by_a_name_of_the_team(name: str, greeted: str) -> None:
    assert first_names.of(name) == greeted


def test_a_name_that_we_chose_stays() -> None:
    assert first_names.of("Support Dakar", chosen_by_us=True) == "Support"
