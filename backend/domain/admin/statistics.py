"""The figures of a span of days, for those who run the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from backend.domain.earnings import pace
from backend.domain.french.ranges import Span
from backend.domain.money import Money

SPANS = (1, 7, 30)
"""Days: today, a week, a month, today included."""


By = Literal["country", "channel", "project", "person", "day", "week", "month"]
"""What figures are told apart by."""


@dataclass(frozen=True, slots=True)
class Without:
    """What is left out of a scope."""

    countries: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    projects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at; None: all. `country`: where she lives, "" where it is unknown. `channel`: where she
    wrote last; of messages, where they were sent. `person_id`: this woman alone. `among`, `projects`: these countries
    and projects only, where `country` and `project_id` name none."""

    country: str | None = None
    channel: str | None = None
    project_id: int | None = None
    person_id: int | None = None
    among: tuple[str, ...] = ()
    projects: tuple[int, ...] = ()
    without: Without = Without()

    @property
    def countries(self) -> tuple[str, ...]:
        """None: all."""
        return (self.country,) if self.country is not None else self.among


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class SentMessages:
    """Messages of one channel and category, and what they cost, in units of EUR: approximate where the
    channel costs anything (see `message_prices`)."""

    channel: str
    category: str
    messages: int
    units: int


@dataclass(frozen=True, slots=True)
class Work:
    """What was worked: `answers` with practice, `time` that counted as work, `euros` and `francs` (XOF and XAF)
    that were earned by it and by paid tests. For its pace, with those tests: `counted`, the time with no answer
    shorter than it takes to read, and `estimated`, by the clients' own word."""

    answers: int = 0
    time: timedelta = timedelta()
    euros: Money = field(default_factory=lambda: Money(0))
    francs: Money = field(default_factory=lambda: Money(0, "XOF"))
    counted: timedelta = timedelta()
    estimated: timedelta = timedelta()

    @property
    def earned(self) -> Fraction:
        """All of it in euros, exact."""
        return self.euros.euros + self.francs.euros

    @property
    def in_francs(self) -> Fraction:
        """All of it in F CFA, exact."""
        return self.euros.francs + self.francs.francs

    def paid(self, currency: str) -> Money:
        """What was earned in the currency of a project: euros, or F CFA of whichever bank."""
        return Money((self.euros if currency == "EUR" else self.francs).units, currency)

    def mean_pace(self, people: int) -> int | None:
        """F CFA an hour over all hours of so many people (`backend.domain.earnings.pace`); None without hours."""
        second = timedelta(seconds=1)
        time = pace.settled(people, self.counted // second, self.estimated // second)
        return pace.hourly(self.in_francs, time)


_FRANC_PARTS = 10**7
"""In how many parts of a franc `Workers.earned` counts: so euros and francs add up without rounding."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Those who answered something: how many `people`, what they `earned` (ten-millionths of a franc), the seconds
    that this was `estimated` to take, and the `median` over the hours worked, in whole F CFA an hour: half of all hours
    were paid at least that, so whoever works much counts for as much as she works. None without hours."""

    people: int
    earned: Decimal
    estimated: int
    median: int | None

    @property
    def pace(self) -> int | None:
        """Whole F CFA an hour: the median, or of too few people the estimate."""
        if self.people >= pace.LEAST_PEOPLE:
            return self.median
        return pace.hourly(Fraction(self.earned) / _FRANC_PARTS, Fraction(self.estimated))


@dataclass(frozen=True, slots=True)
class Period:
    """The figures of one span. `people` who answered something; `pace`: F CFA an hour, the median over the
    hours worked (`backend.db.admin.figures.people`), of one project the mean, of too few people the estimate
    (`measured`); `joined`: women who completed their
    profile; `first_incomes`: how many answered their first task of a client, and `first_income`: the median
    time from joining to it; neither is told of one project."""

    span: Span
    people: int
    work: Work
    pace: int | None
    joined: int
    first_incomes: int
    first_income: timedelta | None
    sent: tuple[SentMessages, ...]

    @property
    def measured(self) -> bool:
        """Whether the pace is what so many people took, and not the estimate."""
        return self.people >= pace.LEAST_PEOPLE

    @property
    def messages(self) -> int:
        return messages(self.sent)

    @property
    def cost(self) -> Money:
        """Of the messages."""
        return cost(self.sent)

    @property
    def cost_per_answer(self) -> Money | None:
        """Rounded down to a unit; None without an answer."""
        return Money(self.cost.units // self.work.answers) if self.work.answers else None


def gini(sums: Sequence[int]) -> Fraction:
    """How unequal sums are: 0 where all are alike, towards 1 where one has everything (Gini's coefficient: half the
    mean difference of two of them, over their mean). 0 of none."""
    total = sum(sums)
    if not total:
        return Fraction()
    ranked = sum(place * each for place, each in enumerate(sorted(sums), 1))
    return Fraction(2 * ranked, len(sums) * total) - Fraction(len(sums) + 1, len(sums))


def messages(sent: Sequence[SentMessages]) -> int:
    """How many, over all channels and purposes."""
    return sum(each.messages for each in sent)


def cost(sent: Sequence[SentMessages]) -> Money:
    """What they cost, in euros."""
    return Money(sum(each.units for each in sent))


@dataclass(frozen=True, slots=True)
class Share:
    """One country's or channel's share of a span; `key` "": unknown."""

    key: str
    people: int
    work: Work
    pace: int | None
    messages: int
    cost: Money
