"""Lines that answer a question about figures."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.domain.admin.metrics import Cell
from backend.domain.admin.statistics import Work
from backend.domain.money import Money
from bot.handlers.admin.metrics import lines
from bot.i18n.render import plain


@pytest.mark.parametrize(
    ("answers", "seconds", "people", "tasks", "time"),
    [
        (8, 60, 3, "2,7 tâches", "20 s"),
        (7, 500, 3, "2,3 tâches", "3 min"),
        (3, 3 * 36_000 + 5_400, 3, "1 tâche", "11 h"),
    ],
)
def test_a_mean_is_rounded_to_the_nearest(answers: int, seconds: int, people: int, tasks: str, time: str) -> None:
    """Eight tasks of three women were « 2,6 tâches » for each."""
    cell = Cell(Work(answers=answers, time=timedelta(seconds=seconds), euros=Money.parse("0.08", "EUR")), people)
    of_tasks, of_time = (plain(lines.figure(measure, cell, each=True), "fr") for measure in ("answers", "time"))
    assert tasks in of_tasks.replace("\u00a0", " ") and time in of_time.replace("\u00a0", " ")


def test_a_mean_sum_is_rounded_to_the_nearest() -> None:
    cell = Cell(Work(answers=1, euros=Money.parse("0.08", "EUR")), 3)
    assert "0,03" in plain(lines.figure("earned", cell, each=True), "fr")


def test_a_day_with_more_refused_than_earned_says_so() -> None:
    """« 💰 -0,08 € gagnés »."""
    said = plain(lines.figure("earned", Cell(Work(euros=Money.parse("-0.08", "EUR")), 0)), "fr")
    assert "0,08" in said and "-" not in said and "refusés de plus que gagnés" in said
