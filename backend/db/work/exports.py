"""The statements of an export: all answers of a project, or what came of its tasks, row by row."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from psycopg.rows import DictRow

from backend.db.engine.uow import UnitOfWork


async def project(uow: UnitOfWork, name: str) -> int | None:
    """The id of a client's project; practice is none."""
    row = await uow.fetch_one("select id from project where name = %s and not practice", (name,))
    return int(row["id"]) if row else None


def answers(uow: UnitOfWork, project_id: int) -> AsyncGenerator[DictRow, None]:
    """Every standing answer: `id` (the client's), `worker` (pseudonym of this project), `value`,
    `seconds`, `at`; ordered by task, then time."""
    return _stream(
        uow,
        """
        select t.client_id as id, a.value, a.seconds, a.answered_at as at,
               'w' || left(encode(sha256((p.salt || ':' || a.person_id)::bytea), 'hex'), 12) as worker
        from answer a join task t on t.id = a.task_id join project p on p.id = a.project_id
        where a.project_id = %s and a.status = 1 order by a.task_id, a.answered_at, a.person_id
        """,
        (project_id,),
    )


def outcomes(uow: UnitOfWork, project_id: int) -> AsyncGenerator[DictRow, None]:
    """Of every task with an answer: `task`, `id` (the client's), `answers`, `result` as it is stored.
    A task without a stored result has one row per answer, in the order in which they were given,
    with its `value`. Ordered by task."""
    return _stream(
        uow,
        """
        select t.id as task, t.client_id as id, t.answers, t.result, a.value
        from task t left join answer a on a.task_id = t.id and a.status = 1 and t.result is null
        where t.project_id = %s and t.answers > 0 order by t.id, a.answered_at, a.person_id
        """,
        (project_id,),
    )


async def _stream(uow: UnitOfWork, statement: str, parameters: Any) -> AsyncGenerator[DictRow, None]:
    connection = await uow.begun()
    async with connection.cursor("export") as cursor:
        cursor.itersize = 5_000
        await cursor.execute(statement.encode(), parameters)
        async for row in cursor:
            yield row
