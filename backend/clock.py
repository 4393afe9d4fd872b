"""The product's clock: real time that never goes back and never leaps by an hour, or for demos and tests a time that
starts elsewhere and runs on.

Due times, leases and waits are rows that were written by this clock, maybe by another process or before a restart, and
are compared with it later. If it went back by an hour, nobody would be answered for an hour; if it leapt ahead, tasks
would be taken away from those who work on them. So it runs on a clock of the machine that nobody sets, and is told the
real time now and then (`backend.timekeeping`). A difference is made up for little by little.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

CLOCK_TOLERANCE = timedelta(seconds=1)
"""A smaller difference is none: how long it takes to ask blurs it."""
MAX_CLOCK_ERROR = timedelta(hours=3)
"""A larger one is no hour set wrong, of one time zone or another: the machine slept, or its clock was wrong by days."""
FASTER, SLOWER = 1.0, 0.5
"""Seconds that are made up for in one second: an hour ahead in one hour, an hour back in two."""


def steady() -> float:
    """Seconds of a clock that nobody sets, and that goes on while the machine sleeps where there is one that does."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Clock:
    """`now()` is aware UTC. `start`: the instant at which it began; None: real time. `ticks`: seconds of a steady
    clock."""

    def __init__(self, start: datetime | None = None, ticks: Callable[[], float] = steady) -> None:
        self._ticks = ticks
        real = datetime.now(UTC)
        self._base = real if start is None else start.astimezone(UTC)
        self._offset = self._base - real
        self._since = ticks()
        self._owed = timedelta()
        """How much real time was ahead of it at `_since`."""

    def now(self) -> datetime:
        passed = timedelta(seconds=self._ticks() - self._since)
        return self._base + passed + self._made_up(passed)

    def _made_up(self, passed: timedelta) -> timedelta:
        return min(self._owed, passed * FASTER) if self._owed > timedelta() else max(self._owed, -passed * SLOWER)

    def forward(self, by: timedelta) -> datetime:
        """Jump ahead; never back, so that nothing happens twice."""
        by = max(by, timedelta())
        self._offset += by
        return self._leap(by)

    def told(self, real: datetime) -> timedelta:
        """What time it really is: how far this clock should be ahead of where it is, negative where it is ahead
        itself. It makes up for that from now on; what is `MAX_CLOCK_ERROR` ahead it leaps, and what is
        `MAX_CLOCK_ERROR` back it only gives up by `give_up`, since waiting rows must be mended first."""
        owed = real + self._offset - self.now()
        if owed > MAX_CLOCK_ERROR:
            self._leap(owed)
            owed = timedelta()
        self._owe(owed if abs(owed) >= CLOCK_TOLERANCE else timedelta())
        return owed

    def keep_ahead(self, of: datetime) -> None:
        """Another clock of the product was there already: go on from it, and make up for that too."""
        ahead = of - self.now()
        if ahead > timedelta():
            self._leap(ahead)
            self._owed -= ahead

    def give_up(self, ahead: timedelta) -> None:
        """Go back, against all of the above: it was far ahead of real time."""
        self._leap(-ahead)
        self._owe(timedelta())

    def _leap(self, by: timedelta) -> datetime:
        ticks = self._ticks()
        passed = timedelta(seconds=ticks - self._since)
        made_up = self._made_up(passed)
        self._base += passed + made_up + by
        self._owed -= made_up
        self._since = ticks
        return self._base

    def _owe(self, owed: timedelta) -> None:
        self._leap(timedelta())
        self._owed = owed
