"""Several statements sent to the server in one packet, with one wait for all results.

psycopg's own pipeline sends each statement as it comes, so that results can be fetched early. That costs a system call
and a look at the socket per statement here, and wakes the server for each of them. A turn knows the statements of a
round trip beforehand, so they are queued first and sent together; `docs/decisions/0003-plain-sql-on-the-hot-path.md`
has the measurement. This module uses psycopg's private parts. For that reason its minor version is pinned in
`pyproject.toml`, and no other module does so.
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
    """A pipeline that sends nothing until all statements are queued."""

    def _communicate_gen(self) -> PQGen[None]:
        return
        yield  # makes it a generator

    def send_all(self) -> PQGen[None]:
        """Send what is queued and receive all results. Raises the first error among them."""
        self._enqueue_sync()
        while self.command_queue:
            self.command_queue.popleft()()
        yield from send(self.pgconn)
        yield from self._fetch_gen(flush=False)


async def together(connection: Connection, statements: Sequence[tuple[bytes, Any]]) -> list[Cursor]:
    """Run statements in order and in one round trip. Return the cursors with their results.

    Outside a transaction the statements are one transaction of their own. Raises the first error of the database; the
    statements after the failed one are not run.
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
    """Forget the statements that this pipeline prepared.

    psycopg records a statement as prepared when it is queued. After a failure it may be unsent, or not run by the
    server, and each later use of its name on this connection would fail.
    """
    names = connection._prepared._names
    for key in names.keys() - prepared:
        del names[key]


def _run(pipeline: _Queue, cursors: Sequence[Cursor], statements: Sequence[tuple[bytes, Any]]) -> PQGen[None]:
    yield from pipeline._enter_gen()
    for cursor, (text, parameters) in zip(cursors, statements, strict=True):
        yield from cursor._execute_gen(text, parameters)
    yield from pipeline.send_all()
