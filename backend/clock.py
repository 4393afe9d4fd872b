"""The product's clock. It never goes back and never jumps by an hour. It shows real time, or in demos and tests a time
that starts elsewhere and runs on.

Due times and leases are rows. This clock wrote them, maybe in another process or before a restart, and compares them
with itself later. If it went back by an hour, nobody would be answered for an hour. If it jumped ahead, tasks would be
taken from people who work on them. So it counts on a steady clock of the machine, which nobody sets, and is told the
real time now and then (`backend.timekeeping`). It corrects a difference little by little.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

CLOCK_FILE = "clock"
"""The file in a demo's folder with the seconds by which its clock is ahead of real time."""
CLOCK_TOLERANCE = timedelta(seconds=1)
"""A smaller difference is ignored: the time that a query takes makes it uncertain."""
MAX_CLOCK_ERROR = timedelta(hours=3)
"""A larger difference is not a wrong hour or time zone: the machine slept, or its clock was wrong by days."""
FASTER, SLOWER = 1.0, 0.5
"""Seconds corrected per second: an hour ahead takes one hour, an hour back takes two."""


def steady() -> float:
    """Seconds of a clock that nobody sets. Where the machine has such a clock, it also counts while the machine
    sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Clock:
    """`now()` is an aware UTC time. `start`: the first instant; None: real time. `ticks`: seconds of a steady clock."""

    def __init__(self, start: datetime | None = None, ticks: Callable[[], float] = steady) -> None:
        self._ticks = ticks
        real = datetime.now(UTC)
        self._base = real if start is None else start.astimezone(UTC)
        self._offset = self._base - real
        self._since = ticks()
        self._owed = timedelta()
        """How far real time was ahead of this clock at `_since`; negative: behind."""

    def now(self) -> datetime:
        """The time of the product in UTC. It never runs backwards."""
        passed = timedelta(seconds=self._ticks() - self._since)
        return self._base + passed + self._made_up(passed)

    def _made_up(self, passed: timedelta) -> timedelta:
        return min(self._owed, passed * FASTER) if self._owed > timedelta() else max(self._owed, -passed * SLOWER)

    def forward(self, by: timedelta) -> datetime:
        """Jump ahead. A negative `by` counts as zero, so that nothing happens twice."""
        by = max(by, timedelta())
        self._offset += by
        return self._leap(by)

    def told(self, real: datetime) -> timedelta:
        """Correct the clock by the real time. Return how far it was behind the time that it should show; negative: it
        was ahead.

        From now on the clock corrects the difference little by little. If it is more than `MAX_CLOCK_ERROR` behind, it
        jumps at once. If it is more than that ahead, only `give_up` sets it back, since waiting rows must be corrected
        first.
        """
        owed = real + self._offset - self.now()
        if owed > MAX_CLOCK_ERROR:
            self._leap(owed)
            owed = timedelta()
        self._owe(owed if abs(owed) >= CLOCK_TOLERANCE else timedelta())
        return owed

    def keep_ahead(self, of: datetime) -> None:
        """Jump to `of`, the time that another process's clock has reached, and correct the difference to real time
        later."""
        ahead = of - self.now()
        if ahead > timedelta():
            self._leap(ahead)
            self._owed -= ahead

    def give_up(self, ahead: timedelta) -> None:
        """Set the clock back by `ahead`. This is the one exception: it was far ahead of real time."""
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
