"""The demo's clock: it can be moved forward, and everything in between happens as usual."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from backend.clock import CLOCK_FILE, Clock
from backend.db.engine import ticks
from backend.db.engine.uow import Database
from backend.db.messaging import chats
from backend.db.server import privileges
from backend.domain import days
from backend.domain.payouts.terms import PaySchedule, Rhythm
from backend.domain.people.reminder_preferences import SUNDAY

AHEAD = "demo.clock"
"""The setting with the seconds by which the product's clock is ahead of real time."""

SETTLE_SECONDS = 5.0  # seconds that each step may take until its effects are done
LOOK_SECONDS = 0.02  # seconds between looks at that
MOST_STEPS = 100  # enough for a week of many phones; then the rest happens at once
BEFORE_PAYDAY = timedelta(minutes=1)
BEFORE_SUMMARY = time(17, 59)
"""The time to which `to_sunday` moves, just before the summary."""


class DemoClock:
    """`after_jump`: look at once for what is due. `told`: the clock has changed. `home`: the demo's folder, where
    commands find the time of the demo (`session.settings`)."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        after_jump: Callable[[], Awaitable[None]],
        told: Callable[[datetime], None],
        home: Path,
    ) -> None:
        self._database = database
        self._clock = clock
        self._after_jump = after_jump
        self._told = told
        self._home = home
        self._moving = asyncio.Lock()

    async def restore(self) -> None:
        """After a restart, continue as if the clock had run on. It never goes back."""
        async with self._database.unit() as uow:
            ahead = await ticks.setting(uow, AHEAD)
        if ahead is not None:
            self._clock.forward(datetime.now(UTC) + timedelta(seconds=ahead) - self._clock.now())
        await self._save()

    async def forward(self, by: timedelta) -> datetime:
        """Move the clock forward, with a stop at every planned wake-up, so that it comes at its own time."""
        async with self._moving:
            return await self._go_on(self._clock.now() + by)

    async def to_sunday(self, zone: str) -> datetime:
        """Move to a minute before six on the next Sunday evening, when the week's summary is sent."""
        async with self._moving:  # count from where a move under way ends
            now = self._clock.now()
            day = days.local_day(now, zone)
            day += timedelta(days=(SUNDAY - day.weekday()) % 7)
            at = days.instant(day, BEFORE_SUMMARY, zone)
            if at <= now:
                at = days.instant(day + timedelta(days=7), BEFORE_SUMMARY, zone)
            return await self._go_on(at)

    async def to_payday(self, schedule: PaySchedule, zone: str) -> datetime:
        """Move to the next hour of payment, when a run is proposed, with a stop just before it: what is accepted until
        then is in the run."""
        async with self._moving:
            day = schedule.next_day(Rhythm.WEEKLY, self._clock.now(), zone)
            at = days.instant(day, time(schedule.hour), zone)
            if at - BEFORE_PAYDAY > self._clock.now():
                await self._go_on(at - BEFORE_PAYDAY)
            return await self._go_on(at)

    async def _go_on(self, target: datetime) -> datetime:
        for _ in range(MOST_STEPS):
            async with self._database.unit() as uow:
                due = await chats.next_wakeup(uow, self._clock.now(), target)
            if due is None:
                break
            await self._step(due)
        await self._step(target)
        return self._clock.now()

    async def _step(self, to: datetime) -> None:
        now = self._clock.forward(to - self._clock.now())
        await self._save()
        self._told(now)
        await self._after_jump()
        await self._settle()

    async def _save(self) -> None:
        ahead = (self._clock.now() - datetime.now(UTC)).total_seconds()
        async with self._database.unit() as uow:
            await ticks.set_setting(uow, AHEAD, ahead)
            await uow.commit()
        path = self._home / CLOCK_FILE
        path.write_text(f"{ahead}\n", "ascii")
        privileges.hand_over(path, self._home)

    async def _settle(self) -> None:
        """Wait until nothing is under way, or `SETTLE_SECONDS` have passed."""
        loop = asyncio.get_running_loop()
        end = loop.time() + SETTLE_SECONDS
        while loop.time() < end:
            async with self._database.unit() as uow:
                if not await chats.under_way(uow, self._clock.now()):
                    return
            await asyncio.sleep(LOOK_SECONDS)
