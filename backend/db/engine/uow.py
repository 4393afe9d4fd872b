"""The unit of work: one transaction, and the only place that commits.

Rules live in services, statements in the modules beside this one. They speak psycopg on the
session's own connection, inside its transaction: that was measured at twice SQLAlchemy Core's pace
and four times the ORM's. SQLAlchemy keeps what it is best at: pooling, recovery, models, migrations.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar, overload

import orjson
import psycopg
from psycopg.pq import PipelineStatus, TransactionStatus
from psycopg.rows import DictRow, dict_row
from psycopg.types.json import set_json_dumps, set_json_loads
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from backend.db.engine import pipeline, timeouts
from backend.db.engine.rows import each, mapper
from backend.db.server.migrate import sqlalchemy_url
from backend.domain.errors import Unavailable

Connection = pipeline.Connection
Cursor = pipeline.Cursor

T = TypeVar("T")

Row = DictRow
"""A row as a dict by column."""

UNAVAILABLE = (psycopg.OperationalError, Unavailable)
"""What a database that cannot be reached, or goes away in the middle, raises; see `is_away`."""

DatabaseError = psycopg.Error
"""Anything that goes wrong in the database."""

LIMIT_EXCEEDED = (
    psycopg.errors.ProgramLimitExceeded,
    psycopg.errors.StatementTooComplex,
    psycopg.errors.TooManyArguments,
    psycopg.errors.TooManyColumns,
)
"""More than the server ever takes (a key that no index holds): an `OperationalError` by its class, but one that
comes again with the same values however long one waits."""

INVALID_DATA = (psycopg.DataError, TypeError, ValueError, RecursionError, *LIMIT_EXCEEDED)
"""A value that no column can hold, as the server says it or already its JSON writer on the way."""


class Overtaken(Exception):
    """What this transaction has read, and built on, was changed by another one before it wrote."""


RETRYABLE = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected, Overtaken)
"""Others held what this transaction needed, or were faster: run it again at once, it is no failure."""

set_json_dumps(orjson.dumps)
set_json_loads(orjson.loads)

Statement = tuple[str, Any]
"""SQL and its parameters."""

_BEGIN: tuple[bytes, Any] = (b"begin", None)
_COMMIT: tuple[bytes, Any] = (b"commit", None)

INDEX_ORDER_ONLY = "-c plan_cache_mode=force_generic_plan " + " ".join(
    f"-c {name}=off"
    for name in (
        "enable_seqscan",
        "enable_sort",
        "enable_bitmapscan",
        "enable_hashjoin",
        "enable_mergejoin",
        "enable_material",
    )
)
"""For the turn pool: autovacuum sees queue tables empty, and the planner would then read and sort a
whole backlog for one row (11–20 s over 20,000 waiting people, measured in a prototype)."""


class Database:
    """The pools on one server: `turns` for the short statements of a turn, `engine` for the rest."""

    def __init__(self, url: str, *, turn_connections: int = 12, connections: int = 10) -> None:
        self.url = url
        self.kept: dict[Any, Any] = {}
        stuck = f"-c idle_in_transaction_session_timeout={timeouts.STUCK_AFTER}"
        self._turns = _engine(url, turn_connections, f"{stuck} {INDEX_ORDER_ONLY}")
        self._engine = _engine(url, connections, "")

    def turn(self) -> UnitOfWork:
        """A unit of work for one turn."""
        return UnitOfWork(self._turns, self.kept)

    def unit(self) -> UnitOfWork:
        """A unit of work for anything else."""
        return UnitOfWork(self._engine, self.kept)

    async def connect(self) -> Connection:
        """A connection outside the pools, in autocommit: for `LISTEN` and advisory locks.

        Raises `Unavailable`.
        """
        try:
            return await psycopg.AsyncConnection.connect(
                self.url, autocommit=True, row_factory=dict_row, **timeouts.gone_after(self.url)
            )
        except psycopg.OperationalError as error:
            raise Unavailable(f"the database cannot be reached: {error}") from None

    async def close(self) -> None:
        """Close every connection of both pools."""
        await self._turns.dispose()
        await self._engine.dispose()


def is_away(error: BaseException) -> bool:
    """Whether the database was away, or something else that comes back, rather than anything wrong with what it
    was asked."""
    return isinstance(error, UNAVAILABLE) and not isinstance(error, LIMIT_EXCEEDED)


def _engine(url: str, size: int, options: str) -> AsyncEngine:
    engine = create_async_engine(
        sqlalchemy_url(url),
        pool_size=size,
        pool_use_lifo=True,  # the same few servers stay warm instead of all in turn
        max_overflow=0,
        pool_reset_on_return=None,  # a unit of work always ends its transaction itself
        isolation_level="AUTOCOMMIT",  # and begins it itself, along with its first statement
        connect_args={
            "options": f"-c timezone=UTC {timeouts.LET_GO_AFTER} {options}".strip(),
            "application_name": "hiteuses",
            **timeouts.gone_after(url),
        },
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _rows_as_dicts(connection: Any, _record: Any) -> None:
        connection.driver_connection.row_factory = dict_row

    return engine


async def _forget(session: AsyncConnection) -> None:
    """Tell the pool of a lost connection, in its own way: then it also makes anew the idle ones of that
    age, which a restart of the server has ended as well, and not each of them costs somebody a turn."""
    with suppress(DBAPIError):
        await session.exec_driver_sql("select 1")
    await session.invalidate()


def _doubtful(connection: Connection, error: BaseException | None) -> bool:
    """Whether it is better not used again. After an error of the database the driver's notes of what it has
    prepared may be wrong (a table that changed since is met outside a transaction again and again), and who
    comes next would inherit a transaction that could not be ended. A new one costs milliseconds."""
    if isinstance(error, psycopg.Error) and not isinstance(error, RETRYABLE):
        return True
    server = connection.pgconn
    return server.transaction_status != TransactionStatus.IDLE or server.pipeline_status != PipelineStatus.OFF


class UnitOfWork:
    """One transaction. Left without `commit()`, it is as if nothing had happened. Entering raises
    `Unavailable` where there is no connection to be had.

    `after_commit` collects what shall be told to others once the change is there to be seen. `kept` is
    the database's: what was read once and never changes.
    """

    connection: Connection
    """Speaks for itself, outside any transaction, until the unit has begun."""

    def __init__(self, engine: AsyncEngine, kept: dict[Any, Any]) -> None:
        self._engine = engine
        self.kept = kept
        self._session: AsyncConnection | None = None
        self._begun = False
        self._told: list[Callable[[], Awaitable[None] | None]] = []
        self._later: list[Statement] = []

    async def __aenter__(self) -> Self:
        try:
            self._session = await self._engine.connect()
            raw = await self._session.get_raw_connection()
        except SQLAlchemyError as error:  # its own names for a server that is away and a pool that stays empty
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            raise Unavailable(f"the database cannot be reached: {reason}") from None
        connection = raw.driver_connection
        assert connection is not None
        self.connection = connection
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        session, self._session = self._session, None
        assert session is not None
        try:
            if not self.connection.closed:
                await self.connection.rollback()  # nothing where it is over already
        except psycopg.Error:
            pass  # seen below
        finally:
            if self.connection.closed:
                await _forget(session)
            elif _doubtful(self.connection, error):
                await session.invalidate()
            await session.close()

    def after_commit(self, tell: Callable[[], Awaitable[None] | None]) -> None:
        """Call this once a commit has succeeded."""
        self._told.append(tell)

    def on_commit(self, statement: str, parameters: Any = ()) -> None:
        """A change that nothing in this unit reads again: it goes to the server with the commit."""
        self._later.append((statement, parameters))

    async def commit(self, *last: Statement) -> None:
        """Commit; `last` statements go to the server along with it, in one round trip."""
        last, self._later = (*self._later, *last), []
        if last or self._begun:
            await self._send(last, commit=True)
        await self._tell()

    async def _tell(self) -> None:
        told, self._told = self._told, []
        for tell in told:
            waiting = tell()
            if waiting is not None:
                await waiting

    async def rollback(self) -> None:
        """Undo all so far. The connection forgets its prepared statements with it, so what merely
        found nothing to do commits instead."""
        self._begun = False
        await self.connection.rollback()

    async def begun(self) -> Connection:
        """The connection inside the unit's transaction, for what speaks to it itself."""
        if not self._begun:
            await self._send(())
        return self.connection

    async def pipeline(self, *statements: Statement) -> list[list[DictRow]]:
        """Several statements in one round trip; the rows of each. They run in order, and each sees
        what those before it did."""
        cursors = await self._send(statements)
        return [await cursor.fetchall() if cursor.description else [] for cursor in cursors]

    async def pipeline_commit(self, *statements: Statement) -> list[list[DictRow]]:
        """Like `pipeline`, with the commit in the same round trip."""
        cursors = await self._send(statements, commit=True)
        await self._tell()
        return [await cursor.fetchall() if cursor.description else [] for cursor in cursors]

    @overload
    async def read(self, statement: str, parameters: Any = ()) -> list[DictRow]: ...
    @overload
    async def read(self, statement: str, parameters: Any = (), *, row: type[T]) -> list[T]: ...
    async def read(self, statement: str, parameters: Any = (), *, row: type[Any] | None = None) -> list[Any]:
        """One look and nothing else: the rows, with the transaction ended, in one round trip."""
        (rows,) = await self.pipeline_commit((statement, parameters))
        return rows if row is None else each(row, rows)

    @overload
    async def fetch_one(self, statement: str, parameters: Any = ()) -> DictRow | None: ...
    @overload
    async def fetch_one(self, statement: str, parameters: Any = (), *, row: type[T]) -> T | None: ...
    async def fetch_one(self, statement: str, parameters: Any = (), *, row: type[Any] | None = None) -> Any:
        """The first row as a `row` (a dataclass with a field per column), or None."""
        (cursor,) = await self._send([(statement, parameters)])
        found = await cursor.fetchone()
        return found if row is None or found is None else mapper(row)(found)

    @overload
    async def fetch_all(self, statement: str, parameters: Any = ()) -> list[DictRow]: ...
    @overload
    async def fetch_all(self, statement: str, parameters: Any = (), *, row: type[T]) -> list[T]: ...
    async def fetch_all(self, statement: str, parameters: Any = (), *, row: type[Any] | None = None) -> Any:
        """Every row, as a `row` (a dataclass with a field per column)."""
        (cursor,) = await self._send([(statement, parameters)])
        found = await cursor.fetchall()
        return found if row is None else each(row, found)

    async def execute(self, statement: str, parameters: Any = ()) -> int:
        """Carry out; the number of rows that it touched."""
        (cursor,) = await self._send([(statement, parameters)])
        return cursor.rowcount

    async def _send(self, statements: Sequence[Statement], *, commit: bool = False) -> list[Cursor]:
        """In one round trip. The first statements carry the transaction's beginning along, and the last ones its
        end; those that are all of it need neither, since what is sent together counts as a whole or not at all."""
        begun, self._begun = self._begun, not commit
        before = [] if begun or commit else [_BEGIN]
        after = [_COMMIT] if begun and commit else []
        sent = [*before, *((text.encode(), parameters) for text, parameters in statements), *after]
        if len(sent) == 1:
            cursors = [await self.connection.execute(*sent[0])]
        else:
            cursors = await pipeline.together(self.connection, sent)
        return cursors[len(before) : len(before) + len(statements)]
