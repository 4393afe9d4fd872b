"""The claim of the next task by many people at once."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import leases
from backend.db.work import queries as work_rows
from backend.domain.people.commands import Person
from backend.domain.work.commands import AnswerCounted
from tests.integration.scenes import (
    NOW,
    PAY,
    after,
    agreement,
    commit,
    execute,
    hiteuse,
    hiteuses,
    project,
    rows,
    value,
)
from tests.integration.services.work.steps import expire, submit, take, taken

T = TypeVar("T")


async def test_eight_people_on_few_tasks_get_each_at_most_once_and_never_more_than_wanted(database: Database) -> None:
    tasks, wanted = 10, 5
    people = await hiteuses(database, 8)
    project_id = await project(database, tasks, wanted=wanted)
    given: list[tuple[int, int]] = []

    async def never_too_many(stop: asyncio.Event) -> None:
        while not stop.is_set():
            most = await rows(
                database, "select task_id from answer where status in (0, 1) group by 1 having count(*) > %s", (wanted,)
            )
            assert most == []
            await asyncio.sleep(0)

    async def works(person: Person) -> None:
        chance = random.Random(person.id)
        while (task := (await eventually(lambda: take(database, person, project_id))).task) is not None:
            if chance.random() < 0.2:
                await eventually(lambda: expire(database, after(days=2)))  # her own lease, too
            done = await eventually(lambda: submit(database, person, task.id))
            if isinstance(done, AnswerCounted):
                given.append((person.id, task.id))

    stop = asyncio.Event()
    watch = asyncio.create_task(never_too_many(stop))
    await asyncio.gather(*(works(person) for person in people))
    stop.set()
    await watch
    assert max(Counter(given).values()) == 1
    assert Counter(task for _, task in given) == dict.fromkeys({task for _, task in given}, wanted)
    assert len(given) == tasks * wanted
    assert await value(database, "select count(*) from task where done_at is not null and result is not null") == tasks
    assert await agreement(database) == []


async def eventually(act: Callable[[], Awaitable[T]]) -> T:
    """A turn that gives way to another one is run again, as the runners do."""
    while True:
        try:
            return await act()
        except (*RETRYABLE, RuntimeError):
            await asyncio.sleep(0)


async def test_two_who_each_hold_what_the_other_waits_for_do_not_wait_long(database: Database) -> None:
    """At the end of a queue: each has just answered the task that is left for the other."""
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 2, wanted=3)
    first = await taken(database, awa, project_id)
    await commit(database, leases.begin_project, binta.id, project_id, "EUR", NOW)
    await execute(
        database,
        "update progress set batch_id = t.batch_id, task_id = t.id from task t where t.id = %s and person_id = %s",
        (first.id, binta.id),
    )
    second = await taken(database, binta, project_id)
    assert second.id != first.id
    async with database.turn() as one, database.turn() as other:
        for uow, person, task in ((one, awa, first), (other, binta, second)):
            done = await uow.fetch_one(
                *work_rows.answer_statement(
                    person.id, task.id, "ok", PAY, NOW, NOW, timedelta(minutes=2), NOW.date(), NOW
                )
            )
            assert done is not None
            await leases.back_to_front(uow, person.id, project_id)

        async def claim(uow: UnitOfWork, person: Person) -> int | None:
            try:
                row = await leases.claim(uow, person.id, project_id, NOW, after(hours=1), wait=True)
            except RETRYABLE:
                await uow.rollback()  # as the end of her turn does
                return None
            await uow.commit()
            assert row is not None
            return row.id

        started = asyncio.get_running_loop().time()
        found = tuple(await asyncio.gather(claim(one, awa), claim(other, binta)))
        assert asyncio.get_running_loop().time() - started < 0.8  # the server itself looks after 1 s
    assert found in ((second.id, None), (None, first.id), (None, None))
    for person, task in ((awa, first), (binta, second)):  # she who gave way has her turn again
        await submit(database, person, task.id)
    assert await value(database, "select count(*) from answer where status = 1") == 2
    assert await agreement(database) == []


@pytest.mark.parametrize("kept", [True, False])
async def test_a_claim_that_waits_sees_what_became_of_the_task(database: Database, kept: bool) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 1)
    for person in (awa, binta):
        await commit(database, leases.begin_project, person.id, project_id, "EUR", NOW)
    async with database.turn() as first, database.turn() as second:
        assert (await leases.claim(first, awa.id, project_id, NOW, after(hours=1))) is not None
        assert await leases.claim(second, binta.id, project_id, NOW, after(hours=1)) is None
        waits = asyncio.create_task(leases.claim(second, binta.id, project_id, NOW, after(hours=1), wait=True))
        await until_it_waits(database)
        if kept:
            await first.commit()
        else:
            await first.rollback()
        hers = await waits
        await second.commit()
    assert (hers is None) is kept
    assert await value(database, "select slots from task") == 0
    assert await agreement(database) == []


async def until_it_waits(database: Database) -> None:
    """Until some connection waits for a lock."""
    while not await value(database, "select count(*) from pg_locks where not granted"):  # noqa: ASYNC110
        await asyncio.sleep(0)


async def test_of_two_slots_a_waiting_claim_takes_the_second(database: Database) -> None:
    awa, binta = await hiteuses(database, 2)
    project_id = await project(database, 1, wanted=2)
    for person in (awa, binta):
        await commit(database, leases.begin_project, person.id, project_id, "EUR", NOW)
    async with database.turn() as first, database.turn() as second:
        await leases.claim(first, awa.id, project_id, NOW, after(hours=1))
        waits = asyncio.create_task(leases.claim(second, binta.id, project_id, NOW, after(hours=1), wait=True))
        await until_it_waits(database)
        await first.commit()
        assert await waits is not None
        await second.commit()
    assert await value(database, "select slots from task") == 0
    assert await agreement(database) == []


async def test_after_a_waiting_claim_the_turn_is_patient_again(database: Database) -> None:
    awa = await hiteuse(database)
    project_id = await project(database, 1)
    await commit(database, leases.begin_project, awa.id, project_id, "EUR", NOW)
    async with database.turn() as uow:
        await leases.claim(uow, awa.id, project_id, NOW, after(hours=1), wait=True)
        row = await uow.fetch_one("select current_setting('lock_timeout') as patience")
    assert row == {"patience": "0"}
