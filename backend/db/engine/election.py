"""Election of the one process that may relay or poll an account."""

from __future__ import annotations

import asyncio

import psycopg

from backend.db.engine.uow import Connection, Database
from backend.domain.errors import Unavailable

_ELECTION_LOCK = 7_310_100
WATCH_SECONDS = 1.0
"""Seconds between looks at a lock that we hold."""
LOST_AFTER_SECONDS = 2.0
"""Seconds without an answer after which it counts as lost. Together less than the server waits for a
machine that is gone, so that nobody is elected while another still believes to be."""
_ELECT = """
    select pg_try_advisory_lock(%s, hashtext(%s)) as mine,
           -- the server gives up on a machine that went without a word after five seconds, not two hours;
           -- settings of TCP connections, a local socket needs none
           set_config('tcp_keepalives_idle', '2', false), set_config('tcp_keepalives_interval', '1', false),
           set_config('tcp_keepalives_count', '3', false)
"""


async def elect(database: Database, what: str) -> Connection | None:
    """Try to become the one process that does `what`: the connection that holds the lock while it lives, or None when
    another process holds it."""
    connection = await database.connect()
    mine = False
    try:
        cursor = await connection.execute(_ELECT, (_ELECTION_LOCK, what))
        row = await cursor.fetchone()
        mine = bool(row and row["mine"])
    finally:
        if not mine:  # somebody else's, or we are told to end while we ask
            await connection.close()
    return connection if mine else None


async def keep(lock: Connection) -> None:
    """Watch over an elected one's lock, for ever: no connection, no right to go on. Raises
    `Unavailable` when it is gone."""
    while True:
        try:
            async for _ in lock.notifies(
                timeout=WATCH_SECONDS
            ):  # none comes, but an end of the connection is seen at once
                pass
        except psycopg.OperationalError as error:
            raise Unavailable(f"the connection that held the lock is gone ({type(error).__name__})") from None
        asked = asyncio.create_task(_ask(lock))
        try:
            # not `timeout`: a query that is cancelled first asks a server that is gone to give it up
            done, _ = await asyncio.wait({asked}, timeout=LOST_AFTER_SECONDS)
        finally:
            asked.cancel()  # nothing where it has ended
        if not done:
            raise Unavailable("the database does not answer for the lock")
        if (gone := asked.result()) is not None:
            raise Unavailable(f"the connection that held the lock is gone ({gone})")


async def _ask(lock: Connection) -> str | None:
    """Whether the connection lives: None, or the name of what is wrong with it."""
    try:
        await lock.execute("select 1")
    except psycopg.OperationalError as error:
        return type(error).__name__
    return None
