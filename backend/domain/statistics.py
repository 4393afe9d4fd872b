"""The figures of a span of days, for those who run the service."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from backend.domain.money import Money

SPANS = (1, 7, 30)
"""Days: today, a week, a month, today included. Days of messages are those of UTC, days of work each
person's own."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Messages of one channel and category, and what they cost, in units of EUR: approximate where the
    channel costs anything (see `message_prices`)."""

    channel: str
    category: str
    messages: int
    units: int


@dataclass(frozen=True, slots=True)
class Period:
    """`people` who answered something, `answers` with practice, `euros` and `francs` (XOF and XAF) that
    they earned by it, and the messages."""

    days: int
    people: int
    answers: int
    euros: Money
    francs: Money
    sent: tuple[Sent, ...]

    @property
    def earned(self) -> Fraction:
        """All of it in euros, exact."""
        return self.euros.euros + self.francs.euros

    @property
    def messages(self) -> int:
        return sum(sent.messages for sent in self.sent)

    @property
    def cost(self) -> Money:
        """Of the messages."""
        return Money(sum(sent.units for sent in self.sent))

    @property
    def cost_per_answer(self) -> Money | None:
        """Rounded down to a unit; None without an answer."""
        return Money(self.cost.units // self.answers) if self.answers else None
