"""What is said of a question from how people did at it."""

from __future__ import annotations

import pytest

from backend.domain.training.progress import LEAST_TRIED, QuestionLine


@pytest.mark.parametrize(
    ("right", "discrimination", "trouble"),
    [
        (0.7, 0.4, ""),
        (0.2, 0.4, "hard"),
        (0.2, None, "hard"),
        (0.7, 0.0, "misleading"),
        (0.7, -0.3, "misleading"),
        (0.99, 0.4, "easy"),
        (1.0, 0.05, "easy"),
        (0.7, None, ""),
    ],
)
def test_a_question_is_in_trouble_when_few_find_it_or_the_able_do_not_or_all_do(
    right: float, discrimination: float | None, trouble: str
) -> None:
    assert QuestionLine("q", "?", LEAST_TRIED, right, discrimination).trouble == trouble


def test_of_a_question_that_few_have_tried_nothing_is_said() -> None:
    assert QuestionLine("q", "?", LEAST_TRIED - 1, 0.0, -1.0).trouble == ""
    assert QuestionLine("q", "?").trouble == ""
