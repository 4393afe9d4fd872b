"""Statements about dead letters: messages and events that were given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.records import Record

Kind = Literal["message", "event"]


class Letter(Record):
    """A dead letter. `at`: when it was written or came in. `about`: the purpose of a message; "" for an event.
    `reason`: in the platform's words or ours; never what a person wrote."""

    id: int
    person_id: int
    channel: str
    at: datetime
    tries: int
    about: str
    reason: str


class Revived(Record):
    """A dead letter that is tried again."""

    id: int
    channel: str
    person_id: int


_DEAD = {
    "message": f"""
        select id, person_id, channel, created_at as at, attempts as tries, purpose as about,
               coalesce(error, '') as reason
        from outbox where status = {OutboxStatus.FAILED:d} and id > %s order by id limit %s
    """,  # noqa: S608 (constants)
    "event": f"""
        select id, person_id, channel, received_at as at, attempts as tries, '' as about, coalesce(error, '') as reason
        from inbox where status = {InboxStatus.DEAD:d} and id > %s order by id limit %s
    """,  # noqa: S608 (constants)
}
_AGAIN = {
    "message": f"""
        update outbox set status = {OutboxStatus.WAITING:d}, due = %s, attempts = 0, unsure_at = null
        where status = {OutboxStatus.FAILED:d} and id = any(%s::bigint[]) returning id, channel, person_id
    """,  # noqa: S608 (constants)
    "event": f"""
        update inbox set status = {InboxStatus.WAITING:d}, due = %s, attempts = 0
        where status = {InboxStatus.DEAD:d} and id = any(%s::bigint[]) returning id, channel, person_id
    """,  # noqa: S608 (constants)
}
_STILL = {
    "message": f"""
        select id from outbox where status = {OutboxStatus.FAILED:d} and id = any(%s::bigint[]) order by id
    """,  # noqa: S608 (constants)
    "event": f"""
        select id from inbox where status = {InboxStatus.DEAD:d} and id = any(%s::bigint[]) order by id
    """,  # noqa: S608 (constants)
}
_DROP = {
    "message": f"""
        update outbox set status = {OutboxStatus.LET_GO:d}
        where status = {OutboxStatus.FAILED:d} and id = any(%s::bigint[]) returning id
    """,  # noqa: S608 (constants)
    "event": f"""
        update inbox set status = {InboxStatus.DONE:d}, payload = '{{}}'
        where status = {InboxStatus.DEAD:d} and id = any(%s::bigint[]) returning id
    """,  # noqa: S608 (constants)
}


async def dead(uow: UnitOfWork, kind: Kind, after: int, most: int) -> list[Letter]:
    """Dead letters by number, those after number `after`."""
    return await uow.fetch_all(_DEAD[kind], (after, most), row=Letter)


async def still_dead(uow: UnitOfWork, kind: Kind, ids: Sequence[int]) -> list[int]:
    """Those of these that are still dead letters."""
    return [row["id"] for row in await uow.fetch_all(_STILL[kind], (list(ids),))]


async def again(uow: UnitOfWork, kind: Kind, ids: Sequence[int], now: datetime) -> list[Revived]:
    """Try these again. Return those that were dead letters."""
    return await uow.fetch_all(_AGAIN[kind], (now, list(ids)), row=Revived)


async def drop(uow: UnitOfWork, kind: Kind, ids: Sequence[int]) -> list[int]:
    """Drop these for good; the reason is kept. Return those that were dead letters."""
    return [row["id"] for row in await uow.fetch_all(_DROP[kind], (list(ids),))]
