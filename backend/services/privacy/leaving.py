"""A person wants to be erased, changes their mind, or claims afterwards what was owed to them. Every function is part
of a turn."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import merge_work
from backend.db.people import erasures as rows
from backend.db.people import queries as people_rows
from backend.db.turns import Conversation
from backend.db.work import leases
from backend.domain import days
from backend.domain.earnings.figures import Amounts
from backend.domain.errors import BadInput, LastOwner, NotAllowed
from backend.domain.money import Money
from backend.domain.payouts.terms import Terms
from backend.domain.people import codes
from backend.domain.people.commands import Person
from backend.domain.privacy.commands import ErasureAsked
from backend.domain.privacy.erasing import REFLECTION
from backend.domain.work.commands import AnswerStatus
from backend.records import Record
from backend.services.earnings import savings
from backend.services.identity import joining
from backend.services.payouts.timing import rhythms
from backend.services.people import owners
from backend.services.people import service as people_service


class Outlook(Record):
    """What an erasure would mean now. `due`: the day of it. `owed`, `tail`: as in `ErasureAsked`. `asked`: the day of
    an erasure that was asked for already; None: none was. `last_owner`: it would be refused."""

    due: date
    owed: tuple[Money, ...]
    tail: str
    asked: date | None
    last_owner: bool


async def outlook(uow: UnitOfWork, person: Person, now: datetime) -> Outlook:
    """What an erasure would mean for the person."""
    try:
        await owners.keep_one(uow, person.id)
        last = False
    except LastOwner:
        last = True
    open_ = await rows.waiting(uow, person.id)
    owed = await rows.owed(uow, person.id)
    asked = None if open_ is None else days.local_day(open_.due, person.zone)
    return Outlook(days.local_day(now + REFLECTION, person.zone), *owed, asked, last)


async def ask(
    uow: UnitOfWork, person: Person, task_id: int | None, terms: Terms, channel: str, now: datetime
) -> ErasureAsked:
    """Erase the person after `REFLECTION`. Until then we write nothing by ourselves, as after `stop`, and their open
    task `task_id` goes back to the others. What is set aside goes back to their pay, and they are paid in the next run
    if it is known where. Raises `LastOwner`."""
    await owners.keep_one(uow, person.id)
    if task_id is not None:
        await leases.leave(uow, person.id, task_id, AnswerStatus.GIVEN_BACK, now)
    stopped = person.stopped_at is not None
    if not stopped:
        await people_service.stop(uow, person, now)
    await savings.suspend(uow, person, now)
    owed, tail = await rows.owed(uow, person.id)
    if owed and tail:
        with suppress(BadInput, NotAllowed):  # nobody is paid in that country, or there is no run to wait for
            await rhythms.ask(uow, person, terms, now)
    claim = codes.new() if owed or await rows.has_earned(uow, person.id) else ""
    digest = codes.digest(claim) if claim else None
    due = now + REFLECTION
    await rows.ask(uow, person.id, now, due, stopped_before=stopped, claim=digest)
    await audit.note(uow, person.id, channel, "ask erasure", {}, now, subject=person.id)
    return ErasureAsked(days.local_day(due, person.zone), owed, tail, codes.written(claim) if claim else "")


class Stayed(Record):
    """Somebody who stays, as they are then. `released`: what was set aside, and is in their pay since they asked."""

    person: Person
    released: Amounts = ()


async def stay(uow: UnitOfWork, person: Person, channel: str, now: datetime) -> Stayed | None:
    """The person has changed their mind; the same as before is set aside of the next payments. None if nothing was
    asked for."""
    return await _stays(uow, person, person.id, channel, now)


async def refuse(uow: UnitOfWork, person: Person, now: datetime) -> bool:
    """The erasure is due, and nobody else is left to give roles: the person stays. Returns False if they changed their
    mind meanwhile."""
    return await _stays(uow, person, None, "", now) is not None


async def _stays(uow: UnitOfWork, person: Person, by: int | None, channel: str, now: datetime) -> Stayed | None:
    dropped = await rows.drop(uow, person.id)
    if dropped is None:
        return None
    if not dropped.stopped_before:
        await savings.resume(uow, person)
        person = await people_service.back(uow, person, now)
    await audit.note(uow, by, channel, "stay", {}, now, subject=person.id)
    return Stayed(person, await savings.released(uow, person, dropped.asked_at))


async def kept_under(uow: UnitOfWork, code: str) -> tuple[Money, ...] | None:
    """What is kept for somebody who was erased under this code; empty if all was paid. None for any other code."""
    number = await rows.claimed(uow, codes.digest(code))
    return None if number is None else (await rows.owed(uow, number))[0]


async def on_the_way_under(uow: UnitOfWork, code: str) -> tuple[Money, ...]:
    """What is on its way to where somebody was paid who was erased under this code: it may come back."""
    number = await rows.claimed(uow, codes.digest(code))
    return () if number is None else await rows.on_the_way(uow, number)


async def is_promised(uow: UnitOfWork, person: Person, code: str) -> bool:
    """Whether this is the code that the person was given for after their erasure, which has not come yet."""
    return await rows.promised(uow, person.id, codes.digest(code))


async def claim(
    uow: UnitOfWork, person: Person, talk: Conversation, code: str, channel: str, now: datetime
) -> tuple[Conversation, tuple[Money, ...]] | None:
    """Hand over to the person what is kept under this code, with the work that it is for: the two accounts become one.
    Returns the conversation that goes on, and what was owed. None if both have answered the same task, and it was
    refused or is looked at, so that the team has to look. Raises `BadInput` for a code under which nothing is kept."""
    number = await rows.claimed(uow, codes.digest(code))
    gone = await people_rows.person(uow, number) if number is not None else None
    if number is None or gone is None:
        raise BadInput("nothing is kept under that code")
    if await merge_work.disputed_task(uow, number, person.id):
        return None
    owed, _ = await rows.owed(uow, number)
    await rows.forget_claim(uow, number)
    talk, _ = await joining.merge(uow, gone, person, talk, now)
    await audit.note(uow, person.id, channel, "claim pay", {"person": number}, now, subject=person.id)
    return talk, owed
