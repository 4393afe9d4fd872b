"""A rate limit for each sender of events."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import timedelta

BURST_EVENTS = 30
"""The most events at once: far more than a person types, or than a platform delivers for one person after an outage."""
REFILL_INTERVAL = timedelta(seconds=10)
"""After that, one event in this time."""
MOST_SENDERS = 20_000  # senders that are remembered; about 5 MB


class Flood:
    """Counts events of each sender in memory; the senders who wrote last are remembered."""

    def __init__(self, burst: int = BURST_EVENTS, every: timedelta = REFILL_INTERVAL, most: int = MOST_SENDERS) -> None:
        self._burst = burst
        self._every = every.total_seconds()
        self._most = most
        self._levels: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._levels)

    def takes(self, sender: Hashable, now: float) -> bool:
        """Count one more event of a sender. Returns False, without counting it, if it is too much.
        `now`: seconds of any clock."""
        level = self._level(sender, now)
        fits = level + 1 <= self._burst
        self._levels[sender] = (level + 1 if fits else level, now)
        self._levels.move_to_end(sender)
        if len(self._levels) > self._most:
            self._levels.popitem(last=False)
        return fits

    def give_back(self, sender: Hashable, now: float) -> None:
        """Uncount an event that will be delivered again."""
        if sender in self._levels:
            self._levels[sender] = (max(0.0, self._level(sender, now) - 1), now)

    def _level(self, sender: Hashable, now: float) -> float:
        level, at = self._levels.get(sender, (0.0, now))
        return max(0.0, level - max(0.0, now - at) / self._every)
