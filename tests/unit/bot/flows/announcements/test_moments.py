"""When an announcement is sent, as its author says it."""

from __future__ import annotations

import pytest

from bot.flows.announcements.moments import is_now


@pytest.mark.parametrize("said", ["maintenant", "tt de suite", "mnt", "mtn", "non, tout de suite"])
def test_now_is_read_as_it_is_spelled(said: str) -> None:
    assert is_now(said)


@pytest.mark.parametrize("said", ["pas maintenant", "ce soir", "tt le monde"])
def test_another_time_is_not_now(said: str) -> None:
    assert not is_now(said)
