"""A Huber's side of threads, and the team's: reading, answering, closing."""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.threads import queries as rows
from backend.db.threads import routing as reach_rows
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.threads.commands import (
    HERS_LIVE,
    WINDOW,
    Answered,
    AnswerThread,
    Author,
    Closed,
    CloseThread,
    Listed,
    Listing,
    Outcome,
    Thread,
)
from backend.services import access
from backend.services.threads.service import Passing, author, line, now_or_morning, plan

SHOWN = 6
"""Messages of a thread that are shown again, beside those that wait."""


async def look(uow: UnitOfWork, by: Person, thread_id: int) -> Thread | None:
    """A thread for who may answer it; None where there is none for her. Raises `NotAllowed`."""
    access.require(by, "answer threads")
    row = await rows.look(uow, thread_id)
    if row is None or row["closed_at"] is not None or not may(by, "answer threads", row["country"]):
        return None
    lines = await rows.lines(uow, thread_id, SHOWN, row["waiting_since"])
    since = row["waiting_since"]
    files = sum(line["hash"] is not None for line in lines if since and line["hers"] and line["at"] >= since)
    return Thread(
        row["id"],
        row["name"],
        row["country"] or "",
        row["waiting_since"],
        row["escalated_at"] is not None,
        author(row, "answerer") if row["answered_by"] else None,
        row["answered_at"],
        row["seen"],
        tuple(line(each, hers=each["hers"]) for each in lines),
        files,
    )


async def goes_on_in(uow: UnitOfWork, thread_id: int) -> int:
    """Where an answer goes that is begun with a button of this thread: it may be closed, because she has joined two
    accounts or was silent for long, and what she says now stands in another one."""
    return await rows.goes_on_in(uow, thread_id)


async def answer(
    uow: UnitOfWork, by: Person, command: AnswerThread, event: int, now: datetime
) -> tuple[Answered, Passing | None]:
    """A Huber's words, or those of the team, go to her whose thread it is. `event`: of the inbox, which brought
    a file just now. Raises `NotAllowed`."""
    access.require(by, "answer threads")
    file = command.file
    event = (file.event or event) if file else 0
    thread = await rows.lock(uow, command.thread)
    her = await people_rows.person(uow, thread["person_id"]) if thread else None
    if thread is None or her is None or her.role not in ("hiteuse", "trainee"):
        return Answered("gone"), None
    if not may(by, "answer threads", her.country):
        return Answered("elsewhere", her.first_name), None
    if thread["closed_at"] is not None:
        thread = await rows.begin(uow, her.id, now)
    other = await rows.answered_since(uow, thread["id"], command.seen, by.id)
    if other is not None and not command.anyway:
        words = other["words"]
        found = Answered("twice", her.first_name, author(other, "author"), words, other["at"], event=event)
        return found, None
    last = await rows.last_of_hers(uow, thread["id"])
    if her.stopped_at is not None and (last is None or last < her.stopped_at):
        return Answered("stopped", her.first_name), None
    waiting_since = thread["waiting_since"]
    message = await rows.add(
        uow,
        thread["id"],
        by.id,
        now,
        hers=False,
        words=command.words,
        kind=file.kind if file else None,
        name=file.name if file else "",
        event=event or None,
        waited=now - waiting_since if waiting_since else None,
    )
    if message is None:  # its file was refused while the Huber was asked
        return Answered("gone", her.first_name), None
    await rows.answered(uow, thread["id"], by.id, now)
    await plan(uow, thread["id"], None, None, now)
    outcome, passing = await pass_to_her(uow, her, message, by, now)
    return Answered(outcome, her.first_name, waiting=await _waiting(uow, by)), passing


async def pass_to_her(
    uow: UnitOfWork, her: Person, message: Row, by: Person, now: datetime
) -> tuple[Outcome, Passing | None]:
    chat = await reach_rows.one(uow, her.id)
    if chat is None:
        return "unreachable", None
    last = await rows.last_of_hers(uow, message["thread_id"])
    if not await now_or_morning(uow, chat, last, HERS_LIVE, now):
        return "morning", None
    heard = chat["heard_at"]
    outcome: Outcome = "unsure" if heard is not None and now - heard > WINDOW else "sent"
    if message["kind"] is not None and message["hash"] is None:
        return outcome, None
    await rows.told(uow, [message["id"]], now)
    return outcome, Passing(message, (chat,), her, Author(by.first_name, by.role == "admin"))


async def close(uow: UnitOfWork, by: Person, command: CloseThread, now: datetime, channel: str) -> Closed:
    """Nothing more is to be said; `channel`: where she says so. Raises `NotAllowed`."""
    access.require(by, "answer threads")
    thread = await rows.lock(uow, command.thread)
    row = await rows.look(uow, command.thread)
    if thread is None or row is None:
        return Closed("", await _waiting(uow, by))
    access.require(by, "answer threads", row["country"])
    if row["closed_at"] is None:
        await rows.close(uow, thread["id"], by.id, now)
        await audit.note(uow, by.id, channel, "close thread", {}, now, subject=row["person_id"])
    return Closed(row["name"], await _waiting(uow, by))


async def files(uow: UnitOfWork, by: Person, thread_id: int) -> list[Row]:
    """Her files that wait for an answer. Raises `NotAllowed`."""
    row = await rows.look(uow, thread_id)
    if row is None or row["waiting_since"] is None:
        return []
    access.require(by, "answer threads", row["country"])
    found = await rows.lines(uow, thread_id, 0, row["waiting_since"])
    return [line for line in found if line["hash"] is not None]


async def listing(uow: UnitOfWork, by: Person, most: int, skip: int = 0, *, waiting: bool = False) -> Listing:
    """The open threads of her countries; an admin's: what waits for too long, or has no Huber. Raises
    `NotAllowed`."""
    access.require(by, "answer threads")
    found = await reach_rows.listing(uow, by.id, _countries(by), most, skip, waiting=waiting)
    return Listing(
        tuple(
            Listed(
                row["id"],
                row["name"],
                row["country"] or "",
                row["waiting_since"],
                row["escalated_at"] is not None,
                author(row, "answerer") if row["answered_at"] else None,
                row["answered_at"],
                bool(row["mine"]),
                row["words"] or "",
                row["kind"],
            )
            for row in found
        ),
        found[0]["in_all"] if found else 0,
        found[0]["all_waiting"] if found else 0,
    )


async def _waiting(uow: UnitOfWork, by: Person) -> int:
    return await reach_rows.waiting(uow, _countries(by))


def _countries(by: Person) -> tuple[str, ...] | None:
    return by.looks_after if by.role == "huber" else None


# --- replies to what was passed on ----------------------------------------------------------------------


async def replied(uow: UnitOfWork, person: Person, contact_id: int, channel: str, provider_id: str) -> Row | None:
    """The thread that she replies to with the platform's own function: `thread_id`, `seen`, and `person_id` of
    whose it is; None where that message is of none, or she has nothing to do with it any more."""
    copy = await reach_rows.copied(uow, contact_id, channel, provider_id)
    if copy is None:
        return None
    if copy["person_id"] == person.id:
        return copy if may(person, "write to the huber") else None
    if not may(person, "answer threads"):
        raise NotAllowed
    return copy
