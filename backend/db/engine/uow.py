"""The unit of work: one transaction, and the only place that commits.

Rules are in services, statements in the modules of `backend/db`. Statements use psycopg on the session's own
connection, inside its transaction: this measured twice as fast as SQLAlchemy Core and four times as fast as the ORM.
SQLAlchemy does what it is best at: pooling, recovery, models, migrations.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
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
from backend.db.engine.failures import RETRYABLE, Unshared
from backend.db.engine.rows import each, first
from backend.db.engine.shared import Packets
from backend.db.server.migrate import sqlalchemy_url
from backend.domain.errors import Unavailable

Connection = pipeline.Connection
Statement = pipeline.Statement
Result = pipeline.Result

T = TypeVar("T")

Row = DictRow
"""A row as a dictionary by column name."""

set_json_dumps(orjson.dumps)
set_json_loads(orjson.loads)

_BEGIN: Statement = ("begin", None)
_COMMIT: Statement = ("commit", None)

INDEX_ORDER_ONLY = {
    "plan_cache_mode": "force_generic_plan",
    **{f"enable_{name}": "off" for name in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin", "material")},
}
"""Settings of the turn pool. Autovacuum may see the queue tables empty; the planner would then read and sort a whole
backlog for one row (11 to 20 s with 20,000 waiting people, measured in a prototype)."""


_OF_ALL = {"timezone": "UTC"}


class Database:
    """The connection pools of one server: `turns` for the short statements of a turn, `engine` for the rest.

    `pooler`: the address of a pooler in transaction mode (PgBouncer), through which the units of work then go. It gives
    each transaction another session, so what a session keeps by itself is set in every transaction, and what needs a
    session, `connect`, goes to `url`, the server itself."""

    def __init__(
        self, url: str, *, turn_connections: int = 12, connections: int = 10, pooler: str | None = None
    ) -> None:
        self.url = url
        self.kept: dict[Any, Any] = {}
        stuck = str(timeouts.STUCK_AFTER)
        of_turns = {**_OF_ALL, "idle_in_transaction_session_timeout": stuck, **INDEX_ORDER_ONLY}
        in_session = pooler is None
        self._turns = _engine(pooler or url, turn_connections, of_turns if in_session else None)
        self._engine = _engine(pooler or url, connections, _OF_ALL if in_session else None)
        self._of_turns = () if in_session else (_setting(of_turns),)
        self._of_all = () if in_session else (_setting(_OF_ALL),)

    def turn(self) -> UnitOfWork:
        """A unit of work for one turn."""
        return UnitOfWork(self._turns, self.kept, self._of_turns)

    def unit(self) -> UnitOfWork:
        """A unit of work for anything else."""
        return UnitOfWork(self._engine, self.kept, self._of_all)

    async def connect(self) -> Connection:
        """A connection outside the pools, in autocommit mode, for `LISTEN` and advisory locks. Raises `Unavailable`."""
        try:
            return await psycopg.AsyncConnection.connect(
                self.url, autocommit=True, row_factory=dict_row, **timeouts.gone_after(self.url)
            )
        except psycopg.OperationalError as error:
            raise Unavailable(f"the database cannot be reached: {error}") from None

    async def close(self) -> None:
        """Close all connections of both pools."""
        await self._turns.dispose()
        await self._engine.dispose()


def _setting(values: Mapping[str, str]) -> Statement:
    """The statement that makes settings for one transaction."""
    return f"select {', '.join('set_config(%s, %s, true)' for _ in values)}", list(chain(*values.items()))


def _engine(url: str, size: int, settings: Mapping[str, str] | None) -> AsyncEngine:
    """`settings`: of each session; None: there are none that stay."""
    options = "" if settings is None else " ".join(f"-c {name}={value}" for name, value in settings.items())
    engine = create_async_engine(
        sqlalchemy_url(url),
        pool_size=size,
        pool_use_lifo=True,  # the same few server processes stay warm, instead of all in turn
        max_overflow=0,
        pool_reset_on_return=None,  # a unit of work always ends its transaction itself
        isolation_level="AUTOCOMMIT",  # a unit of work sends `begin` itself, together with its first statement
        connect_args={
            **({} if settings is None else {"options": f"{timeouts.LET_GO_AFTER} {options}"}),
            "application_name": "hiteuses",
            **timeouts.gone_after(url),
        },
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _rows_as_dicts(connection: Any, _record: Any) -> None:
        connection.driver_connection.row_factory = dict_row

    return engine


async def _forget(session: AsyncConnection) -> None:
    """Tell the pool of a lost connection in SQLAlchemy's own way. The pool then also replaces the idle connections of
    that age, which a restart of the server has ended as well; otherwise each would cost a turn."""
    with suppress(DBAPIError):
        await session.exec_driver_sql("select 1")
    await session.invalidate()


def _doubtful(connection: Connection, error: BaseException | None) -> bool:
    """Whether the connection should not be used again.

    After an error of the database the driver's record of prepared statements may be wrong (outside a transaction, a
    table that changed since then raises the same error again and again). And the next user must not inherit a
    transaction that could not be ended. A new connection costs milliseconds.
    """
    several = error.exceptions if isinstance(error, BaseExceptionGroup) else (error,)  # of turns that share it
    if any(isinstance(each, psycopg.Error) and not isinstance(each, RETRYABLE) for each in several):
        return True
    server = connection.pgconn
    return server.transaction_status != TransactionStatus.IDLE or server.pipeline_status != PipelineStatus.OFF


class UnitOfWork:
    """One transaction. If it is left without `commit()`, nothing is changed. Entering raises `Unavailable` if no
    connection is available.

    `after_commit` collects what others are told once the change is visible. `kept` belongs to the database: values that
    were read once and never change.
    """

    connection: Connection
    """In autocommit mode, outside any transaction, until the unit has begun."""

    def __init__(self, engine: AsyncEngine, kept: dict[Any, Any], settings: tuple[Statement, ...] = ()) -> None:
        self._engine = engine
        self.kept = kept
        self._settings = settings  # what is sent behind `begin`
        self._session: AsyncConnection | None = None
        self._begun = False
        self._told: list[Callable[[], Awaitable[None] | None]] = []
        self._later: list[Statement] = []
        self._packets: tuple[Packets, int] | None = None
        self.woken: set[int] = set()
        """Ids of people in whose inboxes an event was put."""
        self.lock_timeout = "0"
        """How long a statement waits for a lock at most, as the server's setting says it; "0": without end."""

    def part(self, packets: Packets, place: int) -> UnitOfWork:
        """A unit of work for one of the turns that share this unit's transaction. It sends through `packets`, as the
        turn in this `place`, and is never committed itself: see `take_over`."""
        part = UnitOfWork(self._engine, self.kept)
        part.connection, part._begun, part._packets = self.connection, True, (packets, place)
        part.lock_timeout = self.lock_timeout
        return part

    def take_over(self, part: UnitOfWork) -> None:
        """Commit with this unit what a part of it has left for its commit."""
        self._later += part._later
        self._told += part._told

    def alone(self) -> None:
        """Raise `Unshared` if this unit is a part: what follows may touch what the other turns have read."""
        if self._packets is not None:
            raise Unshared

    async def __aenter__(self) -> Self:
        try:
            self._session = await self._engine.connect()
            raw = await self._session.get_raw_connection()
        except SQLAlchemyError as error:  # its own errors for a server that is away and for an exhausted pool
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
            if error is None and self.connection.pgconn.transaction_status == TransactionStatus.INTRANS:
                await pipeline.undo(self.connection)  # it has only read, or found that nothing is to be changed
            elif not self.connection.closed:
                await self.connection.rollback()  # no effect if the transaction has ended
        except psycopg.Error:
            pass  # handled below
        finally:
            if self.connection.closed:
                await _forget(session)
            elif _doubtful(self.connection, error):
                await session.invalidate()
            await session.close()

    def after_commit(self, tell: Callable[[], Awaitable[None] | None]) -> None:
        """Call `tell` once a commit has succeeded."""
        self._told.append(tell)

    def on_commit(self, statement: str, parameters: Any = ()) -> None:
        """Add a statement that is sent with the commit. Nothing in this unit may read its result."""
        self._later.append((statement, parameters))

    async def commit(self, *last: Statement) -> None:
        """Commit. The `last` statements are sent with it in one round trip."""
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
        """Undo everything so far. The connection also forgets its prepared statements, so a unit that only found
        nothing to do commits instead."""
        self._begun = False
        await self.connection.rollback()

    async def begun(self) -> Connection:
        """The connection inside the unit's transaction, for a library that uses it directly."""
        if not self._begun:
            await self._send(())
        return self.connection

    async def pipeline(self, *statements: Statement) -> list[list[DictRow]]:
        """Run several statements in one round trip and return the rows of each. They run in order, and each sees the
        changes of those before it."""
        return [result.rows() for result in await self._send(statements)]

    async def pipeline_commit(self, *statements: Statement) -> list[list[DictRow]]:
        """Like `pipeline`, with the commit in the same round trip."""
        results = await self._send(statements, commit=True)
        await self._tell()
        return [result.rows() for result in results]

    @overload
    async def read(self, statement: str, parameters: Any = ()) -> list[DictRow]: ...
    @overload
    async def read(self, statement: str, parameters: Any = (), *, row: type[T]) -> list[T]: ...
    async def read(self, statement: str, parameters: Any = (), *, row: type[Any] | None = None) -> list[Any]:
        """Run one query and end the transaction, in one round trip."""
        (rows,) = await self.pipeline_commit((statement, parameters))
        return rows if row is None else each(row, rows)

    @overload
    async def fetch_one(self, statement: str, parameters: Any = ()) -> DictRow | None: ...
    @overload
    async def fetch_one(self, statement: str, parameters: Any = (), *, row: type[T]) -> T | None: ...
    async def fetch_one(self, statement: str, parameters: Any = (), *, row: type[Any] | None = None) -> Any:
        """The first row as a `row` (a record with a field per column), or None if there is no row."""
        (result,) = await self._send([(statement, parameters)])
        rows = result.rows()
        if row is not None:
            return first(row, rows)
        return rows[0] if rows else None

    async def fetch_only(self, statement: str, parameters: Any = (), *, row: type[T]) -> T:
        """The row of a statement that always has one."""
        return (await self.fetch_all(statement, parameters, row=row))[0]

    async def fetch_value(self, statement: str, parameters: Any = ()) -> Any:
        """The one column of the row of a statement that always has one."""
        return (await self.fetch_column(statement, parameters))[0]

    async def fetch_int(self, statement: str, parameters: Any = ()) -> int:
        """`fetch_value` of a number."""
        return int(await self.fetch_value(statement, parameters))

    async def fetch_bool(self, statement: str, parameters: Any = ()) -> bool:
        """Whether the one column of the first row is true; False if there is no row."""
        return bool(await self.find_value(statement, parameters))

    async def find_value(self, statement: str, parameters: Any = ()) -> Any | None:
        """The one column of the first row, or None if there is no row."""
        return next(iter(await self.fetch_column(statement, parameters)), None)

    async def fetch_column(self, statement: str, parameters: Any = ()) -> list[Any]:
        """The one column of all rows."""
        return [value for (value,) in (row.values() for row in await self.fetch_all(statement, parameters))]

    @overload
    async def fetch_all(self, statement: str, parameters: Any = ()) -> list[DictRow]: ...
    @overload
    async def fetch_all(self, statement: str, parameters: Any = (), *, row: type[T]) -> list[T]: ...
    async def fetch_all(self, statement: str, parameters: Any = (), *, row: type[Any] | None = None) -> Any:
        """All rows, each as a `row` (a record with a field per column)."""
        (result,) = await self._send([(statement, parameters)])
        rows = result.rows()
        return rows if row is None else each(row, rows)

    async def execute(self, statement: str, parameters: Any = ()) -> int:
        """Run a statement and return the number of rows that it touched."""
        (result,) = await self._send([(statement, parameters)])
        return result.count()

    async def _send(self, statements: Sequence[Statement], *, commit: bool = False) -> list[Result]:
        """Send statements in one round trip. The first statements of a unit carry `begin` along, and the last ones
        `commit`. If they are the whole unit, neither is needed: statements sent together are committed as a whole or
        not at all."""
        if self._packets is not None:
            assert not commit, "a part is committed with the unit that it belongs to"
            packets, place = self._packets
            return await packets.send(place, statements)
        begun, self._begun = self._begun, not commit
        whole = commit and not begun and not self._settings
        before = [] if begun or whole else [_BEGIN, *self._settings]
        after = [_COMMIT] if commit and not whole else []
        results = await pipeline.together(self.connection, [*before, *statements, *after])
        return results[len(before) : len(before) + len(statements)]
