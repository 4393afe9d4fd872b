"""Statements about half-given answers: kept while the lease of a task that was left runs on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.commands import AnswerStatus
from backend.records import Record


class BegunAnswer(Record):
    """The part of an answer that a person had given when they left its task."""

    task_id: int
    begun: Mapping[str, Any]


async def keep(uow: UnitOfWork, person_id: int, task_id: int, begun: Mapping[str, Any], until: datetime) -> None:
    """Store the part of an answer that the person has given to a task that they leave."""
    await uow.execute(
        "update answer set begun = %s, begun_until = %s where person_id = %s and task_id = %s",
        (Jsonb(dict(begun)), until, person_id, task_id),
    )


async def last(uow: UnitOfWork, person_id: int, project_id: int, now: datetime) -> BegunAnswer | None:
    """The last task of a project that the person left with a part of its answer given. None if there is none, or if it
    is not kept any more."""
    return await uow.fetch_one(
        f"""
        select task_id, begun from answer
        where person_id = %s and status = {AnswerStatus.GIVEN_BACK} and project_id = %s and begun_until > %s
        order by person_id, expires_at desc limit 1
        """,  # noqa: S608 (a constant)
        (person_id, project_id, now),
        row=BegunAnswer,
    )


async def forget(uow: UnitOfWork, person_id: int, task_id: int) -> None:
    """Delete the stored part of an answer, because the person goes on with the task."""
    await uow.execute(
        "update answer set begun = null, begun_until = null where person_id = %s and task_id = %s",
        (person_id, task_id),
    )
