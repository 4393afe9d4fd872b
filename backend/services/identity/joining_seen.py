"""Joinings as they are shown to the people concerned: which are open, and who may stop them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import joinings as rows
from backend.db.identity.joinings import Joining
from backend.db.people import queries as people_rows
from backend.domain.errors import NotAllowed
from backend.domain.identity.joining import PROTECTED_FOR, JoiningState, Pending
from backend.domain.people.commands import Person
from backend.domain.people.roles import LEARNERS
from backend.records import Record
from backend.services import access
from backend.services.identity import linking

Ended = Literal["stopped", "joined", "over"]
""""stopped": just now; "joined": it is done already; "over": it ended in another way."""


class ToldOf(Record):
    """An open joining of somebody else, as a Huber or admin was told of it; her first name and number."""

    pending: Pending
    name: str
    number: int


async def stop(
    uow: UnitOfWork, by: Person, joining_id: int, channel: str, now: datetime
) -> tuple[Ended, Joining] | None:
    """Stop a joining, on behalf of a person concerned or their referee. None: there is no such joining. Raises
    `NotAllowed`."""
    row = await rows.lock(uow, joining_id)
    if row is None:
        return None
    await _require_say(uow, by, row)
    if row.ended_at is None:
        await rows.set_state(uow, joining_id, state=JoiningState.STOPPED, ended_at=now)
        about = {"kind": row.kind, "chat": row.contact_id, "label": await linking.called(uow, row.contact_id)}
        await audit.note(uow, by.id, channel, "stop joining", about, now, subject=row.giver_id)
        return "stopped", row
    return ("joined" if row.state is JoiningState.JOINED else "over"), row


async def _require_say(uow: UnitOfWork, by: Person, row: Joining) -> None:
    if by.id in (row.giver_id, row.taker_id):
        return
    for person_id in {row.giver_id, row.taker_id}:
        her = await people_rows.person(uow, person_id)
        if her is not None and her.role is not None and _looks_after(by, her):
            return
    raise NotAllowed


def _looks_after(by: Person, her: Person) -> bool:
    try:
        access.require(by, "vouch", her.country)
        if her.role == "admin":
            access.require(by, "give roles")
    except NotAllowed:
        return False
    return by.role != "huber" or her.role in LEARNERS


async def which(uow: UnitOfWork, by: Person, now: datetime) -> list[int]:
    """The joinings that "no" may mean if the person names none: all open ones, else the last one that has ended."""
    under_way = [row.id for row in await rows.open_of(uow, by.id)]
    if under_way:
        return under_way
    newest = await rows.newest_of(uow, by.id, now - PROTECTED_FOR)
    return [newest] if newest is not None else []


async def pending(uow: UnitOfWork, person: Person) -> tuple[Pending, ...]:
    """The open joinings of a person, in the form in which they are shown."""
    return tuple([await shown(uow, row, person.id) for row in await rows.open_of(uow, person.id)])


async def told_of(uow: UnitOfWork, helper: Person) -> tuple[ToldOf, ...]:
    """The open joinings that a Huber or admin was told of."""
    found = []
    for row in await rows.told_of(uow, helper.id, ("huber", "for")):
        her = await people_rows.person(uow, row.giver_id)
        assert her is not None
        found.append(ToldOf(await shown(uow, row, her.id), her.first_name, her.id))
    return tuple(found)


async def warned_of(uow: UnitOfWork, person: Person) -> tuple[Pending, ...]:
    """The open joinings of which the person was warned, because they open or move their account."""
    return tuple([await shown(uow, row, person.id) for row in await rows.told_of(uow, person.id, ("ask", "again"))])


async def shown(uow: UnitOfWork, row: Joining, to: int) -> Pending:
    """A joining as it is shown to a person. Of a merge the other account is named: to the asking one the owner's, to
    all others the asking one."""
    name = ""
    if row.kind == "merge":
        other = await people_rows.person(uow, row.giver_id if to == row.taker_id else row.taker_id)
        name = other.first_name if other is not None else ""
    asks = row.state is JoiningState.ASKS
    return Pending(row.id, row.kind, await linking.called(uow, row.contact_id), name, row.due, asks)
