"""Runs of payments: proposed, approved by a second person, handed to a provider, reconciled with its report.

A run is put together in small transactions. Each locks only the people that it looks at, so that nobody's turn waits
long. A run whose proposal was interrupted is dropped by the next one, and its money goes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import Literal

from backend.db.admin import audit
from backend.db.earnings import savings as saving_rows
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.payouts import destinations as destination_rows
from backend.db.payouts import execution as execution_rows
from backend.db.payouts import payouts as rows
from backend.db.payouts import runs as run_rows
from backend.db.payouts.payouts import Candidate, RunPayout
from backend.db.payouts.runs import Run, RunTotal
from backend.domain.earnings import savings
from backend.domain.errors import BadInput, NotFound, Reason
from backend.domain.identity.joining import PROTECTED_FOR
from backend.domain.money import UNITS_PER_WHOLE, Money
from backend.domain.payouts import destinations, eligibility, files, providers, terms_file
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import HoldReason, PayoutState, ReturnLine, RunState
from backend.domain.payouts.terms import Terms
from backend.domain.people.commands import Actor, Person
from backend.encryption import Keys
from backend.services import access
from backend.services.payouts import settling, stopping
from backend.services.payouts.settling import Settled

DEFAULT_MINIMUM = Money(1_000 * UNITS_PER_WHOLE, "XOF")
"""Smaller sums are not paid, unless the proposal says otherwise: the transfer would cost more than it is worth."""
CHUNK_PEOPLE = 500
"""The number of people that one transaction of a proposal locks."""


@dataclass(slots=True)
class Proposal:
    """The result of a proposal. `held`: number of people with enough money who are not in it, by reason."""

    run_id: int
    payouts: int = 0
    held: dict[HoldReason, int] = field(default_factory=dict)


async def propose(
    database: Database,
    by: Actor,
    name: str,
    now: datetime,
    *,
    minimum: int = DEFAULT_MINIMUM.units,
    scheduled: bool = False,
    channel: str = "",
) -> Proposal:
    """Put a run together. `name`: who proposes it. `minimum`: units of the payment's currency. Of two proposals at once
    the second waits for the first. Raises `BadInput` for a minimum below one franc."""
    access.require(by, "propose payouts")
    if minimum < UNITS_PER_WHOLE:
        raise BadInput(Reason("the minimum is at least one franc"))
    async with database.unit() as alone:  # holds its lock until this run is there
        await run_rows.alone(alone)
        await _drop_unfinished(database, now)
        found = await _put_together(database, by, name, now, minimum, scheduled=scheduled, channel=channel)
        await alone.rollback()
    return found


async def _put_together(
    database: Database, by: Actor, name: str, now: datetime, minimum: int, *, scheduled: bool, channel: str
) -> Proposal:
    by_id = by.id if isinstance(by, Person) else None
    async with database.unit() as uow:
        run_id = await run_rows.begin(uow, minimum, name, by_id, now, scheduled=scheduled)
        await uow.commit()
    found = Proposal(run_id)
    after: int | None = 0
    while after is not None:
        async with database.unit() as uow:
            people = await rows.owners(uow, after, CHUNK_PEOPLE)
            locked = await rows.lock(uow, people, wait=False)
            await _add(uow, found, locked, minimum, now)
            await uow.commit()
        # people whose turn was running: one at a time, so that nothing else waits for them
        for person_id in set(people) - set(locked):
            async with database.unit() as uow:
                await _add(uow, found, await rows.lock(uow, [person_id], wait=True), minimum, now)
                await uow.commit()
        after = people[-1] if len(people) == CHUNK_PEOPLE else None
    async with database.unit() as uow:
        await run_rows.set_state(uow, run_id, RunState.PROPOSED if found.payouts else RunState.DROPPED, now)
        about = {"run": run_id, "payouts": found.payouts}
        await audit.note(uow, by_id, channel, "propose payouts", about, now)
        await uow.commit()
    return found


async def _add(uow: UnitOfWork, found: Proposal, people: Sequence[int], minimum: int, now: datetime) -> None:
    payments: list[tuple[int, int, Payment, int]] = []
    kept: list[tuple[int, Money]] = []
    for candidate in await rows.candidates(uow, people, now, PROTECTED_FOR):
        decided = _decide(candidate, minimum, now)
        if isinstance(decided, HoldReason):
            found.held[decided] = found.held.get(decided, 0) + 1
        elif decided is not None:
            assert candidate.destination_id is not None
            decided, parts = _with_savings(candidate, decided, minimum, now)
            kept += [(candidate.person_id, part) for part in parts]
            grown = decided.carried - candidate.carried
            payments.append((candidate.person_id, candidate.destination_id, decided, grown))
    number = await rows.add(uow, found.run_id, payments, now)
    await saving_rows.set_aside(uow, [(person, number[person], part) for person, part in kept], now)
    found.payouts += len(payments)


def _with_savings(candidate: Candidate, due: Payment, minimum: int, now: datetime) -> tuple[Payment, tuple[Money, ...]]:
    """The payment without what is set aside of it, and the parts that are. Nothing is, if the rest were below the
    minimum."""
    if candidate.plan is None:
        return due, ()
    balances = tuple(Money(units, currency) for currency, units in candidate.balances.items())
    spare = savings.worth(balances) * (1 - Fraction(minimum, due.amount.units))
    parts = saving_rows.kept_back(candidate.plan, balances, spare)
    rest = {each.currency: each.units for each in savings.without(balances, parts)}
    less = _decide(replace(candidate, balances=rest), minimum, now) if parts else None
    return (less, parts) if isinstance(less, Payment) else (due, ())


def _decide(candidate: Candidate, minimum: int, now: datetime) -> Payment | HoldReason | None:
    return eligibility.decide(
        eligibility.Account(
            country=candidate.country,
            balances=tuple(Money(units, currency) for currency, units in candidate.balances.items()),
            carried=candidate.carried,
            open=candidate.open,
            named=candidate.destination_id is not None,
            usable_at=candidate.usable_at,
            shared=candidate.shared,
            locked=candidate.locked is not None,
            joined=candidate.joined is not None,
        ),
        minimum,
        now,
    )


async def _drop_unfinished(database: Database, now: datetime) -> None:
    async with database.unit() as uow:
        left = await run_rows.unfinished(uow)
    for run_id in left:
        await _drop(database, run_id, "proposal ended in the middle", now)


async def _drop(database: Database, run_id: int, reason: str, now: datetime) -> None:
    async with database.unit() as uow:
        for each in await rows.of_run(uow, run_id):
            locked = await rows.lock_payout(uow, each.id)
            if locked is not None and locked.state is PayoutState.PROPOSED:
                await rows.settle(uow, locked, PayoutState.DROPPED, now, reason)
        await run_rows.set_state(uow, run_id, RunState.DROPPED, now)
        await uow.commit()


async def approve(uow: UnitOfWork, by: Actor, name: str, run_id: int, now: datetime, channel: str = "") -> Run:
    """Approve a run as a second person. Raises `BadInput` if the run does not wait for approval, or if the same person
    proposed it."""
    access.require(by, "approve payouts")
    found = await _locked(uow, run_id)
    if found.state is not RunState.PROPOSED:
        raise BadInput(
            Reason("run {run} is {state}: only a proposed one is approved", run=run_id, state=found.state.value)
        )
    by_id = by.id if isinstance(by, Person) else None
    same = by_id == found.proposer_id if by_id is not None else name.casefold() == found.proposed_by.casefold()
    if same and not found.scheduled:
        raise BadInput(Reason("who has proposed a run does not approve it"))
    await run_rows.approve(uow, run_id, name, by_id, now)
    await audit.note(uow, by_id, channel, "approve payouts", {"run": run_id}, now)
    return await _locked(uow, run_id)


async def drop(uow: UnitOfWork, by: Actor, run_id: int, now: datetime, channel: str = "") -> None:
    """Refuse a run of which nothing was sent; all its money goes back. Raises `BadInput` for any other."""
    access.require(by, "approve payouts")
    found = await _locked(uow, run_id)
    if found.state not in (RunState.PROPOSED, RunState.APPROVED):
        raise BadInput(Reason("run {run} is {state}: it cannot be dropped", run=run_id, state=found.state.value))
    for each in await rows.of_run(uow, run_id):
        locked = await rows.lock_payout(uow, each.id)
        assert locked is not None
        await rows.settle(uow, locked, PayoutState.DROPPED, now, "the run was dropped")
    await run_rows.set_state(uow, run_id, RunState.DROPPED, now)
    await audit.note(uow, by.id if isinstance(by, Person) else None, channel, "drop payouts", {"run": run_id}, now)


async def run(
    uow: UnitOfWork,
    by: Actor,
    run_id: int,
    now: datetime,
    channel: str = "",
    terms: Terms | None = None,
) -> tuple[int, int]:
    """Hand an approved run to its providers: its payments are on their way. `terms` name them; a job calls those over
    HTTP. The other payments go into a file, whose result is a return file.

    People who must not be paid any more (a chat was locked since, an account was merged) are dropped from it. Returns
    how many payments are on their way and how many were dropped; the same again for a run that is on its way already.
    Raises `BadInput` for one that nobody has approved.
    """
    access.require(by, "approve payouts")
    found = await _locked(uow, run_id)
    if found.state in (RunState.RUNNING, RunState.DONE):
        payouts = await rows.of_run(uow, run_id)
        dropped = sum(each.state is PayoutState.DROPPED for each in payouts)
        return len(payouts) - dropped, dropped
    if found.state is not RunState.APPROVED:
        raise BadInput(Reason("run {run} is {state}: it must be approved first", run=run_id, state=found.state.value))
    if await stopping.standing(uow) is not None:
        raise BadInput(Reason("payouts are stopped: look at what went wrong, and let them go on first"))
    dropped = 0
    payouts = await rows.of_run(uow, run_id)
    unsafe = {each.person_id for each in await rows.at_risk(uow, run_id, now, PROTECTED_FOR)}
    for each in payouts:
        if each.person_id in unsafe:
            locked = await rows.lock_payout(uow, each.id)
            assert locked is not None
            await rows.settle(uow, locked, PayoutState.DROPPED, now, "the account is to be cleared first")
            dropped += 1
    used = terms or terms_file.shipped()
    to = {
        each.id: providers.served_by(used.provider(each.country or ""), DestinationKind(each.kind), used.ready)
        for each in await execution_rows.routed(uow, run_id)
    }
    await execution_rows.assign(uow, to, now)
    sent = await rows.send(uow, run_id, now)
    await run_rows.set_state(uow, run_id, RunState.RUNNING if sent else RunState.DONE, now)
    about = {"run": run_id, "payouts": sent}
    await audit.note(uow, by.id if isinstance(by, Person) else None, channel, "send payouts", about, now)
    return sent, dropped


@dataclass(slots=True)
class Reconciled:
    """The result of a return file. `known`: lines that say what is known already. `wrong`: line and reason of lines
    that contradict what is known, or name no payment that was sent."""

    settled: list[Settled] = field(default_factory=list)
    known: int = 0
    wrong: list[tuple[int, Reason]] = field(default_factory=list)


async def reconcile(
    uow: UnitOfWork, by: Actor, lines: Iterable[ReturnLine], now: datetime, *, seen: bool = False
) -> Reconciled:
    """Apply a report that came as a file. A line that is impossible changes nothing, and the others count. The same
    holds for a line about a payment that a provider over HTTP carries out, unless that one cannot tell its result, or a
    person has seen it there (`seen`)."""
    access.require(by, "approve payouts")
    done, concerned = Reconciled(), set[int]()
    for line in lines:
        found = await execution_rows.by_id(uow, line.payout_id)
        if found is not None and not found.by_file and not seen:
            label = providers.LABELS[found.provider]
            by_itself = Reason(
                "payment {payout} goes by {provider}, which tells its result itself", payout=found.id, provider=label
            )
            done.wrong.append((line.line, by_itself))
            continue
        applied = await settling.apply(uow, line, now)
        if isinstance(applied, Reason):
            done.wrong.append((line.line, applied))
        elif applied is None:
            done.known += 1
        else:
            done.settled.append(applied)
            concerned.add(applied.run_id)
    for run_id in sorted(concerned):
        await settling.end_run(uow, run_id, now)
    if done.settled:
        failed = sum(not each.paid for each in done.settled)
        about = {"paid": len(done.settled) - failed, "failed": failed}
        await audit.note(uow, by.id if isinstance(by, Person) else None, "", "reconcile payouts", about, now)
    return done


@dataclass(frozen=True, slots=True)
class Routes:
    """Who would carry out the proposed payments of a run. `missed`: those that would go by a provider which is not set
    up, and go by file instead."""

    by: Counter[ProviderName]
    missed: Counter[ProviderName]


async def routes(uow: UnitOfWork, by: Actor, run_id: int, terms: Terms) -> Routes:
    """Who would carry out a run if it were handed over now."""
    access.require(by, "see payouts")
    found = Routes(Counter(), Counter())
    for each in await execution_rows.routed(uow, run_id):
        wanted, kind = terms.provider(each.country or ""), DestinationKind(each.kind)
        found.by[providers.served_by(wanted, kind, terms.ready)] += 1
        if providers.missed(wanted, kind, terms.ready):
            found.missed[wanted] += 1
    return found


async def carriers(uow: UnitOfWork, by: Actor, run_id: int) -> dict[ProviderName, int]:
    """How many payments of a run each provider carries out; files for all of a run that was not handed over."""
    access.require(by, "see payouts")
    return await execution_rows.by_provider(uow, run_id)


@dataclass(frozen=True, slots=True)
class Line:
    """A payment of a run, with its whole destination."""

    order: files.Order
    person_id: int
    state: PayoutState
    provider: ProviderName


async def lines(uow: UnitOfWork, by: Actor, run_id: int, keys: Keys) -> list[Line]:
    """The payments of a run, by number, without those that were dropped; the same each time. Raises `NotFound`."""
    access.require(by, "see payouts")
    await _locked(uow, run_id)
    payouts = [each for each in await rows.of_run(uow, run_id) if each.state is not PayoutState.DROPPED]
    sealed = await destination_rows.sealed(uow, sorted({each.destination_id for each in payouts}))
    return [_line(each, destinations.opened(keys.open(sealed[each.destination_id]))) for each in payouts]


def _line(found: RunPayout, where: destinations.Destination) -> Line:
    order = files.Order(found.id, str(found.key), found.amount, where.kind, where.value, where.name)
    return Line(order, found.person_id, found.state, found.provider)


async def export(
    uow: UnitOfWork, by: Actor, run_id: int, form: Literal["csv", "pain001"], sender: files.Sender, keys: Keys
) -> bytes:
    """The orders of a run that is on its way or has ended, without those that a provider over HTTP carries out; the
    same file each time. Raises `NotFound`, and `BadInput` for a run that was not handed over (`run`), because its
    payments could still change, and for one of which nothing goes by file."""
    found = await _locked(uow, run_id)
    if found.state not in (RunState.RUNNING, RunState.DONE):
        raise BadInput(Reason("run {run} is {state}: it must be run first", run=run_id, state=found.state.value))
    sent = await lines(uow, by, run_id, keys)
    orders = [each.order for each in sent if each.provider is ProviderName.FILES]
    if sent and not orders:
        raise BadInput(Reason("no payment of run {run} goes by file", run=run_id))
    if form == "csv":
        return files.write_csv(orders)
    assert found.approved_at is not None
    return files.write_pain001(orders, run_id, sender, found.approved_at)


async def one(uow: UnitOfWork, by: Actor, run_id: int) -> tuple[Run, list[RunTotal]]:
    """A run with its totals. Raises `NotFound`."""
    access.require(by, "see payouts")
    return await _locked(uow, run_id), await run_rows.totals(uow, run_id)


def may_act(by: Actor) -> None:
    """Raises `NotAllowed` for a person who may only look."""
    access.require(by, "approve payouts")


async def listing(uow: UnitOfWork, by: Actor, most: int) -> list[tuple[Run, list[RunTotal]]]:
    """The newest runs, the newest first, with their totals."""
    access.require(by, "see payouts")
    return [(found, await run_rows.totals(uow, found.id)) for found in await run_rows.newest(uow, most)]


async def _locked(uow: UnitOfWork, run_id: int) -> Run:
    found = await run_rows.lock(uow, run_id)
    if found is None or found.state is RunState.PROPOSING:
        raise NotFound(f"there is no run {run_id}")
    return found
