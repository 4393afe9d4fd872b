"""The task queue's own housekeeping."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from backend.db.uow import Database
from backend.queue import Queue
from tests.integration.scenes import rows


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[Queue]:
    queue = Queue(database.url, {})
    await queue.open()
    yield queue
    await queue.close()


async def left(database: Database, queue: Queue, hours: int) -> set[str]:
    """Which of one job of each status is left by a pruning when all came to it `hours` ago."""
    async with database.unit() as uow:
        await uow.do("delete from procrastinate_jobs")
        for status in ("todo", "doing", "succeeded", "failed", "cancelled", "aborted"):
            await uow.do(
                "insert into procrastinate_jobs (queue_name, task_name, status) values ('default', %s, 'todo')",
                (status,),
            )
        await uow.do(
            "update procrastinate_jobs set status = task_name::procrastinate_job_status where task_name <> 'todo'"
        )
        await uow.do("update procrastinate_events set at = at - %s * interval '1 hour'", (hours,))
        await uow.commit()
    await queue.prune()
    return {row["task_name"] for row in await rows(database, "select task_name from procrastinate_jobs")}


async def test_a_finished_job_goes_after_a_day_and_a_failed_one_after_a_month(database: Database, queue: Queue) -> None:
    everything = {"todo", "doing", "succeeded", "failed", "cancelled", "aborted"}
    assert await left(database, queue, 23) == everything
    assert await left(database, queue, 25) == everything - {"succeeded", "cancelled"}
    assert await left(database, queue, 30 * 24 - 1) == everything - {"succeeded", "cancelled"}
    assert await left(database, queue, 30 * 24 + 1) == {"todo", "doing"}
    assert (
        await rows(
            database,
            "select distinct j.task_name from procrastinate_events e left join procrastinate_jobs j "
            "on j.id = e.job_id where j.id is null",
        )
        == []
    )
