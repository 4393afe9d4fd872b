"""What a person earned, the pace, and the progress towards their project.

Every figure is exact. F CFA are rounded down once, when a figure is shown (`money.francs`).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from backend.domain import money
from backend.domain.days import DAY_LIMIT
from backend.domain.earnings import pace as rule
from backend.domain.errors import Misuse
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.records import Record

MONTHLY_GOAL = Money(250 * money.UNITS_PER_WHOLE, "EUR")
"""What 3 hours a day should bring in a month: 250 EUR, which are 163,989.25 F CFA."""

MONTH_HOURS = 3 * 22
"""Hours of work in such a month: 3 a day on 22 days."""
HOURLY_GOAL = Money(MONTHLY_GOAL.units // MONTH_HOURS, "EUR")
"""The same per hour: 3.7878 EUR."""

LEAST_TIME = timedelta(minutes=10)
"""With less work than this, a pace would be chance."""

Amounts = tuple[Money, ...]
"""One sum per currency."""


def add(*amounts: Money) -> Amounts:
    """One exact sum per currency, in alphabetical order of the currencies."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        held = sums.get(amount.currency)
        sums[amount.currency] = held + amount if held else amount
    return tuple(sums[currency] for currency in sorted(sums))


class Earned(Record):
    """The pay of a span of time by its present state: `pending` (not accepted yet), `accepted` (not yet paid out),
    `savings` (set aside for the project), `transit` (in a payment that has not arrived), `paid`. Each has one sum per
    currency; currencies without pay are missing. `carried`: what payments took beyond what they brought, in F CFA; it
    counts in the next one (`payouts.amounts`). `whole`: payments brought whole F CFA."""

    pending: Amounts = ()
    accepted: Amounts = ()
    savings: Amounts = ()
    transit: Amounts = ()
    paid: Amounts = ()
    carried: Fraction = Fraction()
    whole: bool = True

    @property
    def all(self) -> Amounts:
        """Everything that the work of the span brings, in any state."""
        return add(*self.pending, *self.accepted, *self.savings, *self.transit, *self.paid)

    @property
    def francs(self) -> int:
        """All of it in whole F CFA, rounded down once. Parts that are rounded separately may add up to less."""
        return money.francs(*self.all)

    @property
    def payable(self) -> int:
        """What is accepted, in whole F CFA, as the next payment counts it."""
        return int((_francs(self.accepted) + self.carried) // 1)

    @property
    def under_way(self) -> int:
        """What is in payments that have not arrived, in whole F CFA."""
        return self._sent(self.transit)

    @property
    def paid_out(self) -> int:
        """What was paid out, in whole F CFA."""
        return self._sent(self.paid)

    def _sent(self, amounts: Amounts) -> int:
        """What payments took. If they bring whole F CFA, they take the least parts that are worth as much, so the
        nearest is exact; in another currency they take any part of one."""
        taken = _francs(amounts)
        return round(taken) if self.whole else int(taken // 1)


class Figures(Record):
    """The facts behind `gains`. Days, weeks (from Monday) and months are those of the person's calendar.

    - `by_day`: pay of this week's work per day, Monday to Sunday. `ever`: all pay ever.
    - `recent_pay`, `recent_time`, `recent_estimate`: what the work of the last 30 days brought, how long it took (no
      answer shorter than its task takes to read), and how long it should take; for the pace.
    - `project`: what the person saves for, in their words; `goal`: its cost; None: not known. `spent`: what they have
      paid of it already. `instalment`: the next part of the cost that is to be paid, and its day.
    - `supplement`: what raised this month's pay to the minimum wage; it is included in `month`.
    - `checked_by`: when the last pay that waits is accepted without a refusal; None: none waits.
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
    spent: Amounts = ()
    instalment: tuple[Money, date] | None = None
    supplement: Amounts = ()
    checked_by: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.by_day) != 7:
            raise Misuse("a week has 7 days")

    @property
    def pace(self) -> int | None:
        """F CFA per hour at the person's own pace; None below 10 minutes of work."""
        return pace(self.recent_pay, self.recent_time, self.recent_estimate)

    @property
    def month_share(self) -> Fraction:
        """The share of `MONTHLY_GOAL` that this month brought; above 1 if it brought more."""
        return share(self.month.all, MONTHLY_GOAL)

    @property
    def towards(self) -> Amounts:
        """What is set aside for the project, and what was paid of it."""
        return add(*self.ever.savings, *self.spent)

    @property
    def project_share(self) -> Fraction | None:
        """The share of the project's cost that is set aside or paid; None if the cost is not known."""
        if self.goal is None or self.goal.units <= 0:
            return None
        return share(self.towards, self.goal)


class MonthEarned(Record):
    """A month of the person's calendar that is over. `first`: its first day. `by_week`: the pay of the work of its days
    1–7, 8–14, 15–21, 22–28 and the rest. `paid`: what arrived in it."""

    first: date
    by_week: tuple[Amounts, ...] = ((),) * 5
    answers: int = 0
    paid: Amounts = ()
    carried: Fraction = Fraction()
    whole: bool = True

    @property
    def all(self) -> Amounts:
        """The pay of the month's work."""
        return add(*(amount for week in self.by_week for amount in week))


class SpanEarned(Record):
    """What the work of the days of `span` brought, and what arrived (`paid`) in them."""

    span: Span
    earned: Amounts = ()
    answers: int = 0
    paid: Amounts = ()


def left(figures: Figures) -> int | None:
    """Whole F CFA that the project still needs, rounded up; 0: all is set aside or paid. None if the cost is not
    known."""
    if figures.goal is None or figures.goal.units <= 0:
        return None
    return max(0, ceil(figures.goal.francs - _francs(figures.towards)))


def pace(pay: Amounts, time: timedelta, estimate: timedelta = timedelta()) -> int | None:
    """F CFA per hour, rounded down; None below 10 minutes of work. `estimate`: how long that work should take."""
    if time < LEAST_TIME:
        return None
    return rule.hourly(_francs(pay), rule.bounded(_seconds(time), _seconds(estimate)))


def _seconds(time: timedelta) -> Fraction:
    return Fraction(time // timedelta(microseconds=1), 1_000_000)


def share(pay: Amounts, goal: Money) -> Fraction:
    """The share of a goal that these amounts are, exact. Raises `Misuse` for a goal of zero or less."""
    if goal.units <= 0:
        raise Misuse("a goal is more than nothing")
    return _francs(pay) / goal.francs


def chart(figures: Figures) -> dict[str, Any]:
    """The same facts as JSON-safe integers and texts, for the picture of `gains`. Amounts are whole F CFA, times are
    minutes, all rounded down."""
    return {
        "week": [money.francs(*amounts) for amounts in figures.by_day],
        "week_total": figures.week.francs,
        "today": figures.day.weekday(),
        "month": figures.month.francs,
        "month_goal": money.francs(MONTHLY_GOAL),
        "minutes": figures.time_today // timedelta(minutes=1),
        "minutes_limit": DAY_LIMIT // timedelta(minutes=1),
        "project": figures.project,
        "saved": money.francs(*figures.towards),
        "goal": money.francs(figures.goal) if figures.goal else 0,
    }


def month_chart(month: MonthEarned, figures: Figures) -> dict[str, Any]:
    """A month that is over as JSON-safe values, for its picture. Amounts are whole F CFA, rounded down. `month`: the
    first day, as ISO 8601."""
    return {
        "month": month.first.isoformat(),
        "weeks": [money.francs(*week) for week in month.by_week],
        "total": money.francs(*month.all),
        "month_goal": money.francs(MONTHLY_GOAL),
        "project": figures.project,
        "saved": money.francs(*figures.towards),
        "goal": money.francs(figures.goal) if figures.goal else 0,
    }


def _francs(amounts: Amounts) -> Fraction:
    return sum((a.francs for a in amounts), Fraction())
