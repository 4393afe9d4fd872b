"""The statements of every turn read a few rows by index, also when the planner believes the tables to be
empty: so it is with queue tables, which autovacuum sees between two rushes."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest

from backend.db import turns
from backend.db.engine import health
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.domain.work.commands import SubmitAnswer, TakeWork, TaskGiven
from backend.records import replace
from backend.services.work import service as work_service
from backend.services.work import tasks
from tests.integration.scenes import NOW, commit, execute, hiteuses, look, project

WAITING = 2_000
TASKS = 2_000
READ = ("account", "answer", "contact", "conversation", "day", "inbox", "outbox", "person", "progress", "task")
"""Tables that a turn reads by key."""


@asynccontextmanager
async def explained(uow: UnitOfWork) -> AsyncIterator[list[str]]:
    """The plans, with the numbers of rows that were read, of all statements inside."""
    plans: list[str] = []

    def keep(note: psycopg.errors.Diagnostic) -> None:
        plans.append(note.message_primary or "")

    await uow.execute("load 'auto_explain'")
    for name, value in (("log_analyze", "on"), ("log_timing", "off"), ("log_min_duration", "0")):
        await uow.execute(f"set local auto_explain.{name} = {value}")
    await uow.execute("set local client_min_messages = log")
    uow.connection.add_notice_handler(keep)
    try:
        yield plans
        await uow.fetch_one("select 1")  # a plan is told of when the next statement comes
    finally:
        uow.connection.remove_notice_handler(keep)


def rows_read(plan: str) -> int:
    """The most rows that one node of a plan gave on, or threw away after reading them."""
    found = re.findall(r"actual rows=(\d+)|Rows Removed by \w+: (\d+)", plan)
    return max((int(a or b) for a, b in found), default=0)


@pytest.fixture
async def rush(database: Database) -> int:
    """Many people wait, many tasks are open, and the planner's figures are from before. The project."""
    await execute(database, "analyze")
    for table in READ:  # what earlier tests have left in the indexes counts in their cost
        await execute(database, f"reindex table {table}")
    project_id = await project(database, TASKS, wanted=3)
    async with database.unit() as uow:
        await uow.execute(
            "insert into person (role, country, zone, created_at, joined_at)"
            " select 'hiteuse', 'CI', 'Africa/Abidjan', %s, %s from generate_series(1, %s)",
            (NOW, NOW, WAITING),
        )
        await uow.execute("insert into contact (person_id, channel, address) select id, 'demo', 'n' || id from person")
        await uow.execute("insert into conversation (person_id, contact_id) select person_id, id from contact")
        await uow.execute(
            "insert into inbox (person_id, contact_id, channel, event_key, payload, received_at, due)"
            " select person_id, id, 'demo', id::text, '{}', %s, %s from contact",
            (NOW, NOW),
        )
        await uow.commit()
    return project_id


async def check(
    database: Database, act: Callable[[UnitOfWork], Awaitable[object]], statement: str, *, most: int = 2
) -> None:
    async with database.turn() as uow, explained(uow) as plans:
        await act(uow)
    plans = [plan for plan in plans if "plan:" in plan]
    assert any(statement in plan for plan in plans), plans
    for plan in plans:
        assert "Seq Scan" not in plan, plan
        assert rows_read(plan) <= most, plan


async def test_a_turn_is_claimed_by_key(database: Database, rush: int) -> None:
    last = (await look(database, inbox.waiting_people, NOW, WAITING))[-1]
    for _ in range(8):  # from the sixth time on with the plan that is kept for all
        await check(database, lambda uow: turns.claim(uow, last, NOW), "from inbox")


async def test_where_she_is_reached_is_read_by_key_and_only_for_our_own_clock(database: Database, rush: int) -> None:
    last = (await look(database, inbox.waiting_people, NOW, WAITING))[-1]
    for _ in range(8):
        async with database.turn() as uow, explained(uow) as plans:
            await turns.claim(uow, last, NOW)
    (plan,) = [plan for plan in plans if "from inbox" in plan]
    assert re.search(r"One-Time Filter: \(\w+\.contact_id IS NULL\)(?:.|\n)*never executed", plan), plan
    await execute(database, "update inbox set contact_id = null, channel = 'clock'")
    for _ in range(8):
        await check(database, lambda uow: turns.claim(uow, last, NOW), "from inbox")


async def test_people_who_wait_are_read_in_the_order_of_the_index(database: Database, rush: int) -> None:
    await check(database, lambda uow: inbox.waiting_people(uow, NOW, 20), "from inbox", most=20)


@pytest.mark.parametrize("surplus", [False, True])
async def test_an_event_is_stored_by_keys_also_when_its_sender_writes_too_much(
    database: Database, rush: int, surplus: bool
) -> None:
    async with database.unit() as uow:
        await uow.execute("analyze person")  # so few that a table of all their roles would seem cheap
        await uow.commit()
    (somebody,) = await look(database, inbox.waiting_people, NOW, 1)
    arrival = inbox.Arrival("demo", f"n{somebody}", "key", {}, surplus=surplus)
    for n in range(8):  # from the sixth time on with the plan that is kept for all
        arrivals = [replace(arrival, key=f"key {n}")]
        await check(database, lambda uow, a=arrivals: uow.pipeline(*inbox.storing(a, NOW)), "insert into inbox")  # type: ignore[misc]


async def test_metrics_read_no_history(database: Database, rush: int) -> None:
    """Dead letters are few, and what was handled is kept for good."""
    async with database.unit() as uow:
        await uow.execute("update inbox set status = 1")
        await uow.execute("update inbox set status = 2 where id = (select min(id) from inbox)")
        await uow.execute("analyze inbox")
        await uow.commit()
    async with database.unit() as uow, explained(uow) as plans:
        assert ("dead", 1) in [(row.queue, row.count) for row in await health.waiting(uow, NOW)]
    (plan,) = [plan for plan in plans if "from inbox" in plan]
    assert "Seq Scan on inbox" not in plan, plan


async def test_the_next_task_is_found_beside_her_last_one(database: Database, rush: int) -> None:
    """Also the three hundred that she has answered and others have not are not read again."""
    (awa,) = await hiteuses(database, 1)
    given = await commit(database, work_service.take, awa, NOW, TakeWork(rush))
    await check(database, lambda uow: tasks.open_task(uow, awa), "from answer")
    for _ in range(300):
        assert given.task is not None
        task_id = given.task.id
        done = await commit(database, work_service.submit, awa, NOW, SubmitAnswer(task_id, "ok"))
        given = TaskGiven(done.next)
    assert given.task is not None
    task_id = given.task.id
    await check(database, lambda uow: work_service.submit(uow, awa, NOW, SubmitAnswer(task_id, "ok")), "update task")
