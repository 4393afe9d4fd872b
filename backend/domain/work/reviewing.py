"""Second looks as reviewers and those whose answers are looked at meet them: what they see, and the commands.

The rules stand in `backend.domain.quality.review`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.commands import Task


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """What a reviewer has before her. `others`: the answers, known to her only once she has judged herself; `reports`:
    in the words of those who reported the task. `why` and `words`: of an appeal, the reason of the refusal and what she
    says to it."""

    id: int
    kind: ReviewKind
    task: Task
    judged: Any = None
    answer: Any = None
    others: tuple[Any, ...] = ()
    reports: tuple[str, ...] = ()
    why: str = ""
    words: str = ""
    due_at: datetime | None = None


NoReview = Literal["none", "day_done"]
"""Why there is nothing to look at: all is done; her 3 hours are reached."""
Reviewed = Literal["done", "waits", "accepted already", "gone"]
"""What came of a verdict: carried out; kept until an admin has looked; too late to refuse; not hers any more."""


@dataclass(frozen=True, slots=True)
class RefusedTask:
    """A task whose answer of hers (`task.value`) was refused. `right`: what the reviewer would have answered. `until`:
    so long she may redo it (`redo`) or appeal; `appealed`: when her appeal is decided at the latest; `decided`: it was
    decided already."""

    task: Task
    reason: str
    words: str
    right: Any
    until: datetime
    redo: bool
    appealed: datetime | None
    decided: bool


# --- commands -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakeReview:
    """Take the next thing to look at. Comes back as `ReviewTaken`."""


@dataclass(frozen=True, slots=True)
class ReviewTaken:
    item: ReviewItem | NoReview


@dataclass(frozen=True, slots=True)
class JudgeReview:
    """One's own answer, before others' are shown. Comes back as `ReviewJudged`."""

    review: int
    value: Any


@dataclass(frozen=True, slots=True)
class ReviewJudged:
    """`item` None: it is not hers any more."""

    item: ReviewItem | None


@dataclass(frozen=True, slots=True)
class DecideReview:
    """Comes back as `ReviewDecided`."""

    review: int
    verdict: Verdict
    reason: str = ""
    words: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDecided:
    outcome: Reviewed


@dataclass(frozen=True, slots=True)
class LeaveReview:
    """Give it back to others."""

    review: int


@dataclass(frozen=True, slots=True)
class RedoAnswer:
    """Another answer after a refusal. Comes back as `AnswerRedone`."""

    task_id: int
    value: Any


@dataclass(frozen=True, slots=True)
class AnswerRedone:
    """`counted` False: it is too late, or it was redone before."""

    counted: bool


@dataclass(frozen=True, slots=True)
class Appeal:
    """Bring a refusal to another person. Comes back as `Appealed`."""

    task_id: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Appealed:
    """When it is decided at the latest; None: it cannot be appealed (any more)."""

    due: datetime | None
