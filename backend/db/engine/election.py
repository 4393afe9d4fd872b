"""Election of the one process that may relay or poll for an account."""

from __future__ import annotations

import asyncio

import psycopg

from backend.db.engine.uow import Connection, Database
from backend.domain.errors import Unavailable

_ELECTION_LOCK = 7_310_100
"""The first key of the advisory lock."""
WATCH_SECONDS = 1.0
"""Seconds between checks of a lock that we hold."""
LOST_AFTER_SECONDS = 2.0
"""Seconds without an answer, after which the lock counts as lost. Together with `WATCH_SECONDS` this is less than the
server waits for a machine that is gone, so that nobody else is elected while a process still believes that it is."""
_ELECT = """
    select pg_try_advisory_lock(%s, hashtext(%s)) as mine,
           -- the server gives up on a machine that went without a word after five seconds, not two hours;
           -- settings of TCP connections, a local socket needs none
           set_config('tcp_keepalives_idle', '2', false), set_config('tcp_keepalives_interval', '1', false),
           set_config('tcp_keepalives_count', '3', false)
"""


async def elect(database: Database, what: str) -> Connection | None:
    """Try to become the one process that does `what`. Return the connection that holds the lock as long as it lives, or
    None if another process holds it."""
    connection = await database.connect()
    mine = False
    try:
        cursor = await connection.execute(_ELECT, (_ELECTION_LOCK, what))
        row = await cursor.fetchone()
        mine = bool(row and row["mine"])
    finally:
        if not mine:  # another process has it, or we were cancelled while we asked
            await connection.close()
    return connection if mine else None


async def keep(lock: Connection) -> None:
    """Watch the lock of an elected process for ever. Raises `Unavailable` when the connection is gone: the process must
    stop."""
    while True:
        try:
            async for _ in lock.notifies(
                timeout=WATCH_SECONDS
            ):  # no notification ever comes, but a closed connection is seen at once
                pass
        except psycopg.OperationalError as error:
            raise Unavailable(f"the connection that held the lock is gone ({type(error).__name__})") from None
        asked = asyncio.create_task(_ask(lock))
        try:
            # not `timeout`: cancelling a query first asks the server to drop it, and this server may be gone
            done, _ = await asyncio.wait({asked}, timeout=LOST_AFTER_SECONDS)
        finally:
            asked.cancel()  # has no effect if it has ended
        if not done:
            raise Unavailable("the database does not answer for the lock")
        if (gone := asked.result()) is not None:
            raise Unavailable(f"the connection that held the lock is gone ({gone})")


async def _ask(lock: Connection) -> str | None:
    """None if the connection lives, else the name of its error."""
    try:
        await lock.execute("select 1")
    except psycopg.OperationalError as error:
        return type(error).__name__
    return None
