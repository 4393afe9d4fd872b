"""From which sum she is paid, when she lives elsewhere by the time that she chooses it."""

from __future__ import annotations

import pytest

from backend.domain.money import Money
from backend.domain.payouts import terms_file
from backend.domain.payouts.rhythms import ChooseReach
from bot.flows.engine.confirm import CHANGED
from bot.flows.engine.kit import Do, Picked, Say
from bot.flows.payouts.reach import Facts, State, prompt, step

LEAST = Money(10_000_000, "XOF")


def facts(least: Money = LEAST) -> Facts:
    return Facts(terms_file.shipped(), least)


@pytest.mark.parametrize("least", [Money(10_000_000, "CDF"), LEAST * 3])
def test_another_sum_than_was_shown_is_not_set(least: Money) -> None:
    """« 1 000 F CFA » set that many Congolese francs."""
    first = prompt(State(), facts()).choices[0]
    assert step(State(), Picked(first.id), facts()).effects == (Do(ChooseReach(LEAST)),)
    assert step(State(), Picked(first.id), facts(least)).effects == (Say(CHANGED),)
