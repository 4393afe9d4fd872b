"""Several statements to the server in one packet, their results back in one wait.

psycopg's own pipeline sends each statement by itself as it comes, so that results can be fetched early: a
call of the system and a look at the socket per statement here, and a server that wakes for each of them.
A turn knows the statements of a round trip beforehand, so they are queued first and sent together. This
was measured: see `docs/decisions/0003-plain-sql-on-the-hot-path.md`. It uses what psycopg keeps to itself,
which is why its minor version is held in `pyproject.toml` and why all of that is in this one module.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

import psycopg
from psycopg._preparing import Key
from psycopg.abc import PQGen
from psycopg.generators import send
from psycopg.rows import DictRow

Connection = psycopg.AsyncConnection[DictRow]
Cursor = psycopg.AsyncCursor[DictRow]


class _Queue(psycopg.AsyncPipeline):
    """A pipeline that says nothing before all is queued."""

    def _communicate_gen(self) -> PQGen[None]:
        return
        yield  # makes it a generator

    def send_all(self) -> PQGen[None]:
        """Send what is queued, and take in all results; raises the first error among them."""
        self._enqueue_sync()
        while self.command_queue:
            self.command_queue.popleft()()
        yield from send(self.pgconn)
        yield from self._fetch_gen(flush=False)


async def together(connection: Connection, statements: Sequence[tuple[bytes, Any]]) -> list[Cursor]:
    """Run statements in order and in one round trip; the cursors with their results.

    Outside a transaction they are one by themselves: all of them count or none. Raises the first error of
    the database; what comes after the statement that failed is not run.
    """
    cursors = [connection.cursor() for _ in statements]
    async with connection.lock:
        connection._check_connection_ok()
        prepared = set(connection._prepared._names)
        pipeline = connection._pipeline = _Queue(connection)
        failed: BaseException | None = None
        try:
            await connection.wait(_run(pipeline, cursors, statements))
        except BaseException as error:
            failed = error
            _forget_all_but(prepared, connection)
            raise
        finally:
            try:
                pipeline._exit(failed)
            finally:
                connection._pipeline = None
    return cursors


def _forget_all_but(prepared: Set[Key], connection: Connection) -> None:
    """psycopg notes a statement as prepared when it is queued. What failed may have left it unsent, or not
    run by the server, and each later use of its name on this connection would fail with it."""
    names = connection._prepared._names
    for key in names.keys() - prepared:
        del names[key]


def _run(pipeline: _Queue, cursors: Sequence[Cursor], statements: Sequence[tuple[bytes, Any]]) -> PQGen[None]:
    yield from pipeline._enter_gen()
    for cursor, (text, parameters) in zip(cursors, statements, strict=True):
        yield from cursor._execute_gen(text, parameters)
    yield from pipeline.send_all()
