"""The time to claim a task in a skilled project in which some tasks ask for more answers."""

from __future__ import annotations

import random
import time
from datetime import timedelta

import uvloop

from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import leases, projects
from backend.db.work.leases import REOPENED_SEEN
from backend.domain.work.commands import AnswerStatus
from backend.records import replace
from benchmarks import filling
from benchmarks.figures import Figure, Section, percentiles, shown
from benchmarks.running import Run

LEASE = timedelta(minutes=15)
"""How long a claimed task is leased."""
SKILLED = replace(filling.PROJECT, mode="skilled", answers_min=2, answers_max=9)
"""The project of all tasks."""
REOPENED = 0.01
"""The share of the tasks that ask for one more answer."""
WORN = 0.3
"""The share of the people who have answered all reopened tasks that a claim looks through."""
UNCLEAR = 0.1
"""The share of the people who get no reopened tasks."""


def measure(run: Run) -> Section:
    sizes = run.size((1_000, 100_000, 1_000_000), (300, 600, 2_000))
    people, claims = run.size(1_000, 20), run.size(4_000, 60)
    times = {}
    with run.server() as server:
        for size in sizes:
            run.say(f"claim-reopened: {size:,} open tasks, {people:,} people")
            url = filling.another_database(server, f"reopened_{size}")
            times[size] = uvloop.run(_one_size(url, size, people, claims))
            filling.drop_database(server, f"reopened_{size}")
    figures = [
        Figure(f"{size:,} open tasks", "p99 < 10 ms", shown(found), found["p99"] < 10, found)
        for size, found in times.items()
    ]
    rise = times[sizes[-1]]["p50"] / times[sizes[0]]["p50"]
    figures.append(
        Figure(
            f"p50 from {sizes[0]:,} to {sizes[-1]:,} open tasks",
            "at most 1.5 times",
            f"{rise:.2f} times",
            rise <= 1.5,
            {"ratio": rise},
        )
    )
    return Section(
        "claim-reopened",
        "The next task in skilled mode",
        f"`leases.claim` {claims:,} times per line by {people:,} people in turn, whose places are anywhere in the "
        "queue, each claim in a transaction of its own that then gives the task back. "
        f"{REOPENED:.0%} of the tasks have two answers and ask for one more; {WORN:.0%} of the people have answered "
        f"all of those that a claim looks through ({REOPENED_SEEN}) and {UNCLEAR:.0%} get none of them. Times are "
        "those of the claim, as the client sees it, from one process",
        figures,
    )


async def _one_size(url: str, size: int, people: int, claims: int) -> dict[str, float]:
    database = Database(url)
    chance = random.Random(1)
    try:
        async with database.unit() as uow:
            project_id = await filling.add_project(uow, size)
            await projects.replace_config(uow, project_id, SKILLED)
            ids = [(await filling.add_person(uow, number, project_id)).id for number in range(people)]
            await _reopen(uow, project_id, size, ids)
            await uow.commit()
        await filling.tidy(database)
        await _claims(database, project_id, chance.choices(ids, k=20))  # Connects and warms up.
        return percentiles(await _claims(database, project_id, chance.choices(ids, k=claims)))
    finally:
        await database.close()


_GIVEN = """
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at, value, answered_at, seconds,
                        active, units, currency, accept_at)
    select p.id, t.id, %(project)s, 1, %(now)s, %(now)s, '"ok"', %(now)s, 20, 20, %(units)s, 'EUR',
           %(now)s + interval '1 day'
    from ({of}) as t(id, n), unnest({by}) as p(id) on conflict do nothing
"""


async def _reopen(uow: UnitOfWork, project_id: int, size: int, people: list[int]) -> None:
    """Gives the first tasks two answers and lets them ask for one more; puts everybody at a random place in the
    queue."""
    chance = random.Random(2)
    of_all = {
        "project": project_id,
        "reopened": max(2 * REOPENED_SEEN, int(size * REOPENED)),
        "seen": REOPENED_SEEN,
        "people": people,
        "worn": chance.sample(people, int(WORN * len(people))),
        "unclear": chance.sample(people, int(UNCLEAR * len(people))),
        "now": filling.now(),
        "units": SKILLED.pay.units,
    }
    await uow.execute(
        """
        update task set reopened = true, answers = 2, wanted = 3, slots = 1
        where id in (select id from task where project_id = %(project)s order by id limit %(reopened)s)
        """,
        of_all,
    )
    tasks = "select id, row_number() over (order by id) from task where project_id = %(project)s and reopened"
    everybody = "(%(people)s::bigint[])"
    two = ", ".join(f"{everybody}[1 + ({n}) %% cardinality{everybody}]" for n in ("n", "7 * n + 1"))
    await uow.execute(_GIVEN.format(of=tasks, by=f"array[{two}]"), of_all)
    first = f"{tasks} order by id limit %(seen)s"
    await uow.execute(_GIVEN.format(of=first, by="%(worn)s::bigint[]"), of_all)
    places = {person_id: chance.randrange(size * 9 // 10) for person_id in people}
    await uow.execute(
        """
        update progress set gets_reopened = progress.person_id <> all(%(unclear)s::bigint[]),
               (batch_id, task_id) = (select batch_id, id from task where id = %(first)s + place.n)
        from unnest(%(people)s::bigint[], %(places)s::bigint[]) as place(person_id, n)
        where progress.project_id = %(project)s and progress.person_id = place.person_id
        """,
        of_all | {"first": await _first(uow, project_id), "places": list(places.values())},
    )


async def _first(uow: UnitOfWork, project_id: int) -> int:
    return await uow.fetch_int("select min(id) from task where project_id = %s", (project_id,))


async def _claims(database: Database, project_id: int, people: list[int]) -> list[float]:
    took = []
    for person_id in people:
        async with database.turn() as uow:
            now = filling.now()
            started = time.perf_counter()
            row = await leases.claim(uow, person_id, project_id, now, now + LEASE)
            took.append(time.perf_counter() - started)
            assert row is not None
            await leases.leave(uow, person_id, row.id, AnswerStatus.GIVEN_BACK, now)
            await uow.commit()
    return took
