"""What she writes below the question whether a payment has arrived."""

from __future__ import annotations

import pytest

from bot.flows.engine import answers
from bot.handlers.payouts import arrival

YES, NO = arrival.choices(7)
LABELLED = [(YES, "✅ Reçu"), (NO, "❌ Pas reçu"), (arrival.PAY, "Voir ma paie")]


def found(said: str) -> str | None:
    return answers.match(said, LABELLED, free=False)


@pytest.mark.parametrize("said", ["bien reçu", "bien reçue", "bein recu", "j'ai reçu", "j ai bien ressu"])
def test_it_came(said: str) -> None:
    assert found(said) == YES.id


@pytest.mark.parametrize("said", ["rien reçu", "rein recu", "rien reçus", "jai pa reçu", "jai rien recu"])
def test_it_did_not_come(said: str) -> None:
    assert found(said) == NO.id


@pytest.mark.parametrize("said", ["ien reçu", "tien reçu", "lien reçu"])
def test_a_slip_that_may_be_both_says_neither(said: str) -> None:
    assert found(said) is None
