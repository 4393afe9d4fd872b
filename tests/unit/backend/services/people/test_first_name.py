from __future__ import annotations

import pytest

from backend.services.people.service import first_name


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Awa Koné", "Awa"),
        ("Mme Awa Koné", "Awa"),
        ("Mlle. Fatou", "Fatou"),
        ("  Dr  Aïcha ", "Aïcha"),
        ("Mme", "Mme"),
        ("", ""),
        ("A" * 300, "A" * 40),
    ],
)
def test_somebody_is_greeted_by_the_first_name_and_not_by_a_title(name: str, greeted: str) -> None:
    assert first_name(name) == greeted
