"""The database of the tests: one real server per run, migrated once, empty for every test."""

from __future__ import annotations

import atexit
import os
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import QueuePool, event

from backend.db.engine import timeouts
from backend.db.engine.uow import Connection, Database
from backend.db.server import embedded, migrate
from backend.domain.errors import Unavailable
from backend.queue import MAX_CONCURRENT_JOBS

FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""Durability is what tests of this folder do not need; those that kill a server start their own."""

MANY_ROWS = 2_000
"""From so many deleted rows on, a table is vacuumed too: later scans would read what remains of them."""

FIRST_NUMBER = 1_000
"""Where numbers of rows begin: a test may name a smaller one as one that nothing has."""

SEEDED: dict[str, LiteralString] = {"client": "id <> 0"}
"""What is deleted of tables that migrations have put rows in."""


class TestServer:
    """`url` of its migrated database, and what keeps that clean."""

    __test__ = False  # not a test, whatever its name

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = psycopg.connect(url, autocommit=True)
        # A clean that waits for a transaction which a test left open shall say so, not hang.
        self._connection.execute("set lock_timeout = '30s'")
        # As replica no trigger fires: the ledger's refusal of deletes, the checks of foreign keys.
        self._connection.execute("set session_replication_role = replica")
        self._tables = [
            row[0]
            for row in self._connection.execute(
                """
                select relname from pg_class
                where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'alembic_version'
                order by relname
                """
            )
        ]
        self._remains = Counter[str]()
        begin = "select setval(seqrelid::regclass, %s, false) from pg_sequence"
        self._connection.execute(begin, (FIRST_NUMBER,))
        self._delete = ";".join(
            sql.SQL("delete from {} where {}").format(sql.Identifier(t), sql.SQL(SEEDED.get(t, "true"))).as_string()
            for t in self._tables
        )

    def clean(self) -> None:
        """Delete every row that no migration has put there; numbers of rows run on. About a millisecond."""
        cursor = self._connection.execute(self._delete.encode())  # one message, one transaction
        for table in self._tables:
            self._remains[table] += cursor.rowcount
            cursor.nextset()
        for table in [table for table, rows in self._remains.items() if rows >= MANY_ROWS]:
            self._connection.execute(sql.SQL("vacuum analyze {}").format(sql.Identifier(table)))
            del self._remains[table]

    @contextmanager
    def another(self, name: str, encoding: str = "UTF8") -> Iterator[str]:
        """URL of a second, empty database (no schema), dropped at the end."""
        identifier = sql.Identifier(name)
        self._connection.execute(sql.SQL("drop database if exists {} with (force)").format(identifier))
        kind = sql.SQL("create database {} encoding {} locale 'C' template template0")
        self._connection.execute(kind.format(identifier, sql.Literal(encoding)))
        try:
            yield self.url.replace("/hiteuses?", f"/{name}?")
        finally:
            self._connection.execute(sql.SQL("drop database {} with (force)").format(identifier))

    def close(self) -> None:
        self._connection.close()


class Pools(Database):
    """What the products of a run have in common: the database, and the connections of their queues (`jobs`)."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        for engine in (self._turns, self._engine):
            event.listen(engine.sync_engine, "connect", _remember_all)
        self.jobs = AsyncConnectionPool(
            url,
            kwargs=timeouts.gone_after(url),
            min_size=1,
            max_size=MAX_CONCURRENT_JOBS + 3,
            open=False,
            connection_class=Kept,  # the queue listens on one beside the pool
            check=AsyncConnectionPool.check_connection,
        )

    async def close(self) -> None:
        await self.jobs.close()
        await Kept.close_all()
        await super().close()


def _remember_all(connection: Any, _record: Any) -> None:
    """The tests of a file say far more different statements than a product in a minute: none is to be planned again
    because of the others."""
    connection.driver_connection.prepared_max = 10_000
    connection.driver_connection.prepare_threshold = 1


class Kept(psycopg.AsyncConnection[Any]):
    """A connection for `LISTEN` or a lock that outlives the product which closes it, for the next one: connecting anew
    four times took a fifth of a short test."""

    _shelf: ClassVar[dict[str, list[Kept]]] = {}
    _address = ""

    @classmethod
    async def connect(cls, conninfo: str = "", **settings: Any) -> Kept:
        """One of the same address that was closed and still lives, else a new one."""
        shelf = cls._shelf.setdefault(conninfo, [])
        while shelf and settings.get("autocommit"):
            kept = shelf.pop()
            if await kept._emptied():
                kept.row_factory = settings.get("row_factory") or tuple_row
                return kept
        made = await super().connect(conninfo, **settings)
        made._address = conninfo if made.autocommit else ""  # those of the pool end with it
        if made._address:
            made.prepare_threshold = None  # what it prepared would be looked for after `discard all`
        return made

    async def close(self) -> None:
        """Lie ready for the next, deaf and without a lock."""
        if not self._address:
            await super().close()
        elif not self.closed and await self._emptied():
            self._shelf[self._address].append(self)

    async def _emptied(self) -> bool:
        """Whether it has forgotten what its session did; if not, it is closed."""
        try:
            await self.execute("discard all")
            async for _ in self.notifies(timeout=0):  # what came meanwhile would be told to the next that listens
                pass
        except BaseException as error:
            await super().close()
            if not isinstance(error, psycopg.Error):
                raise
        return not self.closed

    @classmethod
    async def close_all(cls) -> None:
        """Close those that lie ready."""
        for kept in [each for shelf in cls._shelf.values() for each in shelf]:
            await super(Kept, kept).close()
        cls._shelf.clear()


class Lent(Database):
    """The pools of `lender` under a product of its own. What that keeps in memory ends with it; the connections
    stay, and with them what the server has read and planned for each: making them anew for every test took
    a third of the server's time."""

    def __init__(self, lender: Database) -> None:
        self.url = lender.url
        self.kept = {}
        self._turns = lender._turns
        self._engine = lender._engine
        self._of_turns = lender._of_turns
        self._of_all = lender._of_all

    async def connect(self) -> Connection:
        """One that was closed before, if there is one."""
        try:
            return await Kept.connect(self.url, autocommit=True, row_factory=dict_row, **timeouts.gone_after(self.url))
        except psycopg.OperationalError as error:
            raise Unavailable(f"the database cannot be reached: {error}") from None

    async def close(self) -> None:
        """Its lender closes them."""


_lookers: dict[str, psycopg.Connection[DictRow]] = {}


def look(url: str, statement: LiteralString, values: Mapping[str, Any]) -> DictRow:
    """The one row of a statement that a test asks many times, on a connection that stays for the run: without a
    transaction around it and without planning it again, it costs a third."""
    with suppress(psycopg.OperationalError):
        return _looked(url, statement, values)
    if url in _lookers:  # the server was started again since the last look
        _lookers.pop(url).close()
    return _looked(url, statement, values)


def _looked(url: str, statement: LiteralString, values: Mapping[str, Any]) -> DictRow:
    row = looker(url).execute(statement, values).fetchone()
    assert row is not None
    return row


def looker(url: str) -> psycopg.Connection[DictRow]:
    """The connection that stays for the run."""
    if url not in _lookers:
        planned = "-c plan_cache_mode=force_generic_plan"
        _lookers[url] = psycopg.connect(
            url, autocommit=True, row_factory=dict_row, prepare_threshold=1, options=planned
        )
        atexit.register(_lookers[url].close)
    return _lookers[url]


def in_use(database: Database) -> int:
    """Connections that were taken from its pools and not given back."""
    pools = [engine.pool for engine in (database._turns, database._engine)]
    return sum(pool.checkedout() for pool in pools if isinstance(pool, QueuePool))


@contextmanager
def running(*, migrated: bool = True) -> Iterator[str]:
    """URL of a server of our own in a temporary folder, gone afterwards. Call from the main thread."""
    with tempfile.TemporaryDirectory(prefix="hiteuses-tests-") as folder:
        if os.geteuid() == 0:
            # Where root has no user namespaces, an ordinary user's server must be able to enter.
            Path(folder).chmod(0o711)
        server = embedded.start(Path(folder) / "home", service=True, options=FAST)
        try:
            if migrated:
                migrate.upgrade(server.url)
            yield server.url
        finally:
            server.stop()
