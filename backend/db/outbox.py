"""The statements of the relay: what waits to be sent, and what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import psycopg
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from backend.db.uow import Connection, Database, UnitOfWork
from backend.domain.errors import Unavailable

WAITING, SENT, FAILED = 0, 1, 2
MOST_ERROR = 2_000  # characters
_LOCK = 7_310_100


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a row. `due`: when it is tried again, for one that still waits."""

    id: int
    status: int
    provider_id: str | None
    at: datetime
    error: str | None
    due: datetime | None
    tries: int
    unreachable: bool = False


async def elect(database: Database, channel: str) -> Connection | None:
    """Become the one active relay of a channel: a connection that holds the lock as long as it lives;
    None when another one is active."""
    connection = await database.connect()
    mine = False
    try:
        cursor = await connection.execute("select pg_try_advisory_lock(%s, hashtext(%s)) as mine", (_LOCK, channel))
        row = await cursor.fetchone()
        mine = bool(row and row["mine"])
    finally:
        if not mine:  # somebody else's, or we are told to end while we ask
            await connection.close()
    return connection if mine else None


async def keep(lock: Connection) -> None:
    """Watch over an elected one's lock, for ever: no connection, no right to go on. Raises
    `Unavailable` when it is gone."""
    try:
        while True:
            await lock.execute("select 1")
            await asyncio.sleep(1)
    except psycopg.OperationalError as error:
        raise Unavailable(f"the connection that held the lock is gone ({type(error).__name__})") from None


async def waiting(
    uow: UnitOfWork, channel: str, taken: Sequence[int], held: Sequence[int], now: datetime, most: int
) -> list[DictRow]:
    """Rows to be sent, in order, without those in hand (`taken`) and those of chats that must wait
    (`held`: contact ids). A later row of a person never overtakes an earlier one of hers: the relay
    holds her contact while one is in hand or waits for another try. Ends the unit's transaction."""
    return await uow.read(
        """
        select o.id, o.person_id, o.contact_id, o.lane, o.message, o.question, o.edits, o.answers, o.attempts, o.due,
               o.created_at, k.address, k.blocked_at, p.language, p.zone, p.data_saver, e.provider_id as edits_id
        from outbox o join contact k on k.id = o.contact_id join person p on p.id = o.person_id
        left join outbox e on e.id = o.edits
        where o.channel = %s and o.status = 0 and o.id <> all(%s::bigint[]) and o.contact_id <> all(%s::bigint[])
        order by o.lane, o.id limit %s
        """,
        (channel, _array(taken), _array(held), most),
    )


def _array(ids: Sequence[int]) -> str:
    """As PostgreSQL writes one: for long lists of numbers much cheaper than to adapt each."""
    return "{" + ",".join(map(str, ids)) + "}"


def _storable(error: str | None) -> str | None:
    """A platform's words as a column can hold them: one that cannot be written would stop all others."""
    return error and error[:MOST_ERROR].encode("utf-8", "replace").decode().replace("\0", " ")


def settle(uow: UnitOfWork, fates: Sequence[Fate]) -> None:
    """Write what became of rows, with the commit, many at once: that was measured at nearly three times
    the pace of one by one."""
    uow.later(
        """
        update outbox o set status = f.status, provider_id = coalesce(f.provider_id, o.provider_id),
               sent_at = case when f.status = 1 then f.at end, error = f.error, due = coalesce(f.due, o.due),
               attempts = o.attempts + f.tries
        from jsonb_to_recordset(%s) as f (id bigint, status smallint, provider_id text, at timestamptz, error text,
                                          due timestamptz, tries smallint)
        where o.id = f.id
        """,
        (Jsonb([{**asdict(fate), "error": _storable(fate.error)} for fate in fates]),),
    )
    if blocked := [f.id for f in fates if f.unreachable]:
        uow.later(
            """
            update contact k set blocked_at = coalesce(k.blocked_at, o.created_at)
            from outbox o where o.id = any(%s) and k.id = o.contact_id
            """,
            (blocked,),
        )
