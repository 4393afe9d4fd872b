"""Several statements sent to the server in one packet, with one wait for all results.

psycopg's own pipeline sends each statement as it comes, so that results can be fetched early. That costs a system call
and a look at the socket per statement here, and wakes the server for each of them. A turn knows the statements of a
round trip beforehand, so they are queued in libpq first and sent together. Nor does a statement get a cursor of its
own: psycopg's cursors cost two thirds of the processor time that the driver needs (`docs/decisions/0003-plain-sql-on-
the-hot-path.md` has both measurements). Values, rows and prepared statements are psycopg's.

This module uses psycopg's private parts. For that reason its minor version is pinned in `pyproject.toml`, and no other
module does so.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import adapt, errors
from psycopg._preparing import Key, Prepare
from psycopg._queries import PostgresQuery, _query2pg_nocache
from psycopg.abc import PQGen, Transformer
from psycopg.generators import fetch_many, send
from psycopg.pq import ConnStatus, ExecStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.rows import DictRow

from backend.records import Record

Connection = psycopg.AsyncConnection[DictRow]
Statement = tuple[str, Any]
"""SQL and its parameters: a sequence, a mapping, or None."""

MOST_TEXTS = 2_048
"""Texts of statements whose placeholders are remembered."""


class Result:
    """What a statement returned."""

    __slots__ = ("_result", "_transformer")

    def __init__(self, result: PGresult, transformer: Transformer) -> None:
        self._result = result
        self._transformer = transformer

    def rows(self) -> list[DictRow]:
        """Its rows, in order; none for a statement that returns no rows."""
        result = self._result
        if result.status != ExecStatus.TUPLES_OK or not result.ntuples:
            return []
        names = [(result.fname(place) or b"").decode() for place in range(result.nfields)]
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, lambda values: dict(zip(names, values, strict=True)))

    def count(self) -> int:
        """How many rows it returned or changed."""
        if self._result.status == ExecStatus.TUPLES_OK:
            return self._result.ntuples
        return self._result.command_tuples or 0


async def together(connection: Connection, statements: Sequence[Statement]) -> list[Result]:
    """Run statements in order and in one round trip.

    Outside a transaction the statements are one transaction of their own. Raises the first error of the database; the
    statements after the failed one are not run.
    """
    async with connection.lock:
        connection._check_connection_ok()
        known = set(connection._prepared._names)
        try:
            return await connection.wait(_run(connection, statements))
        except BaseException:
            _forget_all_but(known, connection)
            raise


async def undo(connection: Connection) -> None:
    """Undo the open transaction, in which no statement has failed. psycopg's own `rollback` also forgets all prepared
    statements, since what they name may be undone: here that is at most a temporary table, for which the server plans
    anew by itself."""
    async with connection.lock:
        await connection.wait(connection._exec_command(b"rollback"))


def _run(connection: Connection, statements: Sequence[Statement]) -> PQGen[list[Result]]:
    server: PGconn = connection.pgconn
    transformer: Transformer = adapt.Transformer(connection)
    yield from connection._prepared.maintain_gen(connection)
    # every value is converted before anything is queued: one that cannot be sent leaves nothing behind
    calls = [_call(connection, transformer, text, values) for text, values in statements]
    server.enter_pipeline_mode()
    try:
        _queue(server, calls)
        if server.flush():
            yield from send(server)
        answers: list[list[PGresult]] = []
        for _ in range(sum(1 + call.prepares for call in calls) + 1):  # the last one is that of the end
            answers.append((yield from fetch_many(server)))
    finally:
        if server.status != ConnStatus.BAD:
            server.exit_pipeline_mode()
    return _results(connection, calls, answers, transformer)


class _Call(Record):
    """A statement as libpq takes it. `key`: for psycopg's record of prepared statements, if it has to check it."""

    query: bytes
    types: tuple[int, ...]
    values: Sequence[Any] | None
    formats: Sequence[Any] | None
    preparation: Prepare
    name: bytes
    key: Key | None

    @property
    def prepares(self) -> bool:
        """Whether the server prepares it before it is run."""
        return self.preparation is Prepare.SHOULD


def _call(connection: Connection, transformer: Transformer, text: str, parameters: Any) -> _Call:
    query = PostgresQuery(transformer)
    if parameters is None:
        query.query = text.encode()
    else:
        query.query, query._want_formats, query._order, query._parts = _placeholders(text)
        query.dump(parameters)
    prepared = connection._prepared
    preparation, name = prepared.get(query)
    key = prepared.maybe_add_to_cache(query, preparation, name)
    return _Call(query.query, query.types, query.params, query.formats, preparation, name, key)


@lru_cache(MOST_TEXTS)
def _placeholders(text: str) -> Any:
    """A statement with the server's placeholders. psycopg remembers only short ones, and reads long ones each time."""
    return _query2pg_nocache(text.encode(), "utf-8")


def _queue(server: PGconn, calls: Sequence[_Call]) -> None:
    """Queue the statements and their end. Should libpq refuse one, those before it must not count: the connection is
    closed."""
    try:
        for call in calls:
            if call.prepares:
                server.send_prepare(call.name, call.query, param_types=call.types)
            if call.preparation is Prepare.NO:
                server.send_query_params(call.query, call.values, param_types=call.types, param_formats=call.formats)
            else:
                server.send_query_prepared(call.name, call.values, param_formats=call.formats)
        server.pipeline_sync()
    except BaseException:
        server.finish()
        raise


def _results(
    connection: Connection, calls: Sequence[_Call], answers: Sequence[list[PGresult]], transformer: Transformer
) -> list[Result]:
    """The result of each statement. Raises the first error among them."""
    left, results = iter(answers), []
    for call in calls:
        if call.prepares:
            _check(next(left), connection)
        answer = next(left)
        if call.key is not None:
            connection._prepared.validate(call.key, call.preparation, call.name, answer)
        results.append(Result(_check(answer, connection), transformer))
    return results


def _check(answer: Sequence[PGresult], connection: Connection) -> PGresult:
    (result,) = answer
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY):
        return result
    if result.status == ExecStatus.FATAL_ERROR:
        raise errors.error_from_result(result, encoding="utf-8")
    raise errors.InternalError(f"unexpected result: {ExecStatus(result.status).name}")


def _forget_all_but(prepared: Set[Key], connection: Connection) -> None:
    """Forget the statements that this packet prepared.

    psycopg records a statement as prepared when it is queued. After a failure it may be unsent, or not run by the
    server, and each later use of its name on this connection would fail.
    """
    names = connection._prepared._names
    for key in names.keys() - prepared:
        del names[key]
