"""Questions about what was done or earned in days that she names."""

from __future__ import annotations

from datetime import date

import pytest

from bot.flows.earnings import times

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("combien de tâches j'ai faites ce mois", True),
        ("combien j'ai travaillé ce mois", True),
        ("combien de tâches hier", True),
        ("combien de tâches hier au Cameroun", False),
        ("combien de tâches Awa a faites ce mois", False),
        ("combien de tâches aujourd'hui", False),  # as `gains` tells
        ("combien je peux gagner ce mois", False),
        ("combien une tâche paie ce mois", False),
        ("combien de tâches pour gagner 5000 ce mois", False),
    ],
)
def test_what_she_has_done_in_some_days_is_no_question_of_price(text: str, asks: bool) -> None:
    """« C'est gratuit : on ne te demande jamais d'argent », to « combien de tâches j'ai faites ce mois »."""
    assert times.of_work(text, TODAY) is asks
