"""A client's project as admins see and steer it: its progress, speed, finish date and money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from backend.domain import days
from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.money import Money
from backend.domain.work.minimum_pay import Floor
from backend.domain.work.projects import Kind, ProjectStatus
from backend.domain.work.rating import AspectRating
from backend.records import Record

PRIORITIES = (1, 0, -1)
"""The place of a project's offers: before all others, among them, after them."""

PACE_DAYS = 7
"""The finish date follows from the pace of this many days, including today and idle days."""
COMPARED_ANSWERS = 2_000
"""Agreement is computed from this many newest answers, so that it is the present one."""


class ListedProject(Record):
    """One line of a list of projects.

    - `done` of `tasks` have all their answers. `answers`: given so far. `controls`: answers to control tasks, which are
      in neither `tasks` nor `answers`. `unfunded`: tasks that were sent on to it and wait for its budget.
    - `funded`: what the client has booked; `promised`: what all answers to the tasks can cost. `client`: its name.
    - `revision`: of its configuration. `median_seconds`: per answer, if it is measured.
    """

    id: int
    name: str
    title: str
    kind: Kind
    status: ProjectStatus
    priority: int
    revision: int
    tasks: int
    done: int
    answers: int
    funded: Money
    promised: Money
    client: str = ""
    median_seconds: int | None = None
    unfunded: int = 0
    controls: int = 0

    def missing(self, wanted: int) -> int:
        """The number of answers that its tasks still need, at least, if each needs `wanted` at first."""
        open_ = self.tasks - self.unfunded
        undone = open_ - self.done
        return max(undone, open_ * wanted - self.answers) if undone else 0

    @property
    def asked_for(self) -> Fraction:
        """The share of the answers that were not to control tasks."""
        return Fraction(self.answers, self.answers + self.controls) if self.controls else Fraction(1)

    @property
    def share(self) -> Fraction:
        """The share of its tasks that are done."""
        return Fraction(self.done, self.tasks) if self.tasks else Fraction()


class SentOn(Record):
    """How many tasks of a project were sent on to another. `title`: of that other project."""

    title: str
    sent: int


Finish = date | Literal["done", "unknown"] | ProjectStatus
"""When the project will be done at this pace, or why that is unknown."""


class ProjectFigures(Record):
    """Everything about one project.

    - `wanted`: answers that a task needs at first. `last_day`: answers of the last 24 hours. `by_day`: answers of each
      of the last days, today last. `begun`: when the first answer came; None: none has.
    - `agreement`: the share of answers that equal the result of their task, of `compared` answers; None if there are
      none (`backend.db.work.steering.agreement`). `spent`: what its answers and tests have cost.
    - `ends`, `most_per_person`: as configured. `hourly`: F CFA per hour at the measured pace, else the estimated one;
      `below`: the minimum wages that this does not reach. `sent_on`: to which projects its tasks are sent on.
    - `ratings`: what people think of it, by aspect.
    """

    listed: ListedProject
    wanted: int
    last_day: int
    by_day: tuple[int, ...]
    agreement: Fraction | None
    compared: int
    spent: Money
    begun: datetime | None = None
    ends: date | None = None
    most_per_person: int | None = None
    hourly: Fraction = Fraction()
    below: tuple[Floor, ...] = ()
    sent_on: tuple[SentOn, ...] = ()
    ratings: tuple[AspectRating, ...] = ()

    @property
    def left(self) -> Money:
        """What the client has booked and nobody has earned yet."""
        return Money(self.listed.funded.units - self.spent.units, self.spent.currency)

    @property
    def free(self) -> Money:
        """What the client has booked beyond all that its tasks can cost."""
        return Money(self.listed.funded.units - self.listed.promised.units, self.listed.promised.currency)

    @property
    def missing(self) -> int:
        """The number of answers that its tasks still need, at least."""
        return self.listed.missing(self.wanted)

    @property
    def per_hour(self) -> Fraction:
        """Answers per hour over the last 24 hours, nights included."""
        return Fraction(self.last_day, 24)

    def finish(self, now: datetime, zone: str) -> Finish:
        """The finish date, on the calendar of that zone."""
        if self.listed.tasks and self.listed.done >= self.listed.tasks:
            return "done"
        if self.listed.status is not ProjectStatus.OPEN:
            return self.listed.status
        week = days.local_day(now, zone) - timedelta(days=PACE_DAYS - 1)
        begun = self.begun is not None and days.local_day(self.begun, zone) < week
        pace = daily_pace(self.by_day[-PACE_DAYS:], now, zone, begun=begun) * self.listed.asked_for
        if not pace or not self.missing:
            return "unknown"
        ahead = self.missing / pace
        return days.local_day(now + timedelta(days=float(ahead)), zone) if ahead < 3_650 else "unknown"


def daily_pace(by_day: Sequence[int], now: datetime, zone: str, *, begun: bool) -> Fraction:
    """Answers per day over these days. The last one is today, and counts for the part of it that has passed.

    `begun`: there was work before these days, so idle ones count. A project that began yesterday is not measured by the
    days before.
    """
    worked = [place for place, count in enumerate(by_day) if count]
    if not worked:
        return Fraction()
    first = 0 if begun else worked[0]
    start, end = days.day_bounds(days.local_day(now, zone), zone)
    passed = Fraction((now - start) // timedelta(seconds=1), (end - start) // timedelta(seconds=1))
    span = len(by_day) - 1 - first + passed
    # in the first hour of the first day there is no pace yet
    return Fraction(sum(by_day)) / span if span >= Fraction(1, 24) else Fraction()


class OpenWork(Record):
    """What open projects still need for certain (a task may get more answers than at first): the pay in F CFA, the
    minutes by the clients' estimates, and the number of answers."""

    francs: Fraction
    minutes: Fraction
    answers: int = 0

    @property
    def days(self) -> int:
        """Whole days of work of one woman."""
        return int(self.minutes * 60 / int(days.DAY_LIMIT.total_seconds()))

    @property
    def women(self) -> int:
        """How many women it pays `MONTHLY_GOAL` for a month."""
        return int(self.francs / MONTHLY_GOAL.francs)


class Steered(Record):
    """The outcome of a change. `title`: the project's. `changed` False: it was so already."""

    title: str
    changed: bool
