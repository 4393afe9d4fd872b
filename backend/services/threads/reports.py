"""Reports of messages in threads. Whoever wrote the message is muted until a person of the team has looked: they and
the reporter do not write to each other, and what she writes goes to the team. A report is no verdict."""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.threads import messages as message_rows
from backend.db.threads import queries as rows
from backend.db.threads import reports as report_rows
from backend.db.threads.reports import Reported
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.threads.commands import TellOfHuber, ThreadMessage
from backend.records import Record
from backend.services import access
from backend.services.threads import answers, service
from backend.services.threads.service import may_write

MOST_LISTED = 8
"""Reports that are listed at once."""


class Reportable(Record):
    """The message that would be reported. `name`: of who wrote it."""

    thread_id: int
    message: ThreadMessage
    name: str
    hers: bool
    """Whether the person whose thread it is reports."""


async def reportable(
    uow: UnitOfWork, by: Person, thread_id: int | None, message_id: int | None = None
) -> Reportable | None:
    """The last message of the other side, or the one of this number: in the person's own threads (None), closed ones as
    well, or in a thread that they may answer, or might (`answers.reportable`). None if there is none, or if it is known
    already (`known`). Raises `NotAllowed`."""
    if thread_id is None:
        if not may_write(by):
            raise NotAllowed
        found = await message_rows.to_person(uow, by.id, message_id)
        if found is not None and found.author_id in await report_rows.apart(uow, by.id):
            return None
        return Reportable(found.thread_id, found, found.author.name, True) if found is not None else None
    shown = await answers.reportable(uow, by, thread_id)
    if shown is None:
        return None
    if message_id is None:
        found = await message_rows.last_of_side(uow, thread_id, hers=True, until=shown.seen)
    else:
        found = await message_rows.one(uow, thread_id, message_id) if message_id <= shown.seen else None
    return Reportable(thread_id, found, shown.name, False) if found is not None and found.hers else None


async def known(uow: UnitOfWork, by: Person) -> bool:
    """Whether the person reported somebody, and the two do not write to each other."""
    return bool(await report_rows.apart(uow, by.id))


async def report(
    uow: UnitOfWork, by: Person, thread_id: int | None, message_id: int, channel: str, now: datetime
) -> Reported | None:
    """Report that message of the other side, also if another one has come since. None if it is none, or a report waits
    already. Raises `NotAllowed`."""
    found = await reportable(uow, by, thread_id, message_id)
    if found is None:
        return None
    muted = found.message.author_id
    if not await report_rows.report(uow, found.thread_id, message_id, by.id, muted, now):
        return None
    await audit.note(
        uow, by.id, channel, "report message", {"thread": found.thread_id, "message": message_id}, now, subject=muted
    )
    return await report_rows.one(uow, found.thread_id)


async def tell(
    uow: UnitOfWork, by: Person, command: TellOfHuber, event: int, channel: str, now: datetime
) -> Reported | None:
    """The person tells the team how a Huber treats her, in words that this Huber does not read: a report of no message,
    which the team finds among its threads as well. `event`: of the inbox, which brought a file. None if a report of her
    waits already: the words are added to the thread. Raises `NotAllowed` for somebody who is no Huber."""
    if not may_write(by) or not await rows.was_huber(uow, command.huber):
        raise NotAllowed
    thread = await rows.begin(uow, by.id, now)
    message = await service.hers_came(uow, by, thread, command.words, command.file, event, now)
    await rows.escalated(uow, thread.id, now)
    await service.plan(uow, thread.id, thread.waiting_since or now, now, now)
    if not await report_rows.report(uow, thread.id, message.id, by.id, command.huber, now):
        return None
    await audit.note(uow, by.id, channel, "report message", {"thread": thread.id}, now, subject=command.huber)
    return await report_rows.one(uow, thread.id)


async def waiting(uow: UnitOfWork, by: Person) -> list[Reported]:
    """Reports for this person to look at; none for who may not. Nobody decides about themselves."""
    return await report_rows.waiting(uow, by.id, MOST_LISTED) if may(by, "answer hubers") else []


async def look(uow: UnitOfWork, by: Person, thread_id: int) -> Reported | None:
    """The report that waits in a thread. None if there is none, or it concerns the person. Raises `NotAllowed`."""
    access.require(by, "answer hubers")
    found = await report_rows.one(uow, thread_id)
    return found if found is not None and by.id not in (found.reporter_id, found.muted_id) else None


async def decide(
    uow: UnitOfWork, by: Person, thread_id: int, *, mute: bool, channel: str, now: datetime
) -> Reported | None:
    """End the report: lift the mute, or let it stay. None if it was decided before. Raises `NotAllowed`."""
    found = await look(uow, by, thread_id)
    if found is None:
        return None
    await report_rows.settle(uow, thread_id, mute=mute)
    about = {"thread": thread_id, "what": "mute" if mute else "lift"}
    await audit.note(uow, by.id, channel, "decide report", about, now, subject=found.muted_id)
    return found
