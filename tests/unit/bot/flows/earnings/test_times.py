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


@pytest.mark.parametrize(
    ("text", "today", "asks"),
    [
        ("combien on m'a payé cette année", date(2027, 1, 1), True),
        ("combien on m'a payé ce mois", date(2026, 3, 1), True),
        ("combien on m'a payé cette semaine", date(2026, 3, 2), True),  # a Monday
        ("combien on m'a payé depuis janvier", date(2027, 1, 1), True),
        ("combien on m'a payé aujourd'hui", date(2027, 1, 1), False),
    ],
)
def test_a_time_that_begins_today_is_more_than_today(text: str, today: date, asks: bool) -> None:
    """« C'est gratuit : on ne te demande jamais d'argent », on each Monday and each first of a month."""
    assert times.of_payments(text, today) is asks
