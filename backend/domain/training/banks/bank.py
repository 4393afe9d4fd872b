"""What a question bank's reader gives back, whatever its format is."""

from __future__ import annotations

from dataclasses import dataclass

from backend.domain.errors import Fault
from backend.domain.training.questions import Question


@dataclass(frozen=True, slots=True)
class Bank:
    """What a file holds: the questions in order, and notes on what was left out of it, with the reason."""

    questions: tuple[Question, ...]
    notes: tuple[Fault, ...] = ()
