"""The time to claim a person's next task, out of 1,000 to 1,000,000 open ones."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from itertools import product

import uvloop

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import leases
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerStatus
from benchmarks import filling
from benchmarks.figures import Figure, Section, percentiles, shown
from benchmarks.running import Run

LEASE = timedelta(minutes=15)
"""How long a claimed task is leased."""
CONTROLS, ANSWERS_EACH = 200, 1_000
"""The number of control tasks of the project, and of the answers that each may get."""


def measure(run: Run) -> Section:
    sizes = run.size((1_000, 100_000, 1_000_000), (60, 600, 2_000))
    claims = run.size(2_000, 40)
    many = run.size(filling.MANY, 50)
    times: dict[tuple[int, int, int, bool], dict[str, float]] = {}
    with run.server() as server:
        for size in sizes:
            run.say(f"claim-task: {size:,} open tasks")
            url = filling.another_database(server, f"tasks_{size}")
            for key, found in uvloop.run(_one_size(url, size, claims, many)).items():
                times[size, *key] = found
            filling.drop_database(server, f"tasks_{size}")
    return Section(
        "claim-task",
        "The next task",
        f"`work.claim` {claims:,} times per line, each in a transaction of its own that then gives the task back; "
        f"people without answers and with {many:,}, all of them on tasks that are still open to others; "
        "times are those of the claim, as the client sees it, from one process; "
        "with 8 people at once that process is busy with the other 7 as well; "
        f"the project has {CONTROLS} control tasks beside them",
        _figures(sizes, many, times),
    )


def _ways(many: int) -> list[tuple[int, int, bool]]:
    """Each way to claim: (answers of each person, people at once, whether a control task is due at each claim)."""
    return [*((*each, False) for each in product((0, many), (1, 8))), (0, 1, True)]


def _figures(
    sizes: tuple[int, ...], many: int, times: dict[tuple[int, int, int, bool], dict[str, float]]
) -> list[Figure]:
    figures = []
    for answers, at_once, due in _ways(many):
        who = f"a person with {answers:,} answers" if at_once == 1 else f"{at_once} people at once, {answers:,} answers"
        who += ", a control task is due" if due else ""
        for size in sizes:
            found = times[size, answers, at_once, due]
            reached = found["p99"] < 10 and found["p50"] < 1
            # With 8 at once, most of the time is spent waiting for the other 7 in the same process.
            wanted, verdict = ("p50 < 1 ms, p99 < 10 ms", reached) if at_once == 1 else ("", None)
            figures.append(Figure(f"{size:,} open tasks, {who}", wanted, shown(found), verdict, found))
        if at_once > 1:
            continue
        rise = times[sizes[-1], answers, at_once, due]["p50"] / times[sizes[0], answers, at_once, due]["p50"]
        figures.append(
            Figure(
                f"p50 from {sizes[0]:,} to {sizes[-1]:,} open tasks, {who}",
                "at most 1.5 times",
                f"{rise:.2f} times",
                rise <= 1.5,
                {"ratio": rise},
            )
        )
    return figures


async def _one_size(url: str, size: int, claims: int, many: int) -> dict[tuple[int, int, bool], dict[str, float]]:
    """Returns the times of a claim for each of `_ways`."""
    database = Database(url)
    found = {}
    try:
        async with database.unit() as uow:
            project_id = await filling.add_project(uow, many)
            await filling.add_tasks(uow, project_id, size)
            await filling.add_controls(uow, project_id, CONTROLS, ANSWERS_EACH)
            await uow.commit()
        number = 0
        for answers, at_once, due in _ways(many):
            # A person claims half the queue at most, so that nobody reaches its end.
            each = min(claims // at_once, size // 2)
            people = []
            async with database.unit() as uow:
                for _ in range(-(-claims // each)):
                    number += 1
                    people.append(await _add_person(uow, number, project_id, answers))
                await uow.commit()
            await filling.tidy(database)
            await _claims(database, people[:at_once], project_id, min(each, 20), due)  # Connects and warms up.
            took: list[float] = []
            for first in range(0, len(people), at_once):
                took += await _claims(database, people[first : first + at_once], project_id, each, due)
            found[answers, at_once, due] = percentiles(took)
    finally:
        await database.close()
    return found


async def _add_person(uow: UnitOfWork, number: int, project_id: int, answers: int) -> Person:
    person = await filling.add_person(uow, number, project_id)
    if answers:
        batch = await uow.fetch_value("select min(id) from batch where project_id = %s", (project_id,))
        await filling.add_answers(uow, person, project_id, batch, answers)
        await uow.execute("update progress set control_from = answers where person_id = %s", (person.id,))
    return person


async def _claims(database: Database, people: list[Person], project_id: int, each: int, due: bool) -> list[float]:
    """Seconds of each claim. Each of `people` claims `each` tasks; all work at the same time. `due`: control tasks."""

    async def one(person: Person) -> list[float]:
        took = []
        for _ in range(each):
            async with database.turn() as uow:
                now = filling.now()
                if due:
                    await uow.execute("update progress set control_from = -99 where person_id = %s", (person.id,))
                started = time.perf_counter()
                row = await leases.claim(uow, person.id, project_id, now, now + LEASE)
                took.append(time.perf_counter() - started)
                assert row is not None and row.control is due
                await leases.leave(uow, person.id, row.id, AnswerStatus.GIVEN_BACK, now)
                await uow.commit()
        return took

    return [took for each_took in await asyncio.gather(*map(one, people)) for took in each_took]
