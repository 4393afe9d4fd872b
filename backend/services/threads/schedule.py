"""Threads and our own clock: who waits too long, the end of a person's quiet hours, a file that was fetched."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.threads import messages as message_rows
from backend.db.threads import queries as rows
from backend.db.threads import routing as reach_rows
from backend.db.threads import schedule as clock_rows
from backend.db.threads.routing import Reader
from backend.domain.people.commands import Person
from backend.domain.threads.commands import Thread, ThreadMessage, ThreadState
from backend.domain.threads.timing import ESCALATE_AFTER, HUBERS_LIVE, next_look
from backend.records import replace
from backend.services.threads import answers as threads_answers
from backend.services.threads.service import Passing, now_or_morning, pass_to_readers, plan, readers, team


async def look_after(
    uow: UnitOfWork, person: Person, now: datetime, *, handed_over: bool = False
) -> tuple[Thread, Sequence[Reader]] | None:
    """Do what is due for the person's thread. If it waits too long for an answer, the team is told once: return the
    thread and who is told now. If it was silent for too long, close it. `handed_over`: others read it from now on; who
    has not got its last message is told."""
    thread = await rows.open_of(uow, person.id)
    if thread is None:
        return None
    if handed_over:
        return await _tell_new_readers(uow, person, thread, now)
    waiting, escalated = thread.waiting_since, thread.escalated_at
    due = next_look(waiting, escalated, thread.last_at)
    if due is None or due > now:
        await plan(uow, thread.id, waiting, escalated, thread.last_at)
        return None
    if waiting is None:
        await rows.close(uow, thread.id, None, now)
        return None
    admins = await team(uow)
    if not admins:  # nobody of the team can be told: look again later
        await clock_rows.set_look(uow, thread.id, now + ESCALATE_AFTER)
        return None
    await rows.escalated(uow, thread.id, now)
    return await _told(uow, thread, admins, now)


async def _told(
    uow: UnitOfWork, thread: ThreadState, whom: Sequence[Reader], now: datetime
) -> tuple[Thread, Sequence[Reader]] | None:
    told = [reader for reader in whom if await now_or_morning(uow, reader, None, HUBERS_LIVE, now)]
    (reader, *_) = whom
    by = await people_rows.person(uow, reader.person_id)
    shown = await threads_answers.look(uow, by, thread.id) if by is not None else None
    return (shown, told) if shown is not None else None


async def _tell_new_readers(
    uow: UnitOfWork, person: Person, thread: ThreadState, now: datetime
) -> tuple[Thread, Sequence[Reader]] | None:
    seen = await rows.look(uow, thread.id)
    if thread.waiting_since is None or seen is None:
        return None
    to, whom = await readers(uow, person, thread)
    new = [each for each in whom if await reach_rows.passed_on(uow, each.person_id, thread.id) < seen.seen]
    if new and to == "team":
        await rows.escalated(uow, thread.id, now)
    return await _told(uow, thread, new, now) if new else None


async def morning(uow: UnitOfWork, person: Person, now: datetime) -> list[Passing]:
    """The messages of a person's own thread that waited for the morning, each with its author."""
    chat = await reach_rows.one(uow, person.id)
    found = await message_rows.untold(uow, person.id)
    if chat is None or not found or person.stopped_at is not None:
        return []
    await message_rows.told(uow, [message.id for message in found], now)
    return [Passing(message, (chat,), person, message.author) for message in found]


async def file_came(uow: UnitOfWork, event: int, now: datetime) -> tuple[ThreadMessage, Passing | None] | None:
    """The file of a message was fetched, or never will be (then its `hash` is None). Return the message, and its
    further way. None if nothing is left to do."""
    message = await message_rows.of_event(uow, event)
    if message is None or message.told_at is not None:
        return None
    thread = await rows.lock(uow, message.thread_id)
    assert thread is not None
    her = await people_rows.person(uow, thread.person_id)
    by = await people_rows.person(uow, message.author_id)
    assert her is not None and by is not None
    digest = await message_rows.fetched(uow, event)
    if digest is None and not message.words:
        await message_rows.undo(uow, message.id)
        thread = await rows.lock(uow, message.thread_id)
        assert thread is not None
        await plan(uow, thread.id, thread.waiting_since, thread.escalated_at, thread.last_at)
        return message, None
    if digest is None:
        await message_rows.without_file(uow, message.id)
        shown = replace(message, kind=None)
    else:
        await message_rows.set_file(uow, message.id, digest)
        shown = await message_rows.of_event(uow, event) or message
    if message.hers:
        passing = await pass_to_readers(uow, her, thread, shown, now)
    else:
        _, passing = await threads_answers.pass_to_her(uow, her, shown, by, now)
    return replace(message, hash=digest), passing
