"""What she has paid of her project, when the instalments are other ones by now."""

from __future__ import annotations

from datetime import date

import pytest

from backend.domain.earnings.commands import SayPaid
from backend.domain.earnings.savings import Instalment, Project
from backend.domain.money import Money
from backend.domain.people.commands import Goal
from bot.flows.earnings import saving_questions
from bot.flows.earnings.saving import step
from bot.flows.earnings.saving_questions import Facts, State
from bot.flows.engine.confirm import CHANGED
from bot.flows.engine.kit import Do, Picked, Say

FIRST = Instalment(Money(500_000_000, "XOF"), date(2026, 9, 15))
OTHER = Instalment(Money(200_000_000, "XOF"), date(2026, 9, 15))
PAID = Instalment(FIRST.amount, FIRST.due, date(2026, 9, 1))


def facts(*instalments: Instalment) -> Facts:
    return Facts(Project(Goal("business"), instalments=instalments), date(2026, 5, 1), "XOF")


@pytest.mark.parametrize("now", [(), (OTHER,), (PAID,)])
def test_another_instalment_than_was_shown_is_not_paid(now: tuple[Instalment, ...]) -> None:
    """« 50 000 F CFA, 15 septembre » noted 20 000."""
    shown = saving_questions.prompt(State("paid"), facts(FIRST)).choices[0]
    assert step(State("paid"), Picked(shown.id), facts(*now)).effects == (Say(CHANGED),)
    assert step(State("paid"), Picked(shown.id), facts(FIRST)).effects == (Do(SayPaid(FIRST.amount, 0)),)
