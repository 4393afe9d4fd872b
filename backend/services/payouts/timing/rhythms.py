"""When a person wants to be paid, and what comes next for them. Every function is part of a turn."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import candidates, holds
from backend.db.payouts import payouts as payout_rows
from backend.db.payouts import rhythms as rows
from backend.domain.errors import BadInput, Reason
from backend.domain.identity.joining import PROTECTED_FOR
from backend.domain.money import Money
from backend.domain.payouts import eligibility
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.states import HoldReason
from backend.domain.payouts.terms import Rhythm, Terms
from backend.domain.people import places
from backend.domain.people.commands import Person
from backend.records import Record, replace
from backend.services.payouts import leavers, proposals, stopping

PREPARED_WITHIN = timedelta(hours=1)
"""Within this time after the hour of payment a run that is not proposed yet still comes."""


class Outlook(Record):
    """What comes next for a person. `rhythm`: as chosen; `asked`: they have asked to be paid in the next run. `least`:
    the smallest sum that is paid then. `day`: the next day of payment for them; None: no day is promised, or they are
    paid on demand and have not asked. `payment`: what would be paid now, or why it waits; None: there is not enough.
    `aside`: what is set aside of it for their project; None: nothing. `open`: a payment is proposed or on its way, and
    the next one comes after it. `sooner`: whoever asks is paid on an earlier day than `day`. `stopped`: no payment is
    sent at present."""

    rhythm: Rhythm
    asked: bool
    least: Money
    day: date | None
    payment: Payment | HoldReason | None
    open: bool
    aside: Money | None = None
    sooner: bool = False
    stopped: bool = False


async def outlook(uow: UnitOfWork, person: Person, terms: Terms, now: datetime) -> Outlook:
    """What comes next for the person. Raises `NotAllowed`, and `BadInput` for a country where nobody is paid."""
    await leavers.require(uow, person)
    currency = _currency(person)
    kept = await rows.of(uow, person.id)
    asked = kept.asked_at is not None
    least = terms.minimum(currency, Rhythm.DEMAND if asked else kept.rhythm)
    if kept.rhythm is Rhythm.AMOUNT and not asked and kept.reach is not None and kept.reach.currency == currency:
        least = max(least, kept.reach, key=lambda each: each.units)
    day = None
    zone = places.country(person.country).zones[0].name  # the day begins at the hour of the country
    if terms.schedule is not None and (asked or kept.rhythm is not Rhythm.DEMAND):
        rhythm = Rhythm.DEMAND if asked else kept.rhythm
        day = terms.schedule.next_day(rhythm, now, zone)
        today = terms.schedule.next_day(rhythm, now - PREPARED_WITHIN, zone)
        if today != day and (await rows.newest_days(uow)).get(person.country, date.min) < today:
            day = today  # its run is about to be proposed
    payment, aside = await _payment(uow, person, terms, now, kept.rhythm)
    if payment is None and await holds.of(uow, person.id) is not None:  # what she earns from now on waits too
        payment = HoldReason.HELD_BACK
    open_ = await payout_rows.open_of(uow, person.id)
    soonest = terms.schedule.next_day(Rhythm.DEMAND, now, zone) if terms.schedule is not None else None
    sooner = soonest is not None and not asked and (day is None or soonest < day)
    stopped = await stopping.standing(uow) is not None
    return Outlook(kept.rhythm, asked, least, day, payment, open_, aside, sooner, stopped)


async def _payment(
    uow: UnitOfWork, person: Person, terms: Terms, now: datetime, rhythm: Rhythm
) -> tuple[Payment | HoldReason | None, Money | None]:
    found = await candidates.candidates(uow, [person.id], now, PROTECTED_FOR)
    if not found:
        return None, None
    # a payment on demand is shown as if it were asked for
    (candidate,) = (replace(each, open=False, asked=each.asked or rhythm is Rhythm.DEMAND) for each in found)
    return proposals.next_payment(candidate, terms, now, {person.country: frozenset({rhythm})})


async def choose(uow: UnitOfWork, person: Person, terms: Terms, rhythm: Rhythm, reach: Money | None = None) -> None:
    """Store when the person wants to be paid. `reach`: for `Rhythm.AMOUNT`. Raises `BadInput` for a sum below the
    minimum, or in another currency than the person's."""
    await leavers.require(uow, person)
    if rhythm is Rhythm.AMOUNT:
        least = terms.minimum(_currency(person), rhythm)
        if reach is None or reach.currency != least.currency or reach.units < least.units:
            raise BadInput(Reason("the sum is at least {least} {currency}", least=str(least), currency=least.currency))
    await rows.choose(uow, person.id, rhythm, reach)


async def ask(uow: UnitOfWork, person: Person, terms: Terms, now: datetime) -> Outlook:
    """Pay the person in the next run, if a payment is possible then; the outlook says whether it is (`asked`)."""
    before = await outlook(uow, person, terms, now)
    if before.open or before.asked or terms.schedule is None:
        return before
    await rows.ask(uow, person.id, now)
    after = await outlook(uow, person, terms, now)
    if after.payment is None:  # not even the minimum of a payment on demand
        await rows.forget(uow, person.id)
        return replace(after, asked=False)
    return after


def _currency(person: Person) -> str:
    currency = eligibility.currency_of(person.country)
    if currency is None:
        raise BadInput(Reason("nobody is paid in that country"))
    return currency
