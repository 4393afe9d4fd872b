"""Work in chat: offers, tasks, commands and their outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import IntEnum
from fractions import Fraction
from typing import Any, Literal

from backend.domain.days import Crossing
from backend.domain.earnings import pace
from backend.domain.money import Money
from backend.domain.people.themes import Theme
from backend.domain.work.asides.usual_answers import Shape
from backend.domain.work.projects import ProjectConfig
from backend.domain.work.rating import RatingAsked
from backend.records import Record

LEFT_SHOWN = 500
"""An offer counts open tasks up to this number; beyond it says "more than"."""


class AnswerStatus(IntEnum):
    """The state of a task for a person who was given it. A lease and its answer are one row."""

    LEASED = 0
    ANSWERED = 1
    GIVEN_BACK = 2
    """The lease ran out or was ended without an answer; the person may take the task again."""
    SKIPPED = 3
    REPORTED = 4
    REFUSED = 5
    """Refused in a review. The person may still redo it or appeal, and its slot is kept."""
    LOST = 6
    """Refused for good."""


GIVEN = f"({AnswerStatus.ANSWERED:d}, {AnswerStatus.REFUSED:d}, {AnswerStatus.LOST:d})"
"""SQL: all states with an answer, standing or refused. The partial indexes use the same text."""


class Offer(Record):
    """A project that has work for the person. `left`: open tasks, at most `LEFT_SHOWN` + 1. `minutes`: per task, the
    median if it is measured (`backend.domain.earnings.pace`), else the client's estimate."""

    project_id: int
    config: ProjectConfig
    left: int
    minutes: Fraction
    started: bool

    @property
    def hourly(self) -> int:
        """F CFA per hour at that pace, rounded down."""
        return pace.hourly(self.config.pay.francs, self.minutes * 60) or 0


class Task(Record):
    """A task that the person has leased, or answered last. `value`: the person's answer, if there is one."""

    id: int
    project_id: int
    config: ProjectConfig
    content: Mapping[str, str]
    practice: bool = False
    gold: Any = None
    explanation: str = ""
    value: Any = None
    minutes: Fraction = Fraction(1)
    """As in `Offer`."""
    control: bool = False
    """Whether it is a control task (`backend.domain.work.controls`)."""


Nothing = Literal[
    "none_left",
    "day_done",
    "share",
    "kept",
    "closed",
    "paused",
    "badge",
    "country",
    "ended",
    "most",
    "themes",
    "hour",
    "rest",
    "stopped",
]
"""Why there is no next task.

- "none_left": all are taken. "day_done": the 3 hours are reached. "ended": the project's last day is over. "closed",
  "paused": the project is not open.
- "share": work is scarce and the person had their share of today; "kept": it is kept for those who have had none yet.
- "country": the project is not open to the country where the person lives by now.
- "badge": the project needs a badge that the person does not have (any more). "most": the person has given the most
  answers that one person may give. "stopped": a person decided so (`backend.domain.quality.conduct`).
- For hard content (`backend.domain.people.themes`): "themes": the person did not agree to it; "hour": its hour of
  the day is used up; "rest": there is a break.
"""

ReportReason = Literal["unreadable", "unclear", "wrong", "offensive", "other"]


# --- commands -------------------------------------------------------------------------------------


class TakeWork(Record):
    """A command: begin or continue a project. It leases the next task, or keeps the open one.

    `begun`: the part of an answer that the person has given to a task that they leave for it, as JSON; it is kept until
    the lease on that task would have ended. `says_yes`: the themes of hard content to which the person agrees as well.
    """

    project_id: int
    begun: Mapping[str, Any] | None = None
    says_yes: tuple[Theme, ...] = ()


class StartPractice(Record):
    """A command: lease the paid practice task of the onboarding."""


class SubmitAnswer(Record):
    """A command: answer a leased task. Outcome: `AnswerCounted` or `AnswerRefused`."""

    task_id: int
    value: Any


class SkipTask(Record):
    """A command: skip a task. Outcome: `TaskGiven`."""

    task_id: int


class ReportTask(Record):
    """A command: report a task as flawed. Outcome: `TaskGiven`."""

    task_id: int
    reason: ReportReason
    words: str = ""


class CorrectAnswer(Record):
    """A command: replace an answer that is not accepted yet. Outcome: `AnswerCorrected`."""

    task_id: int
    value: Any


class RecallAnswer(Record):
    """A command: bring back the last answer, to be corrected."""


class GoOn(Record):
    """A command: go on with the open task after a pause. Its lease and its time of work restart."""

    task_id: int


class KeepWorking(Record):
    """A command: the person is working on this task (one field of several), so renew its lease."""

    task_id: int


# --- what came of them ----------------------------------------------------------------------------


class TaskGiven(Record):
    """The task that the person has now, or why there is none. `begun`: the part of its answer that they had given when
    they left it for another project. `voice`: its project's instructions can be listened to. `usual`: what the last
    answers in words to its project look like, whoever gave them; empty where they take no words, or in the middle of a
    project."""

    task: Task | None
    why: Nothing | None = None
    begun: Mapping[str, Any] | None = None
    voice: bool = False
    usual: tuple[Shape, ...] = ()


class AnswerCounted(Record):
    """The answer is stored and its pay booked. `next`: the task that was leased with it.

    Of the person's day, this answer included: answers, whole F CFA and active time. `told_at`: the day is done, and
    tomorrow at this hour the person hears whether there is work; None: they do not. `missed`: it was a control task,
    and the answer is not the known one. `rate`: the question about the project that the person is asked if there is no
    next task.
    """

    pay: Money
    next: Task | None
    why: Nothing | None
    answers_today: int
    francs_today: int
    time_today: timedelta
    crossed: Crossing | None
    answered: Task
    told_at: time | None = None
    missed: bool = False
    rate: RatingAsked | None = None


class AnswerRefused(Record):
    """Nothing was counted. "already": the task was answered before. "gone": its lease ran out and others have filled
    it, or it is held. "most": the person has given the most answers that one person may give. `next`: the task that the
    person has now."""

    why: Literal["already", "gone", "most"]
    next: Task | None
    none: Nothing | None = None


class AnswerRecalled(Record):
    """The answer to be corrected; None: there is none that can still be changed."""

    task: Task | None


class AnswerCorrected(Record):
    """`changed` False: the answer can no longer be changed (it is accepted by now)."""

    changed: bool


# --- rules ----------------------------------------------------------------------------------------


def lease_time(minutes: Fraction) -> timedelta:
    """How long a task is leased: ten times its usual length, between 15 minutes and a day, so that a call or a power
    cut does not cost the person the task."""
    return min(max(timedelta(minutes=15), timedelta(minutes=float(minutes) * 10)), timedelta(days=1))


def usual_minutes(config: ProjectConfig, median_seconds: int | None) -> Fraction:
    """Minutes per task of this project: the measured median (`backend.domain.earnings.pace`), or the client's estimate
    until there is one."""
    estimated = Fraction(config.minutes)
    return pace.bounded(Fraction(median_seconds, 60), estimated) if median_seconds else estimated


def lease_ends(now: datetime, minutes: Fraction) -> datetime:
    """Until when a task that is leased now belongs to the person."""
    return now + lease_time(minutes)
