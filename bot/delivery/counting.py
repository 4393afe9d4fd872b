"""How many messages went of late, as the platform may have counted them. Times are the event loop's seconds."""

from __future__ import annotations

import heapq
import math
from collections import deque

QUIET_SECONDS = 15.0
"""Seconds without a reply after which nothing is kept free for replies."""


class Burst:
    """How many messages a chat is taken to bear at once. A platform that publishes no such number shows it by
    refusing: the assumed one is halved then, and grows back by one message in `RECOVERS`."""

    RECOVERS = 60.0  # seconds
    ONCE = 5.0  # seconds in which further refusals are of messages that were under way at the first

    def __init__(self, most: float) -> None:
        self.most = most
        self._size = most
        self._at = float("-inf")
        """When it was halved last."""

    def size(self, now: float) -> float:
        """At least one message."""
        return min(self.most, self._size + max(0.0, now - self._at) / self.RECOVERS)

    def shrink(self, now: float) -> None:
        """A chat was refused for its pace."""
        if now - self._at >= self.ONCE:
            self._size = max(1.0, self.size(now) / 2)
            self._at = now


class Bucket:
    """So many a second, after a burst."""

    def __init__(self, rate: float, burst: Burst, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._used = 0.0
        self._at = now

    def level(self, now: float) -> float:
        """How many may go now."""
        self._used = max(0.0, self._used - max(0.0, now - self._at) * self._rate)
        self._at = max(self._at, now)
        return self._burst.size(now) - self._used

    def take(self, now: float) -> None:
        self.level(now)
        self._used += 1

    def counted(self, now: float, pieces: int) -> None:
        """So many that were taken before, the platform may have counted only now: until then its own bucket
        was as full as can be, and gained nothing."""
        self.level(now)
        self._used = max(self._used, pieces)

    def wait(self, now: float, pieces: int = 1) -> float:
        """Seconds until so many more may go, or what a burst holds; 0: at once."""
        return max(0.0, (min(pieces, max(1.0, self._burst.size(now))) - self.level(now)) / self._rate)


class Travel:
    """How long a call and its answer are under way at least: what goes beyond it is chance, and only that
    blurs when the platform counted a message. 0 until it is known."""

    ENOUGH = 100
    """Answers until it is believed …"""
    SETTLED = 5.0
    """… and seconds from the first one: a platform that stalls answers many at once, and all of them late."""
    REMEMBERED = 60.0
    """Seconds; it is the least of the last so many, or twice as many."""
    DOUBT, DOUBT_SHARE = 0.0005, 0.02
    """Seconds, and share of it, by which the least of all may still lie below what was seen."""

    def __init__(self) -> None:
        self._least = float("inf")
        self._before = float("inf")
        self._seen = 0
        self._since: float | None = None

    def add(self, seconds: float, now: float) -> None:
        """An answer that came now, so long after its call."""
        if self._since is None:
            self._since = now
        self._least = min(self._least, seconds)
        self._seen += 1
        if self._seen >= self.ENOUGH and now - self._since >= self.REMEMBERED:
            self._before, self._least, self._seen, self._since = self._least, seconds, 1, now

    def seconds(self, now: float) -> float:
        """How long the way to the platform surely takes, at least; 0 until that is known."""
        known = self._since is not None and self._seen >= self.ENOUGH and now - self._since >= self.SETTLED
        if not known and self._before == float("inf"):
            return 0.0
        return max(0.0, min(self._least, self._before) * (1 - self.DOUBT_SHARE) - self.DOUBT)


class Window:
    """At most `most` messages in any `span` seconds as the platform counts them.

    It counts a message somewhere between our call and its answer. So a message holds its place from the
    call on until a whole span after the answer, less the time that any call is under way: then no
    message after it can be counted within its span, however the network delays the one or hurries the
    other. A platform that stalls counts all that has come at once when it goes on, so that the time of a
    call that takes long must not be taken off either.
    """

    def __init__(self, most: int, span: float) -> None:
        self.most = most
        self.span = span
        self._leaving: list[tuple[float, bool]] = []  # heap of (when its place is free, whether it was urgent)
        self._used = [0, 0]  # places of what is not urgent, and of what is
        self._travel = Travel()

    def used(self, now: float, *, urgent: bool) -> int:
        """Places of the one kind that are taken."""
        while self._leaving and self._leaving[0][0] <= now:
            _, was_urgent = heapq.heappop(self._leaving)
            self._used[was_urgent] -= 1
        return self._used[urgent]

    def free(self, now: float) -> int:
        """Places that are free."""
        return self.most - self.used(now, urgent=True) - self.used(now, urgent=False)

    def wait(self, now: float, pieces: int = 1) -> float:
        """Seconds until so many are free, or all that there are; infinite when that depends on answers that
        have not come."""
        missing = min(pieces, self.most) - self.free(now)
        if missing <= 0:
            return 0.0
        if missing > len(self._leaving):
            return float("inf")
        return heapq.nsmallest(missing, self._leaving)[-1][0] - now

    def next_leaving(self, now: float) -> float:
        """Seconds until any place becomes free; infinite when none does by itself."""
        return max(0.0, self._leaving[0][0] - now) if self._leaving else float("inf")

    def take(self, *, urgent: bool) -> None:
        self._used[urgent] += 1

    def answered(self, started: float, ended: float, *, urgent: bool, counts: bool = True) -> None:
        """A call that had a place has ended; `counts`: with an answer of the platform's."""
        if counts:
            self._travel.add(ended - started, ended)
        self.leave(max(started, ended - self._travel.seconds(ended)) + self.span, urgent=urgent)

    def leave(self, at: float, *, urgent: bool) -> None:
        """A place that is taken becomes free then."""
        heapq.heappush(self._leaving, (at, urgent))


class Demand:
    """How many replies a second there were of late: so much is kept free for the next ones."""

    def __init__(self) -> None:
        self._seconds: deque[list[float]] = deque()  # [second, replies in it]

    def add(self, now: float) -> None:
        """A reply went out."""
        second = now // 1
        if self._seconds and self._seconds[-1][0] == second:
            self._seconds[-1][1] += 1
        else:
            self._seconds.append([second, 1])

    def kept_free(self, now: float, most: int) -> int:
        """Of `most` messages a second; a tenth of them is left to what is not urgent."""
        while self._seconds and self._seconds[0][0] < now - QUIET_SECONDS:
            self._seconds.popleft()
        if not self._seconds:
            return 0
        peak = max(count for _, count in self._seconds)
        return min(most - max(1, most // 10), math.ceil(peak + math.sqrt(peak)))
