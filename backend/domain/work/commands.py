"""Work as she meets it: offers, tasks, and the commands that move them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum
from fractions import Fraction
from typing import Any, Literal

from backend.domain.days import Crossing
from backend.domain.earnings import pace
from backend.domain.money import Money
from backend.domain.work.projects import ProjectConfig

LEFT_SHOWN = 500
"""An offer counts what is left up to here; beyond it says "more than"."""


class AnswerStatus(IntEnum):
    """Where a task stands with a person who was given it. A lease and its answer are one row."""

    LEASED = 0
    ANSWERED = 1
    GIVEN_BACK = 2
    """Her lease ran out or was ended without an answer; she may take the task again."""
    SKIPPED = 3
    REPORTED = 4
    REFUSED = 5
    """Reviewed and refused; she may still redo it or appeal, and its slot is kept."""
    LOST = 6
    """Refused for good."""


GIVEN = f"({AnswerStatus.ANSWERED:d}, {AnswerStatus.REFUSED:d}, {AnswerStatus.LOST:d})"
"""For SQL: whatever she has answered, whether it stands or was refused. As the partial indexes have it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A project that has work for her. `left`: open tasks, at most `LEFT_SHOWN` + 1. `minutes` that a task
    takes: the median where it is measured (`backend.domain.earnings.pace`), else the client's estimate."""

    project_id: int
    config: ProjectConfig
    left: int
    minutes: Fraction
    started: bool

    @property
    def hourly(self) -> int:
        """F CFA an hour at that pace, rounded down."""
        return pace.hourly(self.config.pay.francs, self.minutes * 60) or 0


@dataclass(frozen=True, slots=True)
class Task:
    """A task that is leased to her, or that she answered last. `value`: her answer, if any."""

    id: int
    project_id: int
    config: ProjectConfig
    content: Mapping[str, str]
    practice: bool = False
    gold: Any = None
    explanation: str = ""
    value: Any = None
    minutes: Fraction = Fraction(1)
    """As those of an `Offer`."""
    control: bool = False
    """Whether it is a control task (`backend.domain.work.controls`)."""


Nothing = Literal["none_left", "day_done", "closed", "badge", "ended", "most", "themes", "hour", "rest"]
"""Why there is no next task: all is taken; her 3 hours are reached; the project is not open; it needs a
badge that she does not hold (any more); its last day is over; she has given all the answers that one person can; of
hard content (`backend.domain.people.themes`): she did not say yes to it, her hour of the day is over, she is in a
break."""

ReportReason = Literal["unreadable", "unclear", "wrong", "offensive", "other"]


# --- commands -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakeWork:
    """Begin or go on with a project: lease its next task (the open one, if there is one).

    `again`: a task of it that she had left for another project; it is hers again `until` then, if it is still free.
    `says_yes`: along with it she says yes to the themes of its content.
    """

    project_id: int
    again: int = 0
    until: datetime | None = None
    says_yes: bool = False


@dataclass(frozen=True, slots=True)
class StartPractice:
    """Lease the paid practice task of the onboarding."""


@dataclass(frozen=True, slots=True)
class SubmitAnswer:
    task_id: int
    value: Any


@dataclass(frozen=True, slots=True)
class SkipTask:
    task_id: int


@dataclass(frozen=True, slots=True)
class ReportTask:
    task_id: int
    reason: ReportReason
    words: str = ""


@dataclass(frozen=True, slots=True)
class CorrectAnswer:
    task_id: int
    value: Any


@dataclass(frozen=True, slots=True)
class RecallAnswer:
    """Bring back her last answer, to be corrected."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Take the open task up again after a pause: its lease and its clock start anew."""

    task_id: int


@dataclass(frozen=True, slots=True)
class KeepWorking:
    """She is busy with this task (one field of several): renew its lease."""

    task_id: int


# --- what came of them ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TaskGiven:
    """The task that is hers now, or why there is none. `left`: a task of another project that was given back for
    it, and until when the lease on it would have lasted."""

    task: Task | None
    why: Nothing | None = None
    left: tuple[int, datetime] | None = None


@dataclass(frozen=True, slots=True)
class AnswerCounted:
    """The answer stands and its pay is booked. `next`: the task that she was given along with it.
    `today`: tasks, whole F CFA and active time of her day, this one included. `told_at`: her day is done, and
    tomorrow at this hour of hers she hears whether there is work; None: she does not. `missed`: it was a control task,
    and hers is not the known answer."""

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


@dataclass(frozen=True, slots=True)
class AnswerRefused:
    """Nothing was counted: she has answered this one already, or its lease ran out and others have
    filled it, or it was put aside, or she has given as many answers as one person can. `next` is hers now."""

    why: Literal["already", "gone", "most"]
    next: Task | None
    none: Nothing | None = None


@dataclass(frozen=True, slots=True)
class AnswerRecalled:
    """None: there is none that could still be changed."""

    task: Task | None


@dataclass(frozen=True, slots=True)
class AnswerCorrected:
    """`changed` False: it can no longer be changed (accepted by now)."""

    changed: bool


# --- rules ----------------------------------------------------------------------------------------


def lease_time(minutes: Fraction) -> timedelta:
    """How long a task is hers alone: ten times its usual length, between 15 minutes and a day, so
    that a call or a power cut does not cost her the task."""
    return min(max(timedelta(minutes=15), timedelta(minutes=float(minutes) * 10)), timedelta(days=1))


def usual_minutes(config: ProjectConfig, median_seconds: int | None) -> Fraction:
    """Minutes that a task of this project takes: the measured median (`backend.domain.earnings.pace`), or the
    client's own estimate until there is one."""
    estimated = Fraction(config.minutes)
    return pace.bounded(Fraction(median_seconds, 60), estimated) if median_seconds else estimated


def lease_ends(now: datetime, minutes: Fraction) -> datetime:
    """Until when a task that is leased now is hers alone."""
    return now + lease_time(minutes)
