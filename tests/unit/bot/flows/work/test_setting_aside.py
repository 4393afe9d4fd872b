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


@pytest.mark.parametrize(
    ("said", "anywhere", "begun"),
    [
        ("jette cette fiche", True, True),
        ("je laisse tomber la fiche", True, True),
        ("annule la fiche stp", True, True),
        ("change de fiche", True, True),
        ("jette", False, True),
        ("non jette la", False, True),
        ("poubelle", False, True),
        ("mets la à la poubelle", False, True),
        ("efface tout", False, True),
        ("laisse", False, False),
        ("jette un œil", False, False),
        ("fiche", False, False),
        ("annule la réponse", False, False),
    ],
)
def test_a_form_is_thrown_away(said: str, anywhere: bool, begun: bool) -> None:
    assert setting_aside.throws(said, begun=False) == anywhere
    assert setting_aside.throws(said, begun=True) == begun


@pytest.mark.parametrize(
    ("said", "anew"),
    [
        ("je recommence tout", True),
        ("recommence la fiche", True),
        ("je reprends depuis le début", True),
        ("recommence", False),
        ("je refais la date", False),
    ],
)
def test_a_form_is_begun_anew(said: str, anew: bool) -> None:
    assert setting_aside.begins_anew(said) == anew
