"""What the list of projects says, and that it costs the same however many tasks there are."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from backend.db.engine.uow import Database
from backend.domain.people.commands import OPERATOR
from backend.domain.work.commands import CorrectAnswer
from backend.services.work import projects
from backend.services.work import service as work_service
from tests.integration.scenes import NOW, agreement, commit, hiteuses, look, project
from tests.integration.services.work.steps import counted, take, taken


async def listed(database: Database) -> list[dict[str, Any]]:
    found = await look(database, projects.listing, OPERATOR)
    return [{"tasks": each.tasks, "done": each.done, "answers": each.answers} for each in found]


async def test_tasks_answers_and_what_is_done_are_counted_as_they_come(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 3, wanted=2, batches=[1])
    assert await listed(database) == [{"tasks": 4, "done": 0, "answers": 0}]
    hers = await taken(database, awa, project_id)
    await counted(database, awa, hers.id)
    assert await listed(database) == [{"tasks": 4, "done": 0, "answers": 1}]
    same = await taken(database, binta, project_id)
    assert same.id == hers.id
    await counted(database, binta, same.id)
    assert await listed(database) == [{"tasks": 4, "done": 1, "answers": 2}]
    await commit(database, work_service.correct, awa, NOW, CorrectAnswer(hers.id, "hate"))
    assert await listed(database) == [{"tasks": 4, "done": 1, "answers": 2}]
    assert await agreement(database) == []


async def test_a_lease_is_no_answer(database: Database) -> None:
    (awa,) = await hiteuses(database, 1)
    await take(database, awa, await project(database, 2))
    assert await listed(database) == [{"tasks": 2, "done": 0, "answers": 0}]


async def test_an_empty_project_is_listed_with_nothing(database: Database) -> None:
    await project(database, 0)
    assert await listed(database) == [{"tasks": 0, "done": 0, "answers": 0}]


@pytest.mark.parametrize("pool", ["turn", "unit"])
async def test_no_task_and_no_answer_is_looked_at(database: Database, pool: str) -> None:
    """So that a million of them cost a turn nothing, and it waits for nobody's work."""
    await project(database, 3)
    async with await psycopg.AsyncConnection.connect(database.url) as other:
        await other.execute("lock table task, answer in access exclusive mode")
        async with getattr(database, pool)() as uow:
            await uow.execute("set local lock_timeout = '100ms'")
            (listed,) = await projects.listing(uow, OPERATOR)
        assert listed.tasks == 3
        await other.rollback()
