"""The clock's ticks: when they come, and that the work of each is asked for once."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.clock import Clock
from backend.db.engine.uow import Database, UnitOfWork
from backend.domain.messaging.message import Tr
from backend.queue import Queue
from backend.schedule import Schedule, floor, offset, trigger
from tests.integration.scenes import value
from tests.product import Product


class Asked(Queue):
    """A queue that only notes what it is asked for."""

    def __init__(self, url: str) -> None:
        super().__init__(url, {})
        self.names: asyncio.Queue[str] = asyncio.Queue()

    async def defer(self, uow: UnitOfWork, name: str, /, **arguments: Any) -> None:
        uow.after_commit(lambda: self.names.put(name))


@pytest.mark.parametrize(
    "now", [datetime(2026, 3, 4, 9, 15, 7, tzinfo=UTC), datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC)]
)
async def test_a_tick_comes_when_its_next_nominal_time_does(product: Product, now: datetime) -> None:
    for name, every in product.app.jobs.ticks.items():
        after = offset(name, every)
        assert floor(now, every, after) <= now < floor(now, every, after) + every
        assert trigger(every, after).get_next_fire_time(None, now) == floor(now, every, after) + every


async def test_ticks_do_not_come_all_at_once(product: Product) -> None:
    """At midnight every job is due. Together they would hold up the turns of everybody who writes then."""
    midnight = datetime(2026, 3, 5, tzinfo=UTC)
    ticks = product.app.jobs.ticks
    fired = Counter(
        trigger(every, offset(name, every)).get_next_fire_time(None, midnight) for name, every in ticks.items()
    )
    assert max(fired.values()) <= 3, "the second of a job follows from its name: give the new one another name"
    assert len(ticks) > 30  # so three at once are few


async def test_the_work_of_every_tick_is_done(product: Product) -> None:
    async with product.database.unit() as uow:
        await uow.execute("insert into procrastinate_jobs (queue_name, task_name, status) values ('q', 'old', 'todo')")
        await uow.execute("update procrastinate_jobs set status = 'failed'")
        await uow.execute("update procrastinate_events set at = at - interval '31 days'")
        await uow.commit()
    await product.ticks(*product.app.jobs.ticks)
    assert await value(product.database, "select count(*) from procrastinate_jobs") == 0


async def test_what_comes_rarely_is_made_up_for_at_the_start_and_only_once(database: Database) -> None:
    """A machine that is off at midnight would never do what is done at midnight."""
    rare = {"tidy": timedelta(hours=1), "prune_jobs": timedelta(days=1), "announcements": timedelta(seconds=30)}
    every = {"wake_people": timedelta(seconds=10), **rare}
    asked = Asked(database.url)
    schedule = Schedule(database, asked, Clock(datetime(2026, 3, 4, 9, 15, 7, tzinfo=UTC)), every)
    schedule.start()
    try:
        async with asyncio.timeout(30):
            assert {await asked.names.get() for _ in rare} == set(rare)
    finally:
        await schedule.stop()
    for name in rare:
        assert not await schedule.tick(name)
    assert await schedule.tick("prune_jobs", datetime(2026, 3, 5, tzinfo=UTC))


def test_every_job_that_is_asked_for_exists(product: Product) -> None:
    asked = {
        name
        for path in Path("bot").rglob("*.py")
        for name in re.findall(r"\bdefer\(\s*[\w.]+,\s*\"(\w+)\"", path.read_text())
    }
    assert {"show_menu", "announcement", "import_draft"} <= asked
    assert {name for name in asked if not isinstance(product.app.jobs.said(name), Tr)} == set()
