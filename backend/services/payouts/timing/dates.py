"""The dates of a person's pay: of the payments that there were, and of the next one."""

from __future__ import annotations

from datetime import date, datetime
from math import ceil

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import dates as rows
from backend.db.payouts.dates import PaymentDates
from backend.domain.errors import BadInput
from backend.domain.money import FRANCS_PER_EURO, Money
from backend.domain.payouts import eligibility
from backend.domain.payouts.states import HoldReason
from backend.domain.payouts.terms import Terms
from backend.domain.people.commands import Person
from backend.records import Record, field
from backend.services.payouts.timing import rhythms


class PayDates(Record):
    """`payments`: of those that there were. `least`: the smallest sum that is paid, in whole F CFA; None: not known
    today. `day`: the day of the next payment of what is accepted now, on the person's calendar; None: none is promised,
    or something else must happen first. `sure`: it is paid with the next run, and no day is promised. `checked`: the
    team has to check the account first, because of a locked chat, a joined account, a shared number or a hold. `aside`:
    what is set aside of that payment for their project, in whole F CFA. `part`: what the payment takes where a limit
    makes it smaller, in whole F CFA; None: all that is accepted, without `aside`. `stopped`: no payment is sent at
    present, so no day is promised."""

    payments: PaymentDates = field(default_factory=PaymentDates)
    least: int | None = None
    day: date | None = None
    sure: bool = False
    checked: bool = False
    aside: int = 0
    part: int | None = None
    stopped: bool = False


async def of(uow: UnitOfWork, person: Person, terms: Terms, now: datetime) -> PayDates:
    """The dates of a person's pay as of now. Raises `NotAllowed` for a person who never earned."""
    found = await rows.of(uow, person.id)
    if eligibility.currency_of(person.country) is None:
        return PayDates(found)
    ahead = await rhythms.outlook(uow, person, terms, now)
    least = _in_francs(ahead.least, terms, now)
    match ahead.payment:
        case None | HoldReason.NO_DESTINATION | HoldReason.NEW_DESTINATION | HoldReason.NO_RATE:
            return PayDates(found, least)
        case HoldReason():
            return PayDates(found, least, checked=True)
        case _ if ahead.stopped:
            return PayDates(found, least, stopped=True)
        case payment:
            aside = _in_francs(ahead.aside, terms, now) if ahead.aside is not None else 0
            charged = Money(payment.charged, payment.amount.currency)
            part = _in_francs(charged, terms, now) if payment.capped else None
            return PayDates(found, least, ahead.day, sure=terms.schedule is None, aside=aside or 0, part=part)


def _in_francs(amount: Money, terms: Terms, now: datetime) -> int | None:
    """The amount in whole F CFA, rounded up; None if its currency has no rate today."""
    try:
        return ceil(amount.value * FRANCS_PER_EURO / terms.rate(amount.currency, now.date()))
    except BadInput:
        return None
