"""The kinds of changes of a person's pay other than by answers."""

from __future__ import annotations

from enum import StrEnum


class PayEvent(StrEnum):
    REFUSED = "refuse"
    """An answer was refused: its pay goes back to the project."""
    REDONE = "redo"
    """A refused answer was redone: its pay may be refused again."""
    RESTORED = "restore"
    """A refusal was overturned."""
    REVIEWED = "review"
    """A reviewer looked at another person's answer."""
    REPORTED = "report"
    """A person reported a task, and was right."""
    TOPPED_UP = "topup"
    """Pay was raised to her country's minimum wage."""


OF_ANSWERS = f"('{PayEvent.REFUSED}', '{PayEvent.REDONE}', '{PayEvent.RESTORED}')"
"""SQL: the kinds that change whether an answer is paid."""
BESIDE_ANSWERS = f"('{PayEvent.REVIEWED}', '{PayEvent.REPORTED}', '{PayEvent.TOPPED_UP}')"
"""SQL: the kinds that pay for something else than an answer."""
