"""Keeps the product's clock in step with the database server's clock, which is the same for all machines. If a clock
was set back, it corrects the waits that this would prolong.

Each process looks once before it begins and then every few seconds. A difference of up to some hours is corrected
little by little (`backend.clock`). A process that starts later goes on from the time that the others have reached.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from backend.clock import CLOCK_TOLERANCE, MAX_CLOCK_ERROR, Clock, steady
from backend.db.engine import clock_mark
from backend.db.engine.clock_mark import ClockMark
from backend.db.engine.failures import UNAVAILABLE
from backend.db.engine.uow import Database

log = logging.getLogger(__name__)

LOOK_EVERY = 5.0  # seconds
SET_BACK = timedelta(seconds=2)
"""A clock that is this far behind its last reading was set back. A smaller difference is the time that a query
takes."""


class Timekeeper:
    """`own`: the product's clock was set to start elsewhere, so it is not shared with other processes. `set_back` is
    called when this machine's own clock was set back."""

    def __init__(self, database: Database, clock: Clock, set_back: Callable[[], None], *, own: bool = False) -> None:
        self._database = database
        self._clock = clock
        self._set_back = set_back
        self._own = own
        self._machine = datetime.now(UTC)
        self._steady = steady()

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self._look_at_machine()
            try:
                await self.look()
            except UNAVAILABLE as error:
                log.warning("the clock: the database is away (%s)", type(error).__name__)

    async def look(self) -> None:
        """Look once. Raises `UNAVAILABLE` errors when the database is away."""
        async with self._database.unit() as uow:
            before = await clock_mark.mark(uow)
            server = await clock_mark.server_time(uow)
            owed = self._clock.told(server)
            if before is not None and (back := before.server - server) > SET_BACK:
                log.warning("the database server's clock was set back by about %s", _seconds(back))
                await clock_mark.mend_jobs(uow, back)
            if (
                not self._own
                and before is not None
                and (ahead := before.product - self._clock.now()) >= CLOCK_TOLERANCE
            ):
                self._clock.keep_ahead(before.product)
                owed -= ahead
            if owed < -MAX_CLOCK_ERROR:
                log.warning("the product's clock was %s ahead and goes back", _seconds(-owed))
                await clock_mark.mend_waits(uow, -owed, self._clock.now() + owed)
            if not self._own:
                now = self._clock.now() + (owed if owed < -MAX_CLOCK_ERROR else timedelta())
                await clock_mark.set_mark(uow, ClockMark(now, server))
            await uow.commit()
        if owed < -MAX_CLOCK_ERROR:
            self._clock.give_up(-owed)

    def _look_at_machine(self) -> None:
        """Call `set_back` if this machine's clock went back: the schedule waits for its next tick by that clock."""
        machine, ticks = datetime.now(UTC), steady()
        passed = timedelta(seconds=ticks - self._steady)
        if self._machine + passed - machine > SET_BACK:
            log.warning("this machine's clock was set back by about %s", _seconds(self._machine + passed - machine))
            self._set_back()
        self._machine, self._steady = machine, ticks


def _seconds(span: timedelta) -> str:
    return str(timedelta(seconds=round(span.total_seconds())))
