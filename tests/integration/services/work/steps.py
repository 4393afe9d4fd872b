"""Steps of work that the tests take, each in a turn of its own."""

from typing import Any

from backend.db.engine.uow import Database
from backend.db.work import leases
from backend.domain.people.commands import Person
from backend.domain.work import commands as domain
from backend.domain.work.commands import AnswerCounted, AnswerRefused, SubmitAnswer, TakeWork, TaskGiven
from backend.services.work import service as work_service
from tests.integration.scenes import (
    NOW,
    commit,
    value,
)


async def take(database: Database, person: Person, project_id: int, now: Any = NOW) -> TaskGiven:
    return await commit(database, work_service.take, person, now, TakeWork(project_id))


async def taken(database: Database, person: Person, project_id: int, now: Any = NOW) -> domain.Task:
    given = await take(database, person, project_id, now)
    assert given.task is not None
    return given.task


async def submit(
    database: Database, person: Person, task_id: int, answer: Any = "ok", now: Any = NOW
) -> AnswerCounted | AnswerRefused:
    return await commit(database, work_service.submit, person, now, SubmitAnswer(task_id, answer))


async def counted(
    database: Database, person: Person, task_id: int, answer: Any = "ok", now: Any = NOW
) -> AnswerCounted:
    done = await submit(database, person, task_id, answer, now)
    assert isinstance(done, AnswerCounted)
    return done


async def expire(database: Database, now: Any) -> int:
    return await commit(database, leases.give_back_expired, now, 100)


async def status(database: Database, person: Person, task_id: int) -> int:
    found = await value(
        database, "select status from answer where person_id = %s and task_id = %s", (person.id, task_id)
    )
    return int(found)
