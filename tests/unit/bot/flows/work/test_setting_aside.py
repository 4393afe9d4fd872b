"""What is wrong with a task, in a word."""

from __future__ import annotations

import pytest

from bot.flows.engine import answers
from bot.flows.work import setting_aside
from bot.flows.work.state import State


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("aucune réponse", "wrong"),
        ("aucune", "wrong"),
        ("aucune reponse ne convient", "wrong"),
        ("aucun", "back"),
        ("aucun souci", "back"),
        ("aucun problème", "back"),
    ],
)
def test_no_fault_at_all_is_no_report(typed: str, choice: str) -> None:
    """« Aucun » reported that no answer fits, and the task was stopped."""
    choices = setting_aside.prompt(State(at="problem", task=1)).choices
    assert answers.match(typed, [(each, str(each.label)) for each in choices], free=False) == choice
