"""The result of reading a question bank in any format."""

from __future__ import annotations

import re
from itertools import islice

from backend.domain.errors import Fault, Reason
from backend.domain.training.questions import Question
from backend.records import Record


class Bank(Record):
    """The questions of a file in order, and notes on what was left out, with the reason."""

    questions: tuple[Question, ...]
    notes: tuple[Fault, ...] = ()


MOST_QUESTIONS = 10_000
"""Questions of one text: three hundred times what anybody learns, and read within two seconds."""
MOST_ANSWERS = 200
"""Answers of one question of any kind: far more than a chat can show (`soundness.MOST_OPTIONS`)."""
TOO_MANY_ANSWERS = Reason("it has more than {limit} answers", limit=MOST_ANSWERS)


def too_many(text: str, question: re.Pattern[str], first: int = 1) -> Fault | None:
    """The fault of a text with too many questions; None if it has not. They are counted before any is read, by a
    pattern that each has once. `first`: the number of the text's first line."""
    found = next(islice(question.finditer(text), MOST_QUESTIONS, None), None)
    if found is None:
        return None
    reason = Reason("more than {limit} questions: part the file", limit=MOST_QUESTIONS)
    return Fault(first + text.count("\n", 0, found.start()), reason)
