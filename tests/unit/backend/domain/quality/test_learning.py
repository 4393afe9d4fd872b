"""What a job learns from answers."""

from __future__ import annotations

from array import array

import numpy as np
import pytest

from backend.domain.quality import learning
from backend.domain.quality.consensus import Rule
from backend.domain.quality.evidence import Given, Standing
from backend.domain.quality.learning import learn, tells
from tests.unit.backend.domain.quality.crowds import crowd

SKILLED = Rule("skilled", 2, 9)


def given(accuracy: list[float], tasks: int, each: int, days: float = 0.0) -> Given:
    answers, _ = crowd(accuracy, tasks, each)
    found = Given(answers.labels)
    found.task = array("q", (answers.task + 1_000).tolist())
    found.person = array("q", (answers.worker + 100).tolist())
    found.label = array("q", answers.label.tolist())
    found.days = array("d", [days] * len(answers.task))
    return found


@pytest.mark.parametrize(
    ("matrix", "share"),
    [([[1 - 1e-12, 1e-12], [1e-12, 1 - 1e-12]], 1.0), ([[0.5, 0.5], [0.5, 0.5]], 0.0), ([[0.9, 0.1], [0.9, 0.1]], 0.0)],
)
def test_how_much_an_answer_tells_of_what_is_uncertain(matrix: list[list[float]], share: float) -> None:
    assert tells(np.array([0.5, 0.5]), np.array(matrix)) == pytest.approx(share, abs=1e-9)


def test_who_is_right_63_times_in_100_tells_just_enough() -> None:
    def of(right: float) -> float:
        return tells(np.array([0.5, 0.5]), np.array([[right, 1 - right], [1 - right, right]]))

    assert of(0.62) < learning.NEXT_TO_NOTHING < of(0.64)


def test_who_guesses_is_unclear_once_there_are_answers_enough() -> None:
    learnt = learn(given([0.95, 0.9, 0.85, 0.9, 0.5], 400, 5))
    assert learnt.useful
    assert learnt.unclear == frozenset({104})
    assert learnt.matrices.keys() == {100, 101, 102, 103, 104}
    assert learn(given([0.95, 0.9, 0.85, 0.9, 0.5], 400, 5, days=450)).unclear == frozenset()  # like 12 of today


def test_a_model_that_tells_too_little_judges_nobody() -> None:
    learnt = learn(given([0.9, 0.9, 0.5], 8, 3))
    assert (learnt.useful, learnt.matrices, learnt.unclear) == (False, {}, frozenset())


def test_tasks_that_stand_otherwise_than_the_model_says_are_named() -> None:
    answers = given([0.97, 0.97, 0.97, 0.97, 0.6], 100, 5)
    agreed = [
        task
        for task in sorted(set(answers.task))
        if len({lb for t, lb in zip(answers.task, answers.label, strict=True) if t == task}) == 1
    ]
    label = next(lb for t, lb in zip(answers.task, answers.label, strict=True) if t == agreed[0])
    wrong = next(lb for t, lb in zip(answers.task, answers.label, strict=True) if t == agreed[3])
    answers.standings = {
        agreed[0]: Standing(True, label, 0, SKILLED),
        agreed[1]: Standing(False, None, 1, SKILLED),
        agreed[2]: Standing(True, None, 0, SKILLED),
        agreed[3]: Standing(True, 1 - wrong, 0, SKILLED),
    }
    assert learn(answers).changed == tuple(agreed[1:4])


def test_nothing_is_learnt_from_nothing() -> None:
    with pytest.raises(ValueError, match="no answers"):
        learn(Given(2))
