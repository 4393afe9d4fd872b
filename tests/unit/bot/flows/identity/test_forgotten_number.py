"""Who has forgotten the secret number, as it is written."""

from __future__ import annotations

import pytest

from bot.flows.engine.kit import Typed
from bot.flows.identity.secret_number import forgets


@pytest.mark.parametrize("said", ["j'ai oublié", "g oublie", "oublie mon code", "j'ai oublie ca", "je sais plus"])
def test_who_has_forgotten_it_is_believed(said: str) -> None:
    assert forgets(Typed(said))


@pytest.mark.parametrize("said", ["oublie ce que j'ai dit", "oublie ça", "non oublie tout", "oublie pas de me payer"])
def test_who_tells_us_to_forget_something_has_not_forgotten_it(said: str) -> None:
    """The person who looks after her was asked to vouch for her."""
    assert not forgets(Typed(said))
