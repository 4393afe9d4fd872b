"""What Hubers and admins read of a period, and of the week on Mondays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from backend.domain.admin.metric_query.question import Measure
from backend.domain.admin.metrics import Cell
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.records import Record

WEEK = 7
MEASURES: tuple[Measure, ...] = ("people", "answers", "time", "earned", "pace", "joined", "first income", "lessons")
"""What is shown of a period, in this order."""


def last_week(today: date) -> Span:
    """The last whole week, Monday to Sunday."""
    return Span.up_to(today - timedelta(days=today.weekday() + 1), WEEK)


def week_before(week: Span) -> Span:
    """The week before a week."""
    return Span.up_to(week.first - timedelta(days=1), WEEK)


class PeriodFigures(Record):
    """The figures of a span. `cells`: of `MEASURES`. `paid`: by currency. `refused`: answers that a person refused."""

    span: Span
    cells: Mapping[Measure, Cell]
    paid: tuple[Money, ...] = ()
    refused: int = 0


class WorkLeft(Record):
    """Open work, and how much was worked in a week; both as measured."""

    open: timedelta
    week: timedelta

    @property
    def days(self) -> int | None:
        """How many days the open work lasts at that week's pace, rounded; None if nobody worked."""
        if not self.week:
            return None
        return round(Fraction(self.open / timedelta(seconds=1)) * WEEK / Fraction(self.week / timedelta(seconds=1)))


class Decisions(Record):
    """What waits for a decision that this person may take: `threads` without an answer, `concerns` about somebody's
    work, open `reviews`, `held` refusals, proposed `runs` of payments, open `claims`."""

    threads: int = 0
    concerns: int = 0
    reviews: int = 0
    held: int = 0
    runs: int = 0
    claims: int = 0


class WeekSheet(Record):
    """The Monday sheet. `days`: answers of each day of the week. `stopped`: who worked and does no more since 7 days.
    `owed`: earned and not paid out, as of now."""

    week: PeriodFigures
    before: PeriodFigures
    days: tuple[int, ...]
    stopped: int
    owed: Cell
    left: WorkLeft
    waiting: Decisions
