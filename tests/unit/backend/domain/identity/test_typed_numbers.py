from __future__ import annotations

import pytest

from backend.domain.identity.linking import read_pin


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("4071", "4071"),
        ("40 71", "4071"),
        ("4071. ", "4071"),
        ("mon code c'est 258369", "258369"),
        ("Code : 4071", "4071"),
        ("c'est 4071 svp", "4071"),
        ("oui 4071", "4071"),
        ("annuler 1234", None),
        ("je ne sais pas 4071", None),
        ("1234567", None),
        ("٤٠٧١", None),
        ("0701020304", None),
    ],
)
def test_a_secret_number_may_stand_behind_what_it_is(said: str, number: str | None) -> None:
    assert read_pin(said) == number
