"""Threads as Hubers and the team use them: reading, answering, closing."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.threads import messages as message_rows
from backend.db.threads import queries as rows
from backend.db.threads import reports as report_rows
from backend.db.threads import routing as reach_rows
from backend.db.threads.routing import RepliedThread
from backend.domain.errors import NotAllowed
from backend.domain.identity import secret_numbers
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.threads.commands import (
    Answered,
    AnswerThread,
    Author,
    Closed,
    CloseThread,
    Listing,
    Outcome,
    Thread,
    ThreadMessage,
)
from backend.domain.threads.timing import FREE_WINDOW, HERS_LIVE
from backend.records import replace
from backend.services import access
from backend.services.threads.service import Passing, may_write, now_or_morning, plan, readers

TOGETHER = timedelta(minutes=1)
"""Files that come within this time of each other, with nothing between them, belong together."""
SHOWN_MESSAGES = 6
"""How many messages of a thread are shown, besides those that wait."""


async def look(uow: UnitOfWork, by: Person, thread_id: int) -> Thread | None:
    """A thread, for a person who may answer it; None if there is none for them, or if it is closed. Raises
    `NotAllowed`."""
    access.require(by, "answer threads")
    thread = await rows.look(uow, thread_id)
    if thread is None or thread.closed or not await _may_answer(uow, by, thread):
        return None
    since = thread.waiting_since
    lines = await message_rows.lines(uow, thread_id, SHOWN_MESSAGES, since)
    files = sum(line.hash is not None and line.hers and line.at >= since for line in lines) if since else 0
    return replace(thread, lines=tuple(line.line for line in lines), files=files)


async def reportable(uow: UnitOfWork, by: Person, thread_id: int) -> Thread | None:
    """A thread whose messages somebody may report: one that they may answer, or of which messages were passed on to
    them before it was closed, or the person moved; then `seen` is the last of these. None if there is none. Raises
    `NotAllowed`."""
    access.require(by, "answer threads")
    thread = await rows.look(uow, thread_id)
    if thread is None or (not thread.closed and await _may_answer(uow, by, thread)):
        return thread
    if by.id in await report_rows.apart(uow, thread.person_id):
        return None
    seen = await reach_rows.passed_on(uow, by.id, thread_id)
    return replace(thread, seen=seen) if seen else None


async def file_before(uow: UnitOfWork, by: Person, contact_id: int, event: int, now: datetime) -> ThreadMessage | None:
    """The file that somebody has sent to a person just before this event, with nothing between them: more of them come
    at once, as an album. None if there is none."""
    found = await message_rows.just_before(uow, by.id, contact_id, event)
    return found if found is not None and now - found.at <= TOGETHER else None


async def goes_on_in(uow: UnitOfWork, thread_id: int) -> int:
    """The thread in which to answer, for a button of this thread. This one may be closed, because the person joined two
    accounts or was silent for long, and what they write now is in another one."""
    return await rows.goes_on_in(uow, thread_id)


async def answer(
    uow: UnitOfWork, by: Person, command: AnswerThread, event: int, now: datetime
) -> tuple[Answered, Passing | None]:
    """Send an answer of a Huber or the team to the person whose thread it is. `event`: of the inbox, which brought a
    file just now. Raises `NotAllowed`."""
    access.require(by, "answer threads")
    file = command.file
    event = (file.event or event) if file else 0
    thread = await rows.lock(uow, command.thread)
    her = await people_rows.person(uow, thread.person_id) if thread else None
    if thread is None or her is None or her.role not in ("hiteuse", "trainee", "huber"):
        return Answered("gone"), None
    of_huber = her.role == "huber"
    if of_huber and not may(by, "answer hubers"):
        return Answered("gone"), None  # she has become a Huber since, whom only the team answers
    if not may(by, "answer threads", her.country):
        return Answered("elsewhere", her.first_name), None
    if by.id in await report_rows.apart(uow, her.id):
        return Answered("muted", her.first_name), None
    if thread.closed_at is not None:
        thread = await rows.begin(uow, her.id, now)
    other = await message_rows.answered_since(uow, thread.id, command.seen, by.id)
    if other is not None and not command.anyway:
        return Answered("twice", her.first_name, other.author, other.words, other.at, event=event), None
    last = await message_rows.last_of_hers(uow, thread.id)
    if her.stopped_at is not None and (last is None or last < her.stopped_at):
        return Answered("stopped", her.first_name), None
    waiting_since = thread.waiting_since
    message = await message_rows.add(
        uow,
        thread.id,
        by.id,
        now,
        hers=False,
        words=secret_numbers.blotted(command.words),
        kind=file.kind if file else None,
        name=file.name if file else "",
        event=event or None,
        waited=now - waiting_since if waiting_since else None,
    )
    if message is None:  # its file was refused while the Huber was asked
        return Answered("gone", her.first_name), None
    await rows.answered(uow, thread.id, by.id, now)
    await plan(uow, thread.id, None, None, now)
    outcome, passing = await pass_to_her(uow, her, message, by, now)
    return Answered(outcome, her.first_name, waiting=await _waiting(uow, by), of_huber=of_huber), passing


async def pass_to_her(
    uow: UnitOfWork, her: Person, message: ThreadMessage, by: Person, now: datetime
) -> tuple[Outcome, Passing | None]:
    """Pass an answer on to the person, or keep it until they can be told. Return what became of it."""
    chat = await reach_rows.one(uow, her.id)
    if chat is None:
        return "unreachable", None
    last = await message_rows.last_of_hers(uow, message.thread_id)
    if not await now_or_morning(uow, chat, last, HERS_LIVE, now):
        return "morning", None
    heard = chat.heard_at
    outcome: Outcome = "unsure" if heard is not None and now - heard > FREE_WINDOW else "sent"
    if message.awaits_file:
        return outcome, None
    await message_rows.told(uow, [message.id], now)
    return outcome, Passing(message, (chat,), her, Author(by.first_name, by.role == "admin"))


async def close(uow: UnitOfWork, by: Person, command: CloseThread, now: datetime, channel: str) -> Closed:
    """Close a thread. `channel`: where it was requested. Raises `NotAllowed`."""
    access.require(by, "answer threads")
    thread = await rows.lock(uow, command.thread)
    shown = await rows.look(uow, command.thread)
    if thread is None or shown is None:
        return Closed("", await _waiting(uow, by))
    if not await _may_answer(uow, by, shown):
        raise NotAllowed
    if not shown.closed:
        await rows.close(uow, thread.id, by.id, now)
        await audit.note(uow, by.id, channel, "close thread", {}, now, subject=thread.person_id)
    unanswered = thread.person_id if thread.waiting_since is not None else None
    return Closed(shown.name, await _waiting(uow, by), unanswered, shown.of_huber)


async def files(uow: UnitOfWork, by: Person, thread_id: int) -> list[ThreadMessage]:
    """The person's files that wait for an answer. Raises `NotAllowed`."""
    thread = await rows.look(uow, thread_id)
    if thread is None or thread.waiting_since is None:
        return []
    if not await _may_answer(uow, by, thread):
        raise NotAllowed
    found = await message_rows.lines(uow, thread_id, 0, thread.waiting_since)
    return [line for line in found if line.hash is not None]


async def listing(uow: UnitOfWork, by: Person, most: int, skip: int = 0, *, waiting: bool = False) -> Listing:
    """Open threads: for a Huber those of their countries; for an admin those of Hubers, and those that wait too long or
    have no Huber.
    Raises `NotAllowed`."""
    access.require(by, "answer threads")
    return await reach_rows.listing(uow, by.id, _countries(by), most, skip, waiting=waiting)


async def _may_answer(uow: UnitOfWork, by: Person, thread: Thread) -> bool:
    if thread.of_huber:
        return may(by, "answer hubers")
    if by.role == "huber" and by.id in await report_rows.apart(uow, thread.person_id):
        return False  # what she writes goes to the team
    return may(by, "answer threads", thread.country)


async def _waiting(uow: UnitOfWork, by: Person) -> int:
    return await reach_rows.waiting(uow, by.id, _countries(by))


def _countries(by: Person) -> tuple[str, ...] | None:
    return by.looks_after if by.role == "huber" else None


# --- replies to what was passed on ----------------------------------------------------------------------


async def written(uow: UnitOfWork, contact_id: int, channel: str, provider_id: str) -> RepliedThread | None:
    """The thread of which this message of a chat was passed on; None if it belongs to none."""
    return await reach_rows.copied(uow, contact_id, channel, provider_id)


async def replied(
    uow: UnitOfWork, person: Person, contact_id: int, channel: str, provider_id: str
) -> RepliedThread | None:
    """The thread to which a person replies with the platform's reply function. None if that message belongs to no
    thread, or the person may not write to it any more. Raises `NotAllowed` if they may not answer threads."""
    copy = await written(uow, contact_id, channel, provider_id)
    if copy is None:
        return None
    if copy.person_id == person.id:
        return copy if may_write(person) else None
    if not may(person, "answer threads"):
        raise NotAllowed
    return copy


async def reads_no_more(uow: UnitOfWork, person: Person, copy: RepliedThread) -> bool:
    """Whether the Huber who wrote a message of the person's own thread reads the answers no more: others do."""
    wrote = await message_rows.one(uow, copy.thread_id, copy.seen)
    if wrote is None or wrote.hers or wrote.author.team:
        return False
    _, whom = await readers(uow, person, await rows.open_of(uow, person.id))
    return wrote.author_id not in {each.person_id for each in whom}
