"""The dates of a person's pay: of the payments that there were, and of the next one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import dates as rows
from backend.db.payouts import payouts
from backend.db.payouts.dates import PaymentDates
from backend.domain.errors import BadInput
from backend.domain.identity.joining import PROTECTED_FOR
from backend.domain.money import FRANCS_PER_EURO, Money
from backend.domain.payouts import eligibility
from backend.domain.payouts.terms import DEFAULT_RHYTHM, Rhythm, Terms
from backend.domain.people.commands import Person
from backend.services.payouts import proposals


@dataclass(frozen=True, slots=True)
class PayDates:
    """`payments`: of those that there were. `least`: the smallest sum that is paid, in whole F CFA; None: not known
    today. `day`: the day of the next payment of what is accepted now, on the person's calendar; None: none is promised,
    or something else must happen first (a destination, a check)."""

    payments: PaymentDates = field(default_factory=PaymentDates)
    least: int | None = None
    day: date | None = None


async def of(uow: UnitOfWork, person: Person, terms: Terms, now: datetime) -> PayDates:
    """The dates of a person's pay as of now."""
    found = await rows.of(uow, person.id)
    currency = eligibility.currency_of(person.country)
    if currency is None:
        return PayDates(found)
    candidates = await payouts.candidates(uow, [person.id], now, PROTECTED_FOR)
    account = proposals.account(candidates[0]) if candidates else None
    rhythm = account.rhythm if account else DEFAULT_RHYTHM
    least = terms.minimum(currency, Rhythm.DEMAND if account is not None and account.asked else rhythm)
    if account is not None and account.reach is not None and account.reach.currency == currency:
        least = max(least, account.reach, key=lambda sum_: sum_.units)
    day = _day(account, terms, now, person.zone) if account is not None else None
    return PayDates(found, _in_francs(least, terms, now), day)


def _day(account: eligibility.Account, terms: Terms, now: datetime, zone: str) -> date | None:
    if terms.schedule is None or account.usable_at is None or eligibility.held(account, account.usable_at) is not None:
        return None
    if account.rhythm is Rhythm.DEMAND and not account.asked:
        return None
    rhythm = Rhythm.DEMAND if account.asked else account.rhythm
    return terms.schedule.next_day(rhythm, max(now, account.usable_at), zone)


def _in_francs(amount: Money, terms: Terms, now: datetime) -> int | None:
    """The amount in whole F CFA, rounded up; None if its currency has no rate today."""
    try:
        return ceil(amount.value * FRANCS_PER_EURO / terms.rate(amount.currency, now.date()))
    except BadInput:
        return None
