"""Reviews as reviewers and reviewed people see them, and their commands. `backend.domain.quality.review` has the
rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.commands import Task
from backend.records import Record


class ReviewItem(Record):
    """What a reviewer works on. `others`: other answers, shown only after the reviewer's own judgement. `reports`: in
    the words of those who reported the task. `why`, `words`: of an appeal, the reason of the refusal and the person's
    reply; of a refusal that waits for an admin, the reason and the reviewer's sentence. `late`: the answer is accepted
    already, so it is not refused any more. `missed`: for a control task (whose known answer is `task.gold`), how many
    people gave another answer, of how many."""

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
    late: bool = False
    missed: tuple[int, int] | None = None


NoReview = Literal["none", "day_done"]
"""Why there is nothing to review. "none": all is done. "day_done": the 3 hours are reached."""
Reviewed = Literal["done", "waits", "accepted already", "gone"]
"""The outcome of a verdict: carried out; waiting for an admin; too late to refuse; no longer this reviewer's."""


class RefusedTask(Record):
    """A refused answer (`task.value`) of a person. `right`: what the reviewer would have answered. `until`: how long it
    can be redone (`redo`) or appealed. `appealed`: when the appeal is decided at the latest. `decided`: it was decided
    already. `tried`: it was redone already."""

    task: Task
    reason: str
    words: str
    right: Any
    until: datetime
    redo: bool
    appealed: datetime | None
    decided: bool
    tried: bool = False


# --- commands -------------------------------------------------------------------------------------


class TakeReview(Record):
    """A command: take the next review. Outcome: `ReviewTaken`."""


class ReviewTaken(Record):
    item: ReviewItem | NoReview


class JudgeReview(Record):
    """A command: the reviewer's own answer, before others' are shown. Outcome: `ReviewJudged`."""

    review: int
    value: Any


class ReviewJudged(Record):
    """`item` None: the review is no longer this reviewer's."""

    item: ReviewItem | None


class DecideReview(Record):
    """A command: decide a review. Outcome: `ReviewDecided`."""

    review: int
    verdict: Verdict
    reason: str = ""
    words: str = ""
    text: str = ""


class ReviewDecided(Record):
    outcome: Reviewed


class LeaveReview(Record):
    """A command: give a review back to others. `for_good`: this reviewer does not get it again."""

    review: int
    for_good: bool = False


class RedoAnswer(Record):
    """A command: redo a refused answer. Outcome: `AnswerRedone`."""

    task_id: int
    value: Any


class AnswerRedone(Record):
    """`counted` False: it is too late, or it was redone before."""

    counted: bool


class Appeal(Record):
    """A command: appeal a refusal to another person. Outcome: `Appealed`."""

    task_id: int
    words: str = ""


class Appealed(Record):
    """When the appeal is decided at the latest; None: there can be no appeal (any more)."""

    due: datetime | None
