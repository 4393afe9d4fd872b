"""Statements of exports: all answers of a project, or the results of its tasks, row by row. No export holds control
tasks or the answers to them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from backend.db.engine.rows import mapper
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectConfig
from backend.records import Record

T = TypeVar("T")


class GivenAnswer(Record):
    """A standing answer. `id`: the client's id of its task; `worker`: a pseudonym in this project; `answer`: any JSON
    value; `seconds`: from shown to answered. `at`: when it was given, one that was redone: when that was."""

    id: str
    worker: str
    answer: Any
    seconds: int
    at: datetime


class TaskOutcome(Record):
    """The result of a task. `id`: the client's; `answers`: how many it has; `result`: as stored, None while it is
    undecided."""

    id: str
    answers: int
    result: Any


async def project(uow: UnitOfWork, name: str) -> tuple[int, ProjectConfig] | None:
    """A client's project and its configuration; None if there is none, or if it is practice."""
    row = await uow.fetch_one("select id, config from project where name = %s and not practice", (name,))
    return (int(row["id"]), ProjectConfig.from_json(row["config"])) if row else None


_WORKER = "'w' || left(encode(sha256((p.salt || ':' || a.person_id)::bytea), 'hex'), 12)"
"""SQL: a person as the client may know them, another one in each project."""
_AT = f"""
    case when a.redone then coalesce((select max(e.at) from pay_event e where e.person_id = a.person_id
                                      and e.task_id = a.task_id and e.kind = '{PayEvent.REDONE}'), a.answered_at)
         else a.answered_at end
"""  # noqa: S608 (constants)
"""SQL: when the standing answer was given."""
_STANDING = f"""
        from answer a join task t on t.id = a.task_id join project p on p.id = a.project_id
        where a.project_id = %s and a.status = {AnswerStatus.ANSWERED} and not t.control
        order by a.task_id, a.answered_at, a.person_id"""
"""SQL: the standing answers of a project, by task, then when they were first given."""


def answers(uow: UnitOfWork, project_id: int) -> AsyncGenerator[GivenAnswer, None]:
    """Every standing answer, by task, then when it was first given."""
    return _stream(
        uow,
        f"""
        select t.client_id as id, a.value as answer, a.seconds, {_AT} as at,
               {_WORKER} as worker
        {_STANDING}
        """,
        (project_id,),
        GivenAnswer,
    )


def outcomes(uow: UnitOfWork, project_id: int) -> AsyncGenerator[TaskOutcome, None]:
    """Every task with an answer, and its result."""
    return _stream(
        uow,
        """
        select client_id as id, answers, result from task
        where project_id = %s and answers > 0 and not control order by task.id
        """,
        (project_id,),
        TaskOutcome,
    )


class Compared(Record):
    """A person's comparison of two things: "a", "b" or "tie"."""

    a: str
    b: str
    value: str


def compared(uow: UnitOfWork, project_id: int) -> AsyncGenerator[Compared, None]:
    """Every standing answer to a pair, by task, then time."""
    return _stream(
        uow,
        f"""
        select coalesce(t.content ->> 'a', '') as a, coalesce(t.content ->> 'b', '') as b, a.value #>> '{{}}' as value
        from answer a join task t on t.id = a.task_id
        where a.project_id = %s and a.status = {AnswerStatus.ANSWERED} and not t.control
        order by a.task_id, a.answered_at, a.person_id
        """,  # noqa: S608 (constants)
        (project_id,),
        Compared,
    )


class Annotated(Record):
    """A task and an answer to it, or its result. `id`: the client's; `content`: what it shows; `annotation`: a number
    unique in the export; `worker`: None for a result. `answer` None: undecided, or a tie."""

    task: int
    id: str
    content: Mapping[str, str]
    annotation: int
    worker: str | None
    answer: Any
    seconds: int | None
    at: datetime | None
    confidence: float | None
    method: str | None
    answers: int


def annotated(uow: UnitOfWork, project_id: int) -> AsyncGenerator[Annotated, None]:
    """Every standing answer with its task, by task, then time."""
    return _stream(
        uow,
        f"""
        select t.id as task, t.client_id as id, t.content,
               row_number() over (order by a.task_id, a.answered_at, a.person_id) as annotation,
               {_WORKER} as worker,
               a.value as answer, a.seconds, {_AT} as at, null::float8 as confidence, null::text as method,
               t.answers
        {_STANDING}
        """,
        (project_id,),
        Annotated,
    )


def decided(uow: UnitOfWork, project_id: int) -> AsyncGenerator[Annotated, None]:
    """Every task with an answer, and its result."""
    return _stream(
        uow,
        """
        select t.id as task, t.client_id as id, t.content, t.id as annotation, null::text as worker,
               nullif(t.result -> 'answer', 'null'::jsonb) as answer, null::int as seconds, t.done_at as at,
               (t.result ->> 'confidence')::float8 as confidence, t.result ->> 'method' as method, t.answers
        from task t where t.project_id = %s and t.answers > 0 and not t.control order by t.id
        """,
        (project_id,),
        Annotated,
    )


async def _stream(uow: UnitOfWork, statement: str, parameters: Any, row_type: type[T]) -> AsyncGenerator[T, None]:
    make = mapper(row_type)
    connection = await uow.begun()
    async with connection.cursor("export") as cursor:
        cursor.itersize = 1_000  # an export for a chat runs beside turns, which must not wait for larger pieces
        await cursor.execute(statement.encode(), parameters)
        async for row in cursor:
            yield make(row)
