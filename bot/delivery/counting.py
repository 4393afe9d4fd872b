"""How many messages were sent lately, as the platform may have counted them. Times are seconds
of the event loop's clock."""

from __future__ import annotations

import heapq
import math
from collections import deque

QUIET_SECONDS = 15.0
"""Seconds without a reply after which no room is reserved for replies."""


class Burst:
    """The burst of messages that a chat is assumed to allow. A platform that does not publish the number shows it by
    refusing: the assumed burst is halved then, and grows back by one message in `RECOVERS`."""

    RECOVERS = 60.0  # seconds
    ONCE = 5.0  # seconds in which further refusals are about messages that were under way at the first one

    def __init__(self, most: float) -> None:
        self.most = most
        self._size = most
        self._at = float("-inf")
        """When it was last halved."""

    def size(self, now: float) -> float:
        """The burst now, at least one message."""
        return min(self.most, self._size + max(0.0, now - self._at) / self.RECOVERS)

    def shrink(self, now: float) -> None:
        """A chat was refused because of the rate limit: halve the burst."""
        if now - self._at >= self.ONCE:
            self._size = max(1.0, self.size(now) / 2)
            self._at = now


class Bucket:
    """A token bucket: `rate` messages a second after a burst."""

    def __init__(self, rate: float, burst: Burst, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._used = 0.0
        self._at = now

    def level(self, now: float) -> float:
        """How many messages may be sent now."""
        self._used = max(0.0, self._used - max(0.0, now - self._at) * self._rate)
        self._at = max(self._at, now)
        return self._burst.size(now) - self._used

    def take(self, now: float) -> None:
        """One message is sent now."""
        self.level(now)
        self._used += 1

    def counted(self, now: float, pieces: int) -> None:
        """The platform may have counted messages that were taken before only now. Until then its own bucket was full
        and gained nothing, so this one is set to that."""
        self.level(now)
        self._used = max(self._used, pieces)

    def wait(self, now: float, pieces: int = 1) -> float:
        """Seconds until this many messages may be sent, or at most a whole burst; 0: at once."""
        return max(0.0, (min(pieces, max(1.0, self._burst.size(now))) - self.level(now)) / self._rate)


class Travel:
    """The least time that a call and its answer take; 0 until it is known. What a call takes beyond that varies by
    chance; only this part leaves open when the platform counted the message."""

    ENOUGH = 100
    """Answers until the time is believed …"""
    SETTLED = 5.0
    """… and seconds since the first one: a platform that stalls answers many calls at once, all of them late."""
    REMEMBERED = 60.0
    """Seconds of which the least time is kept; up to twice as long."""
    DOUBT, DOUBT_SHARE = 0.0005, 0.02
    """The margin below the least time seen: seconds, and a share of it."""

    def __init__(self) -> None:
        self._least = float("inf")
        self._before = float("inf")
        self._seen = 0
        self._since: float | None = None

    def add(self, seconds: float, now: float) -> None:
        """Add a call that was answered now, this many seconds after it was sent."""
        if self._since is None:
            self._since = now
        self._least = min(self._least, seconds)
        self._seen += 1
        if self._seen >= self.ENOUGH and now - self._since >= self.REMEMBERED:
            self._before, self._least, self._seen, self._since = self._least, seconds, 1, now

    def seconds(self, now: float) -> float:
        """The least seconds that a call surely takes; 0 until known."""
        known = self._since is not None and self._seen >= self.ENOUGH and now - self._since >= self.SETTLED
        if not known and self._before == float("inf"):
            return 0.0
        return max(0.0, min(self._least, self._before) * (1 - self.DOUBT_SHARE) - self.DOUBT)


class Window:
    """At most `most` messages in any `span` seconds, as the platform counts them.

    The platform counts a message at some time between the call and its answer. So a message occupies its place from the
    call until `span` seconds after the answer, less the least time that any call takes. Then no later message can be
    counted within the span of this one, whatever the network delays. A platform that stalls counts everything that has
    arrived when it goes on, so the duration of a slow call must not be subtracted."""

    def __init__(self, most: int, span: float) -> None:
        self.most = most
        self.span = span
        self._leaving: list[tuple[float, bool]] = []  # heap of (when the place becomes free, whether it was urgent)
        self._used = [0, 0]  # occupied places: not urgent, urgent
        self._travel = Travel()

    def used(self, now: float, *, urgent: bool) -> int:
        """How many places of one kind are occupied."""
        while self._leaving and self._leaving[0][0] <= now:
            _, was_urgent = heapq.heappop(self._leaving)
            self._used[was_urgent] -= 1
        return self._used[urgent]

    def free(self, now: float) -> int:
        """How many places are free."""
        return self.most - self.used(now, urgent=True) - self.used(now, urgent=False)

    def wait(self, now: float, pieces: int = 1) -> float:
        """Seconds until this many places are free, or all places if there are fewer; infinite
        if that depends on answers."""
        missing = min(pieces, self.most) - self.free(now)
        if missing <= 0:
            return 0.0
        if missing > len(self._leaving):
            return float("inf")
        return heapq.nsmallest(missing, self._leaving)[-1][0] - now

    def next_leaving(self, now: float) -> float:
        """Seconds until a place becomes free; infinite if only an answer can free one."""
        return max(0.0, self._leaving[0][0] - now) if self._leaving else float("inf")

    def take(self, *, urgent: bool) -> None:
        """A message occupies a place from now on; `answered` frees it."""
        self._used[urgent] += 1

    def answered(self, started: float, ended: float, *, urgent: bool, counts: bool = True) -> None:
        """A call that had a place has ended. `counts`: the platform answered it."""
        if counts:
            self._travel.add(ended - started, ended)
        self.leave(max(started, ended - self._travel.seconds(ended)) + self.span, urgent=urgent)

    def leave(self, at: float, *, urgent: bool) -> None:
        """Let an occupied place become free at this time."""
        heapq.heappush(self._leaving, (at, urgent))


class Demand:
    """The rate of replies lately, in replies a second; that much room is reserved for the next ones."""

    def __init__(self) -> None:
        self._seconds: deque[list[float]] = deque()  # [second, replies in it]

    def add(self, now: float) -> None:
        """A reply was sent."""
        second = now // 1
        if self._seconds and self._seconds[-1][0] == second:
            self._seconds[-1][1] += 1
        else:
            self._seconds.append([second, 1])

    def kept_free(self, now: float, most: int) -> int:
        """The room to reserve for replies, of `most` messages a second; a tenth stays for what is not urgent."""
        while self._seconds and self._seconds[0][0] < now - QUIET_SECONDS:
            self._seconds.popleft()
        if not self._seconds:
            return 0
        peak = max(count for _, count in self._seconds)
        return min(most - max(1, most // 10), math.ceil(peak + math.sqrt(peak)))
