"""Dead letters: events and messages that were given up, and what an admin does with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.admin import audit
from backend.db.engine import health
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import dead_letters as rows
from backend.db.messaging.dead_letters import Kind, Letter
from backend.domain.people.commands import Person
from backend.records import Record
from backend.services import access


class SentAgain(Record):
    """What is tried again: how many, on which channels (of messages), for which people (of events)."""

    count: int
    channels: frozenset[str]
    people: frozenset[int]


async def queues(
    uow: UnitOfWork, by: Person, now: datetime, asked: int | None = None
) -> tuple[list[health.Waiting], list[health.QuietChannel]]:
    """What waits in each queue and since when, and which accounts do not work. `asked`: the event of this question,
    which is left out. Raises `NotAllowed`."""
    access.require(by, "see queues")
    return await health.waiting(uow, now, asked), await health.accounts(uow, now)


async def read(uow: UnitOfWork, by: Person, kind: Kind, after: int, most: int) -> list[Letter]:
    """A page of dead letters. Raises `NotAllowed`."""
    access.require(by, "see queues")
    return await rows.dead(uow, kind, after, most)


async def chosen(uow: UnitOfWork, by: Person, kind: Kind, ids: Sequence[int]) -> list[int]:
    """Those of these that are still dead letters. Raises `NotAllowed`."""
    access.require(by, "clear queues")
    return await rows.still_dead(uow, kind, ids)


async def send_again(
    uow: UnitOfWork, by: Person, kind: Kind, ids: Sequence[int], channel: str, now: datetime
) -> SentAgain:
    """Try dead letters from the beginning, as if they had never failed. `channel`: where it was asked for. Raises
    `NotAllowed`."""
    access.require(by, "clear queues")
    done = await rows.again(uow, kind, ids, now)
    await _note(uow, by, "letters.again", kind, [letter.id for letter in done], channel, now)
    messages = kind == "message"
    return SentAgain(
        len(done),
        frozenset(letter.channel for letter in done) if messages else frozenset(),
        frozenset() if messages else frozenset(letter.person_id for letter in done),
    )


async def drop(uow: UnitOfWork, by: Person, kind: Kind, ids: Sequence[int], channel: str, now: datetime) -> int:
    """Drop dead letters for good. Return how many. Raises `NotAllowed`."""
    access.require(by, "clear queues")
    done = await rows.drop(uow, kind, ids)
    await _note(uow, by, "letters.drop", kind, done, channel, now)
    return len(done)


async def _note(
    uow: UnitOfWork, by: Person, action: str, kind: Kind, ids: Sequence[int], channel: str, now: datetime
) -> None:
    if ids:
        await audit.note(uow, by.id, channel, action, {"kind": kind, "ids": sorted(ids)}, now)
