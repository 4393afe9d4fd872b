"""The task queue's own housekeeping."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import psycopg
import pytest
from procrastinate.jobs import Job

from backend import log_context
from backend import queue as queue_module
from backend.db.engine.failures import UNAVAILABLE
from backend.db.engine.uow import Database, UnitOfWork
from backend.queue import Queue
from tests.integration.scenes import rows


async def nothing() -> None:
    """A job."""


@pytest.fixture
async def queue(database: Database) -> AsyncIterator[Queue]:
    queue = Queue(database.url, {"nothing": nothing})
    await queue.open()
    yield queue
    await queue.close()


@pytest.mark.parametrize("part", ["_work", "get_stalled_jobs"])
async def test_an_error_that_nobody_foresaw_ends_neither_the_worker_nor_the_look_for_stalled_jobs(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    again = asyncio.Event()
    left = [ValueError("a row that nobody understands")]

    async def unlucky(*_: object, **__: object) -> list[object]:
        if left:
            raise left.pop()
        again.set()
        await asyncio.Event().wait()
        return []

    monkeypatch.setattr(queue_module, "BEGIN_AGAIN", 0)
    monkeypatch.setattr(queue_module, "LOOK_FOR_STALLED", 0)
    monkeypatch.setattr(queue if part == "_work" else queue._app.job_manager, part, unlucky)
    running = asyncio.create_task(queue.run())
    async with asyncio.timeout(30):
        await again.wait()
    assert not running.done()
    running.cancel()
    await asyncio.wait({running})
    assert running.cancelled()


@pytest.mark.parametrize(("looks", "taken_up"), [([1, 0, 1, 0, 1], 0), ([1, 1, 0, 0, 0], 1)])
async def test_a_job_is_taken_up_again_when_two_looks_find_no_sign_of_life(
    queue: Queue, monkeypatch: pytest.MonkeyPatch, looks: list[int], taken_up: int
) -> None:
    """The clock set forward makes every sign of life old for a moment, and a job would run beside itself."""
    done, again = asyncio.Event(), []
    left = list(looks)
    job = Job(id=7, queue="q", lock=None, queueing_lock=None, task_name="nothing")

    async def stalled(**_: object) -> list[Job]:
        if not left:
            done.set()
            await asyncio.Event().wait()
        return [job] * left.pop(0)

    async def retry(job: Job) -> None:
        again.append(job)

    monkeypatch.setattr(queue_module, "LOOK_FOR_STALLED", 0)
    monkeypatch.setattr(queue._app.job_manager, "get_stalled_jobs", stalled)
    monkeypatch.setattr(queue._app.job_manager, "retry_job", retry)
    running = asyncio.create_task(queue._recover())
    async with asyncio.timeout(30):
        await done.wait()
    running.cancel()
    await asyncio.wait({running})
    assert len(again) == taken_up


async def left(database: Database, queue: Queue, hours: int) -> set[str]:
    """Which of one job of each status is left by a pruning when all came to it `hours` ago."""
    async with database.unit() as uow:
        await uow.execute("delete from procrastinate_jobs")
        for status in ("todo", "doing", "succeeded", "failed", "cancelled", "aborted"):
            await uow.execute(
                "insert into procrastinate_jobs (queue_name, task_name, status) values ('default', %s, 'todo')",
                (status,),
            )
        await uow.execute(
            "update procrastinate_jobs set status = task_name::procrastinate_job_status where task_name <> 'todo'"
        )
        await uow.execute("update procrastinate_events set at = at - %s * interval '1 hour'", (hours,))
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


async def lost(uow: UnitOfWork, database: Database) -> None:
    """The server ends this unit's connection, as it does when it is stopped."""
    pid = await uow.fetch_value("select pg_backend_pid()")
    assert await rows(database, f"select pg_terminate_backend({pid}, 5000) as done") == [{"done": True}]


async def test_a_database_that_goes_away_while_a_job_is_deferred_is_away_as_in_any_statement(
    database: Database, queue: Queue
) -> None:
    async with database.unit() as uow:
        await lost(uow, database)
        with pytest.raises(UNAVAILABLE):
            await queue.defer(uow, "nothing")


async def test_a_job_that_cannot_be_deferred_fails_with_the_databases_own_error(
    database: Database, queue: Queue
) -> None:
    async with database.unit() as uow:
        with pytest.raises(psycopg.errors.DivisionByZero):
            await uow.execute("select 1/0")
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            await queue.defer(uow, "nothing")


async def test_a_job_may_be_asked_for_a_while_ahead(database: Database, queue: Queue) -> None:
    async with database.unit() as uow:
        await queue.defer(uow, "nothing")
        await queue.defer(uow, "nothing", after=timedelta(seconds=30.4))
        await uow.commit()
    found = await rows(
        database,
        "select coalesce(extract(epoch from scheduled_at - clock_timestamp()), 0) as ahead from procrastinate_jobs"
        " order by id",
    )
    at_once, later = (float(row["ahead"]) for row in found)
    assert at_once == 0
    assert 30 < later <= 30.4  # to the fraction: a look that comes too early finds that another is on its way


async def test_a_job_goes_on_with_the_id_of_the_event_that_caused_it(database: Database) -> None:
    found: list[tuple[str, dict[str, int]]] = []
    done = asyncio.Event()

    async def look(**arguments: int) -> None:
        found.append((log_context.current(), arguments))
        if len(found) == 2:
            done.set()

    queue = Queue(database.url, {"look": look})
    await queue.open()
    async with database.unit() as uow:
        with log_context.apart(12):
            await queue.defer(uow, "look", number=1)
        await queue.defer(uow, "look", number=2)
        await uow.commit()
    running = asyncio.create_task(queue.run())
    async with asyncio.timeout(30):
        await done.wait()
    running.cancel()
    await asyncio.wait({running})
    await queue.close()
    by_number = {arguments["number"]: (name, arguments) for name, arguments in found}
    assert by_number[1] == ("e12", {"number": 1})
    assert by_number[2][0].startswith("j")
