"""The schedule. APScheduler ticks on every node, but the job of a tick is deferred once: the row (name, nominal time)
can be inserted only once, in the transaction that enqueues the job.

Due times of people are rows (`wakeup`), never jobs of the scheduler. A tick only says "look".
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zlib import crc32

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.util import undefined

from backend.clock import Clock
from backend.db.engine import ticks
from backend.db.engine.failures import UNAVAILABLE
from backend.db.engine.uow import Database
from backend.queue import Queue

log = logging.getLogger(__name__)

CATCH_UP_INTERVAL = timedelta(hours=1)
"""A tick with this period or a longer one also fires at the start of the program. Otherwise a machine that is off at
midnight would never do what is due at midnight."""
MINUTE = timedelta(minutes=1)
MADE_UP_FOR = frozenset({"announcements", "pay", "look_at_accounts", "measure_service"})
"""These also fire at the start, so that what a crash interrupted goes on at once, and what platforms say
and what the metrics show is known."""
LAST_TICKS = 5.0
"""Seconds that running ticks get when the program ends."""


class Schedule:
    """`every`: the period of each job. It must divide a minute, an hour or a day, so that all nodes tick at the same
    instants."""

    def __init__(self, database: Database, queue: Queue, clock: Clock, every: Mapping[str, timedelta]) -> None:
        self.every = every
        self._database = database
        self._queue = queue
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._ticking: set[asyncio.Future[bool]] = set()

    def start(self) -> None:
        """Begin to tick. Rare ticks, and those of `MADE_UP_FOR`, fire at once."""
        self._scheduler.start()
        for name, period in self.every.items():
            at_once = period >= CATCH_UP_INTERVAL or name in MADE_UP_FOR
            self._scheduler.add_job(
                self._run,
                trigger(period, offset(name, period)),
                args=[name],
                id=name,
                max_instances=1,
                coalesce=True,
                misfire_grace_time=60,
                next_run_time=datetime.now(UTC) if at_once else undefined,
            )

    def look_again(self) -> None:
        """Fire every tick now. Call it after this machine's clock was set back, which would delay each next tick by as
        much."""
        if self._scheduler.running:
            for name in self.every:
                self._scheduler.modify_job(name, next_run_time=datetime.now(UTC))

    async def stop(self) -> None:
        """Stop ticking. A running tick may finish: the scheduler would cancel it and leave its connection open."""
        self._scheduler.pause()
        if self._ticking:
            await asyncio.wait(self._ticking, timeout=LAST_TICKS)
        self._scheduler.shutdown(wait=False)

    async def _run(self, name: str) -> None:
        ticking = asyncio.ensure_future(self.tick(name))
        self._ticking.add(ticking)
        ticking.add_done_callback(self._ticking.discard)
        await asyncio.shield(ticking)

    async def tick(self, name: str, at: datetime | None = None) -> bool:
        """Defer the job of a tick. False if it was deferred already for this nominal time, or if the database is
        away."""
        period = self.every[name]
        nominal = floor(self._clock.now(), period, offset(name, period)) if at is None else at
        try:
            async with self._database.unit() as uow:
                if not await ticks.add(uow, name, nominal):
                    return False
                await self._queue.defer(uow, name)
                await uow.commit()
        except UNAVAILABLE as error:
            log.warning("tick %s: the database is away (%s)", name, type(error).__name__)
            return False
        return True


def offset(name: str, every: timedelta) -> timedelta:
    """How long after the full minute a job ticks. Jobs that all began with the minute would hold up everybody's turns
    at that moment. The same on every node, and in every version of the program."""
    second = timedelta(seconds=1)
    return crc32(name.encode()) % (min(every, MINUTE) // second) * second


def floor(at: datetime, every: timedelta, after: timedelta) -> datetime:
    """The last nominal time of a tick at or before `at`. `after`: its `offset`."""
    start = datetime(2000, 1, 1, tzinfo=UTC) + after
    return at - (at - start) % every


def trigger(every: timedelta, after: timedelta) -> CronTrigger:
    """A trigger that fires at the nominal times of `floor`: every so many seconds, minutes or hours, or every day."""
    seconds, second = int(every.total_seconds()), int(after.total_seconds())
    if seconds < 60:
        return CronTrigger(second=f"{second}-59/{seconds}", timezone=UTC)
    if seconds < 3600:
        return CronTrigger(minute=f"*/{seconds // 60}", second=second, timezone=UTC)
    if seconds < 24 * 3600:
        return CronTrigger(hour=f"*/{seconds // 3600}", minute=0, second=second, timezone=UTC)
    return CronTrigger(hour=0, minute=0, second=second, timezone=UTC)
