"""Supplements. If a project takes longer than its client had estimated, people who therefore earned less than the
minimum wage of their country are paid the difference, out of the project's budget; if that is all promised, out of the
client's account.

An answer counts for at most one supplement. The time that counts is the person's own, by the rules of
`backend.domain.days.cap` and of reading time.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from backend.db.admin import audit
from backend.db.earnings import ledger, pay_events
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox
from backend.db.work import projects, steering
from backend.db.work import top_ups as rows
from backend.db.work.projects import StoredProject
from backend.db.work.top_ups import PaidWork
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.errors import NotFound
from backend.domain.money import Money
from backend.domain.people.commands import Actor
from backend.domain.work import minimum_pay
from backend.domain.work.commands import usual_minutes
from backend.domain.work.minimum_pay import Floor
from backend.records import Record
from backend.services import access

TOPPED_UP = "topped up"
"""The event by which the person hears of it."""


class Supplement(Record):
    """What one person is owed. `work`: the answers that it counts."""

    work: PaidWork
    amount: Money


class TopUp(Record):
    """What a project pays at its measured pace, and to whom it owes a supplement.

    `hourly`: exact F CFA per hour; None if no pace is measured. `below`: the minimum wages that it does not reach.
    `beyond`: the part that the project's budget does not hold and that `client` pays.
    """

    project_id: int
    name: str
    title: str
    client: str
    hourly: Fraction | None
    below: tuple[Floor, ...]
    supplements: tuple[Supplement, ...]
    total: Money
    beyond: Money


async def preview(uow: UnitOfWork, by: Actor, project: int | str) -> TopUp:
    """The supplements of a project, by its number or name. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "steer projects")
    stored = await _stored(uow, project)
    return _top_up(stored, *await _owed(uow, stored))


async def top_up(uow: UnitOfWork, by: Actor, project: int | str, channel: str, now: datetime) -> TopUp:
    """Pay the supplements. Everybody who is paid hears of it. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "steer projects")
    stored = await _stored(uow, project)  # locked, so that nobody else tops it up meanwhile
    found = _top_up(stored, *await _owed(uow, stored))
    if not found.supplements:
        return found
    booked = [found.total.units, found.total.currency]
    about = {"project": stored.id, "name": found.name, "people": len(found.supplements), "booked": booked}
    await audit.note(uow, by.id, channel, "project.topup", about, now)
    await _fund(uow, stored, found, now)
    for each in found.supplements:
        person_id = each.work.person_id
        event = await pay_events.add(uow, PayEvent.TOPPED_UP, person_id, stored.id, each.amount, now)
        await rows.note(uow, person_id, each.work.tasks, event)
        told = {"wake": TOPPED_UP, "project": found.title, "pay": [each.amount.units, each.amount.currency]}
        await inbox.post(uow, person_id, f"topup:{event}", told, now)
    return found


async def fallen(uow: UnitOfWork, now: datetime) -> list[TopUp]:
    """Projects whose measured pace has fallen below a minimum wage since the last call. Each is reported once, and
    again only if it paid enough in between."""
    found = []
    for each in await rows.measured(uow):
        config = await projects.config(uow, each.id, each.revision)
        below = minimum_pay.below(config, usual_minutes(config, each.median_seconds))
        if bool(below) == each.told:
            continue
        await rows.set_underpaid(uow, each.id, now if below else None)
        if below:
            stored = await _stored(uow, each.id)
            found.append(_top_up(stored, *await _owed(uow, stored)))
    return found


async def _stored(uow: UnitOfWork, project: int | str) -> StoredProject:
    """A project, locked until the end of the transaction. Raises `NotFound`."""
    if isinstance(project, int):
        listed = await steering.one(uow, project)
        project = listed.name if listed is not None else ""
    stored = await projects.by_name(uow, project)
    if stored is None or stored.practice:
        raise NotFound(f"there is no project {project!r}")
    return stored


async def _owed(uow: UnitOfWork, stored: StoredProject) -> tuple[tuple[Floor, ...], tuple[Supplement, ...]]:
    if stored.median_seconds is None:
        return (), ()
    below = minimum_pay.below(stored.config, usual_minutes(stored.config, stored.median_seconds))
    floors = {floor.country: floor for floor in below}
    supplements = []
    for work in await rows.paid_work(uow, stored.id, list(floors)) if floors else ():
        earned = Money(work.units, stored.config.pay.currency)
        if (amount := minimum_pay.missing(floors[work.country], earned, work.seconds)) is not None:
            supplements.append(Supplement(work, amount))
    return below, tuple(supplements)


def _top_up(stored: StoredProject, below: tuple[Floor, ...], supplements: tuple[Supplement, ...]) -> TopUp:
    config, currency = stored.config, stored.config.pay.currency
    hourly = None
    if stored.median_seconds is not None:
        hourly = minimum_pay.hourly(config, usual_minutes(config, stored.median_seconds))
    total = sum(each.amount.units for each in supplements)
    free = max(0, stored.funded.units - stored.promised.units)
    return TopUp(
        project_id=stored.id,
        name=config.name,
        title=config.title,
        client=stored.client,
        hourly=hourly,
        below=below,
        supplements=supplements,
        total=Money(total, currency),
        beyond=Money(max(0, total - free), currency),
    )


async def _fund(uow: UnitOfWork, stored: StoredProject, found: TopUp, now: datetime) -> None:
    """Reserve the money, and book what the budget does not hold."""
    if found.beyond.units:
        # the funds only ever grow, so the key is unique
        key = f"fund:{stored.id}:topup:{stored.funded.units + found.beyond.units}"
        moved = await ledger.transfer(uow, key, ("client", stored.client_id), ("project", stored.id), found.beyond, now)
        if not moved:
            raise RuntimeError("a supplement was to be funded twice, or its client has no account")
    if not await projects.book(uow, stored.id, found.beyond.units, found.total.units):
        raise RuntimeError("a project's funds do not cover its supplements")
    for each in found.supplements:
        await ledger.open_earnings(uow, each.work.person_id, found.total.currency)
