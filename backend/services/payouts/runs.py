"""Runs of payments: proposed (`proposals`), approved by a second person, handed to a provider, reconciled with its
report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import destinations as destination_rows
from backend.db.payouts import execution as execution_rows
from backend.db.payouts import payouts as rows
from backend.db.payouts import runs as run_rows
from backend.db.payouts.execution import Routed
from backend.db.payouts.payouts import RunPayout
from backend.db.payouts.runs import Run, RunTotal
from backend.domain.errors import BadInput, NotFound, Reason
from backend.domain.french.spelling import fold
from backend.domain.identity.joining import PROTECTED_FOR
from backend.domain.payouts import destinations, files, providers, terms_file
from backend.domain.payouts.destinations import DestinationKind
from backend.domain.payouts.providers import ProviderName
from backend.domain.payouts.states import HoldReason, PayoutState, ReturnLine, RunState
from backend.domain.payouts.terms import Terms
from backend.domain.people.commands import Actor
from backend.encryption import Keys
from backend.records import Record, Struct, field
from backend.services import access
from backend.services.payouts import settling, stopping
from backend.services.payouts.proposals import Proposal as Proposal
from backend.services.payouts.proposals import propose as propose
from backend.services.payouts.settling import Settled


async def approve(uow: UnitOfWork, by: Actor, name: str, run_id: int, now: datetime, channel: str = "") -> Run:
    """Approve a run as a second person. Raises `BadInput` if the run does not wait for approval, or if the same person
    proposed it."""
    access.require(by, "approve payouts")
    found = await _locked(uow, run_id)
    if found.state is not RunState.PROPOSED:
        raise BadInput(
            Reason("run {run} is {state}: only a proposed one is approved", run=run_id, state=found.state.value)
        )
    if is_own(found, by, name):
        raise BadInput(Reason("who has proposed a run does not approve it"))
    await run_rows.approve(uow, run_id, name, by.id, now)
    await audit.note(uow, by.id, channel, "approve payouts", {"run": run_id}, now)
    return await _locked(uow, run_id)


def is_own(found: Run, by: Actor, name: str) -> bool:
    """Whether this person has proposed the run, so that somebody else has to approve it."""
    if found.scheduled:
        return False
    if by.id is not None and found.proposer_id is not None:
        return by.id == found.proposer_id
    return fold(name) == fold(found.proposed_by)  # one acts by the command line, where a name is all that is known


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
    await audit.note(uow, by.id, channel, "drop payouts", {"run": run_id}, now)


async def left_out(uow: UnitOfWork, by: Actor, run_id: int) -> dict[HoldReason, int]:
    """How many people were taken out of a run at the moment when it was handed over, by reason. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    found = [each.reason for each in await rows.of_run(uow, run_id) if each.state is PayoutState.DROPPED]
    return {why: found.count(why) for why in HoldReason if why in found}


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

    People who must not be paid any more (a chat was locked since, an account was merged, another destination named), or
    whose payment costs something else by now, are dropped from it. Returns how many payments are on their way and how
    many were dropped; the same again for a run that is on its way already.
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
    used = terms or terms_file.shipped()
    routed = await execution_rows.routed(uow, run_id)
    changed = {each.id: HoldReason.OTHER_FEE for each in routed if not _costs_as_proposed(each, used)}
    dropped = 0
    payouts = await rows.of_run(uow, run_id)
    unsafe = {each.person_id: each.why for each in await rows.at_risk(uow, run_id, now, PROTECTED_FOR)}
    for each in payouts:
        if (why := unsafe.get(each.person_id) or changed.get(each.id)) is not None:
            locked = await rows.lock_payout(uow, each.id)
            assert locked is not None
            await rows.settle(uow, locked, PayoutState.DROPPED, now, why)
            dropped += 1
    to = {
        each.id: providers.served_by(used.provider(each.country or ""), DestinationKind(each.kind), used.ready)
        for each in await execution_rows.routed(uow, run_id)
    }
    await execution_rows.assign(uow, to, now)
    sent = await rows.send(uow, run_id, now)
    await run_rows.set_state(uow, run_id, RunState.RUNNING if sent else RunState.DONE, now)
    about = {"run": run_id, "payouts": sent}
    await audit.note(uow, by.id, channel, "send payouts", about, now)
    return sent, dropped


def _costs_as_proposed(each: Routed, terms: Terms) -> bool:
    """Whether a payment costs what was approved: another provider may carry it out by now, and what she bears is
    already taken off what arrives."""
    fee = terms.fee(each.country or "", DestinationKind(each.kind))
    cost = fee.of(each.units)
    return (cost, bool(cost) and fee.hers) == (each.fee, bool(each.fee) and each.fee_hers)


class Reconciled(Struct):
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
        await audit.note(uow, by.id, "", "reconcile payouts", about, now)
    return done


class Routes(Record):
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


class Line(Record):
    """A payment of a run, with its whole destination."""

    order: files.Order
    person_id: int
    state: PayoutState
    provider: ProviderName


async def lines(uow: UnitOfWork, by: Actor, run_id: int, keys: Keys) -> list[Line]:
    """The payments of a run, by number, without those that were dropped; the same each time, without who was erased
    since. Raises `NotFound`."""
    access.require(by, "see payouts")
    await _locked(uow, run_id)
    payouts = [each for each in await rows.of_run(uow, run_id) if each.state is not PayoutState.DROPPED]
    sealed = await destination_rows.sealed(uow, sorted({each.destination_id for each in payouts}))
    known = [each for each in payouts if sealed[each.destination_id]]
    return [_line(each, destinations.opened(keys.open(sealed[each.destination_id]))) for each in known]


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


async def waiting_and_newest(
    uow: UnitOfWork, by: Actor, most: int, newest: int
) -> tuple[list[tuple[Run, list[RunTotal]]], list[Run]]:
    """The runs that somebody has to decide about, at most `most`, filled up with others to the `newest` ones, the
    newest first, with their totals; and those that wait beside them."""
    access.require(by, "see payouts")
    waiting = await run_rows.waiting(uow)
    shown = {each.id: each for each in waiting[:most]}
    known = {each.id for each in waiting}
    others = [each for each in await run_rows.newest(uow, newest) if each.id not in known]
    shown |= {each.id: each for each in others[: max(0, newest - len(shown))]}
    found = [(shown[number], await run_rows.totals(uow, number)) for number in sorted(shown, reverse=True)]
    return found, waiting[most:]


async def that_wait(uow: UnitOfWork, by: Actor) -> list[Run]:
    """All runs that somebody has to decide about. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await run_rows.waiting(uow)
