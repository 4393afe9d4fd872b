"""What a person sets aside of each payment for the project that they save for, and how far it has come.

Money that is set aside is in a savings account of the ledger, in the currency of the work. It is kept back when a
payment is proposed. If the payment does not arrive, it goes back with it. Every figure is exact; F CFA are rounded down
once, when a figure is shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from backend.domain.earnings.figures import Amounts
from backend.domain.money import FRANCS_PER_EURO, PEGGED, UNITS_PER_WHOLE, Money
from backend.domain.people.commands import Goal
from backend.records import Record

MOST_SHARE = 90
"""The largest share of a payment, in percent: something always arrives."""
MILESTONES = (25, 50, 75, 100)
"""Percentages of the project's cost that are celebrated, each once."""
MONTH = timedelta(days=30)
"""The time over which the pace of saving is measured."""
LONGEST_FORECAST = timedelta(days=3650)
"""A forecast further away than this says nothing."""


class SavingKind(StrEnum):
    """Why money moved between accepted pay and savings."""

    ASIDE = "aside"
    """Kept back from a payment; the only way into savings."""
    RETURN = "return"
    """That payment did not arrive."""
    OUT = "out"
    """The person took it out."""
    STOP = "stop"
    """The person wants to hear nothing more from us, so nothing is kept back in silence."""
    MERGE = "merge"
    UNMERGE = "unmerge"


class OutcomeKind(StrEnum):
    """What a person did with the money, as they say."""

    PAID = "paid"
    """Paid a part of the project: school fees, an instalment of a machine."""
    OPENED = "opened"
    """Opened what they saved for: a shop, a workshop."""
    IDENTIFIED = "identified"
    """Had their mobile-money account identified, so that it holds more."""
    BANKED = "banked"
    """Opened a bank account."""
    REGISTERED = "registered"
    """Registered their activity."""


class Plan(Record):
    """What is set aside of each payment: `share` percent, or `amount`. Neither: nothing."""

    share: int | None = None
    amount: Money | None = None

    def __bool__(self) -> bool:
        return self.share is not None or self.amount is not None


class Instalment(Record):
    """A part of the project's cost, and the day on which it must be paid. `paid`: the day on which it was."""

    amount: Money
    due: date
    paid: date | None = None


class Project(Record):
    """What a person saves for. `due`: when they want to have the amount. `shown`: their Huber may see it. `saved`: what
    is set aside now. `spent`: what they have paid of the project since they began. `milestone`: the last one that was
    celebrated. `pictured`: whole F CFA towards it that its last picture showed."""

    goal: Goal
    due: date | None = None
    instalments: tuple[Instalment, ...] = ()
    plan: Plan = Plan()
    shown: bool = False
    saved: Amounts = ()
    spent: Amounts = ()
    milestone: int = 0
    pictured: int = 0

    @property
    def towards(self) -> int:
        """What is set aside or paid, in whole F CFA, rounded down."""
        return int(worth((*self.saved, *self.spent)))

    @property
    def reached(self) -> Fraction | None:
        """The share of the cost that is set aside or paid; above 1 if it is more. None if the cost is not known."""
        cost = self.goal.amount
        if cost is None or cost.units <= 0:
            return None
        return (worth(self.saved) + worth(self.spent)) / cost.francs

    @property
    def missing(self) -> Fraction | None:
        """F CFA that are still to be set aside. None if the cost is not known."""
        cost = self.goal.amount
        if cost is None or cost.units <= 0:
            return None
        return max(Fraction(), cost.francs - worth(self.saved) - worth(self.spent))

    @property
    def next_instalment(self) -> Instalment | None:
        """The first instalment that is not paid."""
        return next((each for each in self.instalments if each.paid is None), None)


def worth(amounts: Iterable[Money]) -> Fraction:
    """The value in F CFA, exact."""
    return sum((each.francs for each in amounts), Fraction())


def aside(
    balances: Iterable[Money], due: Fraction, plan: Plan, missing: Fraction | None, spare: Fraction
) -> tuple[Money, ...]:
    """What is set aside of these balances for one payment, one sum per currency; empty for nothing.

    `due`: F CFA that the payment would take from the balances; they may hold more than one payment may be.
    `missing`: as in `Project`; no more is set aside. `spare`: F CFA that the payment can do without. The sum is worth
    at least a whole number of F CFA, and less than a ten-thousandth of a euro more. Raises `KeyError` for a balance
    without a fixed rate.
    """
    held = [each for each in balances if each.units > 0]
    wanted = Fraction()
    if plan.share is not None:
        wanted = due * plan.share / 100
    elif plan.amount is not None:
        wanted = plan.amount.francs
    if missing is not None:
        wanted = min(wanted, Fraction(ceil(missing)))
    # the least unit of a euro is worth less than a franc, so `- 1` leaves room for it
    return least(held, Fraction(floor(min(wanted, spare - 1))))


def least(balances: Iterable[Money], francs: Fraction) -> tuple[Money, ...]:
    """The least of these balances that is worth so many F CFA, francs first, one sum per currency; all of them if they
    are worth less."""
    left, parts = max(Fraction(), francs), []
    for each in sorted(balances, key=lambda money: (money.currency not in PEGGED, money.currency)):
        rate = 1 if each.currency in PEGGED else {"EUR": FRANCS_PER_EURO}[each.currency]
        units = min(each.units, ceil(left * UNITS_PER_WHOLE / rate))
        if units > 0:
            parts.append(Money(units, each.currency))
            left -= parts[-1].francs
    return tuple(parts)


def without(balances: Iterable[Money], parts: Iterable[Money]) -> tuple[Money, ...]:
    """What is left of the balances, one sum per currency, without these parts."""
    units = {each.currency: each.units for each in balances}
    for part in parts:
        units[part.currency] -= part.units
    return tuple(Money(left, currency) for currency, left in units.items())


def milestone(project: Project) -> int | None:
    """The highest percentage that was reached and not celebrated yet; None if there is none."""
    reached = project.reached
    if reached is None:
        return None
    found = max((each for each in MILESTONES if reached * 100 >= each), default=0)
    return found if found > project.milestone else None


def forecast(project: Project, earned: Amounts, payments: int, kept: Amounts, today: date) -> date | None:
    """About when the project is reached at the person's own pace. None: its cost is not known, nothing is set aside, or
    the last 30 days (`MONTH`) brought nothing to count by.

    `earned`: what their work brought in `MONTH`; `payments`: how many payments they had then; `kept`: what was set
    aside of these, which is less than the plan's amount where the payments were smaller.
    """
    missing = project.missing
    if missing is None:
        return None
    if not missing:
        return today
    monthly = Fraction()
    if project.plan.share is not None:
        monthly = worth(earned) * project.plan.share / 100
    elif project.plan.amount is not None:
        monthly = min(project.plan.amount.francs * payments, worth(kept))
    if monthly <= 0:
        return None
    ahead = timedelta(days=ceil(missing / monthly * MONTH.days)) if missing / monthly < 200 else LONGEST_FORECAST
    return today + ahead if ahead < LONGEST_FORECAST else None
