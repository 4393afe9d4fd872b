"""Next task and answer in one durable transaction: the core of the product without its chat."""

from __future__ import annotations

import asyncio
import time

import uvloop

from backend.db.engine.uow import Database
from backend.db.server import migrate
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerCounted, SubmitAnswer, TakeWork
from backend.services.work import service as work_service
from benchmarks import filling
from benchmarks.figures import Figure, Section, percentiles, shown
from benchmarks.running import Run

LABEL_STUDIO = 5.7
"""Pairs a second of a default Label Studio server with 100,000 open tasks and 8 people at once, measured on a similar
machine."""
PEOPLE = 8
"""The number of people who work at once."""


def measure(run: Run) -> Section:
    tasks = run.size(100_000, 500)
    seconds = run.size(30.0, 0.5)
    with run.server() as url:
        migrate.upgrade(url)
        run.say(f"pairs: {tasks:,} open tasks")
        answered, took, times = uvloop.run(_work(url, tasks, seconds))
    rate = answered / took
    wanted = 20 * LABEL_STUDIO
    return Section(
        "pairs",
        "Next task and answer",
        f"{tasks:,} open tasks wanting {filling.PROJECT.answers_min} answers each, {PEOPLE} people at once for "
        f"{seconds:g} s; each pair is one transaction through `services.work.submit`: answer, pay, day, the next task",
        [
            Figure(
                f"pairs a second, {PEOPLE} people at once",
                f"20 × Label Studio's {LABEL_STUDIO} = {wanted:.0f}/s",
                f"{rate:.0f}/s = {rate / LABEL_STUDIO:.0f} times",
                rate >= wanted,
                {"pairs": answered, "seconds": took, "times": times},
            ),
            Figure("one pair, commit included", "", shown(times), None, times),
        ],
    )


async def _work(url: str, tasks: int, seconds: float) -> tuple[int, float, dict[str, float]]:
    database = Database(url)
    try:
        async with database.unit() as uow:
            project_id = await filling.add_project(uow, tasks)
            people = [await filling.add_person(uow, number, project_id) for number in range(PEOPLE)]
            await uow.commit()
        await filling.tidy(database)
        started = time.perf_counter()
        end = started + seconds
        took = [t for each in await asyncio.gather(*(_one(database, p, project_id, end) for p in people)) for t in each]
        elapsed = time.perf_counter() - started
        async with database.unit() as uow:
            row = await uow.fetch_one("select count(*) as count from answer where status = 1")
        assert row is not None
        assert row["count"] == len(took)
        return len(took), elapsed, percentiles(took)
    finally:
        await database.close()


async def _one(database: Database, person: Person, project_id: int, end: float) -> list[float]:
    async with database.turn() as uow:
        given = await work_service.take(uow, person, filling.now(), TakeWork(project_id))
        await uow.commit()
    task = given.task
    took = []
    while time.perf_counter() < end:
        assert task is not None
        started = time.perf_counter()
        async with database.turn() as uow:
            outcome = await work_service.submit(uow, person, filling.now(), SubmitAnswer(task.id, "ok"))
            await uow.commit()
        took.append(time.perf_counter() - started)
        assert isinstance(outcome, AnswerCounted)
        task = outcome.next
    return took
