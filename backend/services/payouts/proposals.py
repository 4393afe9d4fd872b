"""Proposals of runs: who is paid now, how much, and what is set aside of it.

A run is put together in small transactions. Each locks only the people that it looks at, so that nobody's turn waits
long. A run whose proposal was interrupted is dropped by the next one, and its money goes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from backend.db.admin import audit
from backend.db.earnings import savings as saving_rows
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.payouts import candidates
from backend.db.payouts import payouts as rows
from backend.db.payouts import rhythms as rhythm_rows
from backend.db.payouts import runs as run_rows
from backend.db.payouts.candidates import Candidate
from backend.domain.earnings import savings
from backend.domain.errors import BadInput, Reason
from backend.domain.identity.joining import PROTECTED_FOR
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import eligibility, terms_file
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.eligibility import Account, Due
from backend.domain.payouts.states import HoldReason, PayoutState, RunState
from backend.domain.payouts.terms import DEFAULT_RHYTHM, Rhythm, Terms
from backend.domain.people.commands import Actor
from backend.records import Record, Struct, field, replace
from backend.services import access

CHUNK_PEOPLE = 500
"""The number of people that one transaction of a proposal locks."""
NOTED_CURRENCY = "XOF"
"""A run notes its minimum in this currency; payments in others have theirs from the terms."""


class Proposal(Struct):
    """The result of a proposal. Without `payouts` there is no run, unless the schedule proposed it. `held`: number of
    people with enough money who are not in it, by reason. `capped`: how many payments a limit made smaller.
    `countries`: of those who are paid or not."""

    run_id: int
    payouts: int = 0
    held: dict[HoldReason, int] = field(default_factory=dict)
    capped: int = 0
    countries: set[str] = field(default_factory=set)


class PayDays(Record):
    """Days of payment: countries with the day on their calendar for which a run is proposed; `due`: who is paid."""

    days: Mapping[str, date]
    due: Due


class _Rules(Record):
    """By what a proposal decides; see `eligibility.decide`."""

    terms: Terms
    now: datetime
    minimum: int | None
    due: Due | None

    def decide(self, candidate: Candidate) -> Payment | HoldReason | None:
        """The payment to a candidate, or why it waits; None if there is nothing to pay now."""
        found = account(candidate)
        return eligibility.decide(found, self.terms, self.now, minimum=self.minimum, due=self.due)


async def propose(
    database: Database,
    by: Actor,
    name: str,
    now: datetime,
    *,
    terms: Terms | None = None,
    minimum: int | None = None,
    pay_days: PayDays | None = None,
    only: int | None = None,
    channel: str = "",
) -> Proposal:
    """Put a run together. `name`: who proposes it. `terms`: None: as shipped. `minimum`: units of the payment's
    currency; None: that of the terms. `pay_days`: the schedule proposes for these days; None: everybody is paid who has
    enough. `only`: this person alone. Of two proposals at once the second waits for the first. Raises `BadInput` for
    a minimum below one franc."""
    access.require(by, "propose payouts")
    if minimum is not None and minimum < UNITS_PER_WHOLE:
        raise BadInput(Reason("the minimum is at least one franc"))
    rules = _Rules(terms or terms_file.shipped(), now, minimum, None if pay_days is None else pay_days.due)
    async with database.unit() as alone:  # holds its lock until this run is there
        await run_rows.alone(alone)
        await _drop_unfinished(database, now)
        found = await _put_together(database, by, name, rules, pay_days, only, channel)
        await alone.rollback()
    return found


async def _put_together(
    database: Database,
    by: Actor,
    name: str,
    rules: _Rules,
    pay_days: PayDays | None,
    only: int | None,
    channel: str,
) -> Proposal:
    now = rules.now
    noted = rules.terms.minimum(NOTED_CURRENCY).units if rules.minimum is None else rules.minimum
    async with database.unit() as uow:
        run_id = await run_rows.begin(uow, noted, name, by.id, now, scheduled=pay_days is not None)
        if pay_days is not None:
            await rhythm_rows.begin_days(uow, run_id, pay_days.days)
        await uow.commit()
    found = Proposal(run_id)
    after: int | None = 0
    while after is not None:
        async with database.unit() as uow:
            people = [only] if only is not None else await candidates.owners(uow, after, CHUNK_PEOPLE)
            locked = await candidates.lock(uow, people, wait=False)
            await _add(uow, found, locked, rules)
            await uow.commit()
        # people whose turn was running: one at a time, so that nothing else waits for them
        for person_id in set(people) - set(locked):
            async with database.unit() as uow:
                await _add(uow, found, await candidates.lock(uow, [person_id], wait=True), rules)
                await uow.commit()
        after = people[-1] if len(people) == CHUNK_PEOPLE else None
    async with database.unit() as uow:
        if found.payouts:
            await run_rows.set_state(uow, run_id, RunState.PROPOSED, now)
            about = {"run": run_id, "payouts": found.payouts}
            await audit.note(uow, by.id, channel, "propose payouts", about, now)
        elif pay_days is None:
            await run_rows.forget(uow, run_id)
        else:  # its row says that the day is done
            await run_rows.set_state(uow, run_id, RunState.DROPPED, now)
        if pay_days is not None:
            await rhythm_rows.end_days(uow, run_id, now)
        await uow.commit()
    return found


async def _add(uow: UnitOfWork, found: Proposal, people: Sequence[int], rules: _Rules) -> None:
    payments: list[tuple[int, int, Payment, int]] = []
    kept: list[tuple[int, Money]] = []
    for candidate in await candidates.candidates(uow, people, rules.now, PROTECTED_FOR):
        decided = rules.decide(candidate)
        if decided is not None and candidate.country is not None:
            found.countries.add(candidate.country)
        if isinstance(decided, HoldReason):
            found.held[decided] = found.held.get(decided, 0) + 1
        elif decided is not None:
            assert candidate.destination_id is not None
            decided, parts = _with_savings(candidate, decided, rules)
            kept += [(candidate.person_id, part) for part in parts]
            grown = decided.carried - candidate.carried
            found.capped += decided.capped
            payments.append((candidate.person_id, candidate.destination_id, decided, grown))
    number = await rows.add(uow, found.run_id, payments, rules.now)
    await saving_rows.set_aside(uow, [(person, number[person], part) for person, part in kept], rules.now)
    found.payouts += len(payments)


def next_payment(
    candidate: Candidate, terms: Terms, now: datetime, due: Due
) -> tuple[Payment | HoldReason | None, Money | None]:
    """What a person would be paid if a run were proposed now, without what is set aside of it; see
    `eligibility.decide`. And what is set aside, in the currency of the payment; None: nothing."""
    rules = _Rules(terms, now, None, due)
    decided = rules.decide(candidate)
    if not isinstance(decided, Payment):
        return decided, None
    less, _ = _with_savings(candidate, decided, rules)
    aside = decided.charged - less.charged
    return less, Money(aside, less.amount.currency) if aside else None


def _with_savings(candidate: Candidate, due: Payment, rules: _Rules) -> tuple[Payment, tuple[Money, ...]]:
    """The payment without what is set aside of it, and the parts that are. The rest is at least the smallest payment
    of their rhythm; the sum that they wait for is what comes in, not the rest."""
    if candidate.plan is None:
        return due, ()
    paid = account(candidate)
    balances = paid.balances
    least = eligibility.least(paid, rules.terms, due.amount.currency, rules.minimum, by_rhythm=rules.due is not None)
    spare = savings.worth(balances) * (1 - min(Fraction(1), Fraction(least, due.charged)))
    parts = saving_rows.kept_back(candidate.plan, balances, savings.worth(due.parts), spare)
    rest = {each.currency: each.units for each in savings.without(balances, parts)}
    less = rules.decide(replace(candidate, balances=rest, reach_units=None)) if parts else None
    return (less, parts) if isinstance(less, Payment) else (due, ())


def account(candidate: Candidate) -> Account:
    """What decides on a person's payment."""
    reach = None
    if candidate.reach_units is not None and candidate.reach_currency is not None:
        reach = Money(candidate.reach_units, candidate.reach_currency)
    return Account(
        country=candidate.country,
        balances=tuple(Money(units, currency) for currency, units in candidate.balances.items()),
        carried=candidate.carried,
        open=candidate.open,
        named=candidate.destination_id is not None,
        usable_at=candidate.usable_at,
        kind=DestinationKind(candidate.kind or DestinationKind.PHONE),
        operator=candidate.operator or "",
        shared=candidate.shared,
        held_back=candidate.held,
        locked=candidate.locked is not None,
        joined=candidate.joined is not None,
        rhythm=Rhythm(candidate.rhythm or DEFAULT_RHYTHM),
        reach=reach,
        asked=candidate.asked,
    )


async def _drop_unfinished(database: Database, now: datetime) -> None:
    async with database.unit() as uow:
        left = await run_rows.unfinished(uow)
    for run_id in left:
        await _drop(database, run_id, now)


async def _drop(database: Database, run_id: int, now: datetime) -> None:
    async with database.unit() as uow:
        for each in await rows.of_run(uow, run_id):
            locked = await rows.lock_payout(uow, each.id)
            if locked is not None and locked.state is PayoutState.PROPOSED:
                await rows.settle(uow, locked, PayoutState.DROPPED, now, "proposal ended in the middle")
        await run_rows.set_state(uow, run_id, RunState.DROPPED, now)
        await uow.commit()
