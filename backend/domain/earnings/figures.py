"""What she earned, at which pace, and how far it brings her.

Every figure is exact; F CFA are rounded down once, when a figure is shown (`money.francs`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from backend.domain import money
from backend.domain.days import DAY_LIMIT
from backend.domain.earnings import pace as rule
from backend.domain.errors import Misuse
from backend.domain.money import Money

MONTHLY_GOAL = Money(250 * money.UNITS_PER_WHOLE, "EUR")
"""What 3 hours a day shall bring in a month: 250 EUR, 163,989.25 F CFA."""

MONTH_HOURS = 3 * 22
"""Of the work that brings it: 3 hours a day on 22 days."""
HOURLY_GOAL = Money(MONTHLY_GOAL.units // MONTH_HOURS, "EUR")
"""The same per hour, at 3 hours on 22 days: 3.7878 EUR."""

LEAST_TIME = timedelta(minutes=10)
"""Below this much work a pace would be chance."""

Amounts = tuple[Money, ...]
"""A sum per currency."""


def add(*amounts: Money) -> Amounts:
    """One exact sum per currency, in the currencies' alphabetical order."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        held = sums.get(amount.currency)
        sums[amount.currency] = held + amount if held else amount
    return tuple(sums[currency] for currency in sorted(sums))


@dataclass(frozen=True, slots=True)
class Earned:
    """The pay of one span of time by where it stands now: `pending` (waits to be accepted),
    `accepted` (hers, not yet paid out), `paid`. A sum per currency each; none is no sum."""

    pending: Amounts = ()
    accepted: Amounts = ()
    paid: Amounts = ()

    @property
    def all(self) -> Amounts:
        """Everything that the span's work brings, wherever it stands."""
        return add(*self.pending, *self.accepted, *self.paid)

    @property
    def francs(self) -> int:
        """`all` in whole F CFA, rounded down once; the parts rounded apart may add up to less."""
        return money.francs(*self.all)


@dataclass(frozen=True, slots=True)
class Figures:
    """The facts behind `gains`. Days, weeks (from Monday) and months are those of her calendar.

    `by_day`: pay of this week's work per day, Monday to Sunday. `recent_pay`, `recent_time` and
    `recent_estimate`: what the last 30 days' work brought, took (no answer shorter than it takes to read) and
    should take, for her pace. `ever`: all since she began, for her project. `project`: what she saves for, in
    her words; `goal`: what it costs, if she knows. `supplement`: what raised her pay to the minimum wage this month, in
    `month` as well.
    """

    day: date
    today: Earned = Earned()
    week: Earned = Earned()
    month: Earned = Earned()
    ever: Earned = Earned()
    by_day: tuple[Amounts, ...] = ((),) * 7
    time_today: timedelta = timedelta()
    answers_today: int = 0
    answers_week: int = 0
    recent_pay: Amounts = ()
    recent_time: timedelta = timedelta()
    recent_estimate: timedelta = timedelta()
    project: str = ""
    goal: Money | None = None
    supplement: Amounts = ()

    def __post_init__(self) -> None:
        if len(self.by_day) != 7:
            raise Misuse("a week has 7 days")

    @property
    def pace(self) -> int | None:
        """F CFA an hour at her own pace; None below 10 minutes of work."""
        return pace(self.recent_pay, self.recent_time, self.recent_estimate)

    @property
    def month_share(self) -> Fraction:
        """How much of `MONTHLY_GOAL` this month brought; above 1 when it brought more."""
        return share(self.month.all, MONTHLY_GOAL)

    @property
    def project_share(self) -> Fraction | None:
        """How much of her project's cost she has earned; None while she knows no amount."""
        if self.goal is None or self.goal.units <= 0:
            return None
        return share(self.ever.all, self.goal)


def left(figures: Figures) -> int | None:
    """Whole F CFA that her project still needs, rounded up; 0: she has earned it. None while she knows no amount."""
    if figures.goal is None or figures.goal.units <= 0:
        return None
    return max(0, ceil(figures.goal.francs - _francs(figures.ever.all)))


def pace(pay: Amounts, time: timedelta, estimate: timedelta = timedelta()) -> int | None:
    """F CFA an hour, rounded down; None below 10 minutes of work. `estimate`: what that work should take."""
    if time < LEAST_TIME:
        return None
    return rule.hourly(_francs(pay), rule.bounded(_seconds(time), _seconds(estimate)))


def _seconds(time: timedelta) -> Fraction:
    return Fraction(time // timedelta(microseconds=1), 1_000_000)


def share(pay: Amounts, goal: Money) -> Fraction:
    """How much of a goal these amounts are, exact. Raises `Misuse` for a goal of nothing."""
    if goal.units <= 0:
        raise Misuse("a goal is more than nothing")
    return _francs(pay) / goal.francs


def chart(figures: Figures) -> dict[str, Any]:
    """The same facts as JSON-safe whole numbers and words, for the picture of `gains`.

    Amounts are whole F CFA, times are minutes, all rounded down.
    """
    return {
        "week": [money.francs(*amounts) for amounts in figures.by_day],
        "week_total": figures.week.francs,
        "today": figures.day.weekday(),
        "month": figures.month.francs,
        "month_goal": money.francs(MONTHLY_GOAL),
        "minutes": figures.time_today // timedelta(minutes=1),
        "minutes_limit": DAY_LIMIT // timedelta(minutes=1),
        "project": figures.project,
        "saved": figures.ever.francs,
        "goal": money.francs(figures.goal) if figures.goal else 0,
    }


def _francs(amounts: Amounts) -> Fraction:
    return sum((a.francs for a in amounts), Fraction())
