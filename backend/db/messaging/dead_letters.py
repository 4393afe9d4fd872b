"""The statements about dead letters: messages and events that were given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from backend.db.engine.uow import Row, UnitOfWork

Kind = Literal["message", "event"]


@dataclass(frozen=True, slots=True)
class Letter:
    """`at`: when it was said, or came in. `about`: a message's purpose; "" of an event. `reason`: the
    platform's words, or our own; never what somebody wrote."""

    id: int
    person_id: int
    channel: str
    at: datetime
    tries: int
    about: str
    reason: str


_DEAD = {
    "message": """
        select id, person_id, channel, created_at as at, attempts as tries, purpose as about,
               coalesce(error, '') as reason
        from outbox where status = 2 and id > %s order by id limit %s
    """,
    "event": """
        select id, person_id, channel, received_at as at, attempts as tries, '' as about, coalesce(error, '') as reason
        from inbox where status = 2 and id > %s order by id limit %s
    """,
}
_AGAIN = {
    "message": """
        update outbox set status = 0, due = %s, attempts = 0, unsure_at = null
        where status = 2 and id = any(%s::bigint[]) returning id, channel, person_id
    """,
    "event": """
        update inbox set status = 0, due = %s, attempts = 0
        where status = 2 and id = any(%s::bigint[]) returning id, channel, person_id
    """,
}
_STILL = {
    "message": "select id from outbox where status = 2 and id = any(%s::bigint[]) order by id",
    "event": "select id from inbox where status = 2 and id = any(%s::bigint[]) order by id",
}
_DROP = {
    "message": "update outbox set status = 4 where status = 2 and id = any(%s::bigint[]) returning id",
    "event": "update inbox set status = 1 where status = 2 and id = any(%s::bigint[]) returning id",
}


async def dead(uow: UnitOfWork, kind: Kind, after: int, most: int) -> list[Letter]:
    """Those with a number beyond `after`, in the order of their numbers."""
    return [Letter(**row) for row in await uow.fetch_all(_DEAD[kind], (after, most))]


async def still_dead(uow: UnitOfWork, kind: Kind, ids: Sequence[int]) -> list[int]:
    """Those of these that are dead letters."""
    return [row["id"] for row in await uow.fetch_all(_STILL[kind], (list(ids),))]


async def again(uow: UnitOfWork, kind: Kind, ids: Sequence[int], now: datetime) -> list[Row]:
    """Let them be tried anew; `id`, `channel` and `person_id` of those that were dead letters."""
    return await uow.fetch_all(_AGAIN[kind], (now, list(ids)))


async def drop(uow: UnitOfWork, kind: Kind, ids: Sequence[int]) -> list[int]:
    """Give them up for good, their reason kept; those that were dead letters."""
    return [row["id"] for row in await uow.fetch_all(_DROP[kind], (list(ids),))]
