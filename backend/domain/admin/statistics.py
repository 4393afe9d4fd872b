"""The figures of a span of days, for the people who run the service."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from backend.domain.earnings import pace
from backend.domain.earnings.savings import OutcomeKind
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.records import Record, field

SPANS = (1, 7, 30)
"""Spans in days: today, a week, a month; each includes today."""


Time = Literal["day", "week", "month", "quarter"]
By = Literal["country", "channel", "project", "person"] | Time
"""What figures are grouped by."""
TIMES: tuple[Time, ...] = get_args(Time)
LENGTHS: Mapping[str, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92}
"""The most days of each of these times."""


class Without(Record):
    """What is left out of a scope."""

    countries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    projects: tuple[int, ...] = ()


class Scope(Record):
    """What figures are about; None: everything. `country`: where the person lives; "" if unknown. `channel`: where they
    wrote last; for messages, where these were sent. `person_id`: this person alone. `among`, `projects`: only these
    countries and projects, if `country` and `project_id` are None."""

    country: str | None = None
    channel: str | None = None
    project_id: int | None = None
    person_id: int | None = None
    among: tuple[str, ...] = ()
    projects: tuple[int, ...] = ()
    without: Without = Without()

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the scope; empty: all."""
        return (self.country,) if self.country is not None else self.among


EVERYTHING = Scope()


class SentMessages(Record):
    """Messages of one channel and category, and their cost in units of EUR. The cost is approximate
    (`backend.domain.messaging.prices`)."""

    channel: str
    category: str
    messages: int
    units: int


class Work(Record):
    """What was worked: `answers` with practice, `time` that counted as work, and `euros` and `francs` (XOF and XAF)
    earned by it and by paid tests. For the pace, including tests: `counted`, the time with no answer shorter than its
    task takes to read, and `estimated`, the time by the clients' estimates."""

    answers: int = 0
    time: timedelta = timedelta()
    euros: Money = field(default_factory=lambda: Money(0))
    francs: Money = field(default_factory=lambda: Money(0, "XOF"))
    counted: timedelta = timedelta()
    estimated: timedelta = timedelta()

    @property
    def earned(self) -> Fraction:
        """All earnings in euros, exact."""
        return self.euros.euros + self.francs.euros

    @property
    def in_francs(self) -> Fraction:
        """All earnings in F CFA, exact."""
        return self.euros.francs + self.francs.francs

    def paid(self, currency: str) -> Money:
        """The earnings in the currency of a project: euros, or F CFA of either bank."""
        return Money((self.euros if currency == "EUR" else self.francs).units, currency)

    def mean_pace(self, steady: int) -> int | None:
        """F CFA per hour over all hours, if `steady` people gave enough answers each (`backend.domain.earnings.pace`).
        None without hours."""
        second = timedelta(seconds=1)
        time = pace.settled(steady, self.counted // second, self.estimated // second)
        return pace.hourly(self.in_francs, time)


_FRANC_PARTS = 10**7
"""Parts of a franc in which `Workers.earned` counts, so that euros and francs add up without rounding."""


class Workers(Record):
    """People who answered something. `steady`: those who gave enough answers for a pace (`pace.LEAST_ANSWERS`).
    `earned`: in ten-millionths of a franc; `estimated`: seconds by the clients' estimates.

    `median`: whole F CFA per hour over the hours that the steady ones worked, None without hours. Half of all hours
    were paid at least that, so each person counts by their hours.
    """

    people: int
    steady: int
    earned: Decimal
    estimated: int
    median: int | None

    @property
    def pace(self) -> int | None:
        """Whole F CFA per hour: the median, or the estimate if there are too few people. None without hours."""
        if self.steady >= pace.LEAST_PEOPLE:
            return self.median
        return pace.hourly(Fraction(self.earned) / _FRANC_PARTS, Fraction(self.estimated))


class Period(Record):
    """The figures of one span.

    `people`: who answered something; `steady`: those of them who gave enough answers for a pace. `pace`: F CFA per
    hour, the median over the hours worked (`backend.db.admin.figures.people`); for one project the mean; with too few
    steady people the estimate (`measured`). `joined`: women who completed their profile. `first_incomes`: how many
    answered their first task of a client; `first_income`: the median time from joining to it. `in_a_day`: of those who
    joined in the span, at least a day ago, the share whose first paid task came within a day. `outcomes`: how many
    women said that they had done this with their money. These five are not given for a single project.
    """

    span: Span
    people: int
    work: Work
    pace: int | None
    joined: int
    first_incomes: int
    first_income: timedelta | None
    sent: tuple[SentMessages, ...]
    in_a_day: Fraction | None = None
    steady: int = 0
    outcomes: Mapping[OutcomeKind, int] = field(default_factory=dict)

    @property
    def measured(self) -> bool:
        """Whether enough people gave enough answers, so that the pace is measured and no estimate."""
        return self.steady >= pace.LEAST_PEOPLE

    @property
    def messages(self) -> int:
        """Messages that were sent, over all channels."""
        return messages(self.sent)

    @property
    def cost(self) -> Money:
        """The cost of the messages."""
        return cost(self.sent)

    @property
    def cost_per_answer(self) -> Money | None:
        """The cost of messages per answer, rounded down to a unit; None without an answer."""
        return Money(self.cost.units // self.work.answers) if self.work.answers else None


def gini(sums: Sequence[int]) -> Fraction:
    """How unequal sums are, as the Gini coefficient: half the mean difference of two of them, divided by their mean. It
    is 0 if all are equal and near 1 if one has everything; 0 for no sums."""
    total = sum(sums)
    if not total:
        return Fraction()
    ranked = sum(place * each for place, each in enumerate(sorted(sums), 1))
    return Fraction(2 * ranked, len(sums) * total) - Fraction(len(sums) + 1, len(sums))


def messages(sent: Sequence[SentMessages]) -> int:
    """The number of messages, over all channels and categories."""
    return sum(each.messages for each in sent)


def cost(sent: Sequence[SentMessages]) -> Money:
    """The cost of messages, in euros."""
    return Money(sum(each.units for each in sent))


class Share(Record):
    """The share of one country or channel in a span. `key` "": unknown."""

    key: str
    people: int
    work: Work
    pace: int | None
    messages: int
    cost: Money
