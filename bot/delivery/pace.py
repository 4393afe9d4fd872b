"""How fast a platform may be called. One relay is active per account, so this needs no more than memory.

Times are the event loop's seconds. Nothing sleeps in here: what may not go yet stays in the outbox, so
that a reply that comes later still goes before an announcement that waits.
"""

from __future__ import annotations

import heapq
import math
from collections import OrderedDict, deque

from bot.channels.base import Pace

CHATS_KEPT = 20_000
"""Chats whose pace is remembered; the one that was quiet longest is forgotten first."""

LATE = 0.02
"""Seconds by which what is not urgent may lag behind its even pace and catch up."""

QUIET = 15.0
"""Seconds without a reply after which nothing is kept free for replies."""

UNKNOWN = 0.1
"""Share of a second's messages that a relay before us may have sent without writing it any more."""

TROUBLES = 5
"""So many failures of the platform one after the other, without anything between, are no accident."""
FIRST_REST = 1.0  # seconds of rest then, doubled each time
LONGEST_REST = 60.0


class Bucket:
    """So many a second, after a burst."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._at = now

    def level(self, now: float) -> float:
        """How many may go now."""
        self._level = min(self._burst, self._level + max(0.0, now - self._at) * self._rate)
        self._at = max(self._at, now)
        return self._level

    def take(self, now: float) -> None:
        self._level = self.level(now) - 1

    def wait(self, now: float, pieces: int = 1) -> float:
        """Seconds until so many more may go, or what a burst holds; 0: at once."""
        return max(0.0, (min(pieces, max(1.0, self._burst)) - self.level(now)) / self._rate)


class Travel:
    """How long a call and its answer are under way at least: what goes beyond it is chance, and only that
    blurs when the platform counted a message. 0 until it is known."""

    ENOUGH = 100
    """Calls until it is believed; it is that of the last so many times ten, or twice as many."""
    DOUBT, DOUBT_SHARE = 0.0005, 0.02
    """Seconds, and share of it, by which the least of all may still lie below what was seen."""

    def __init__(self) -> None:
        self._least = float("inf")
        self._before = float("inf")
        self._seen = 0

    def add(self, seconds: float) -> None:
        self._least = min(self._least, seconds)
        self._seen += 1
        if self._seen >= self.ENOUGH * 10:
            self._before, self._least, self._seen = self._least, seconds, 1

    @property
    def seconds(self) -> float:
        known = self._seen >= self.ENOUGH or self._before < float("inf")
        least = min(self._least, self._before)
        return max(0.0, least * (1 - self.DOUBT_SHARE) - self.DOUBT) if known else 0.0


class Window:
    """At most `most` messages in any `span` seconds as the platform counts them.

    It counts a message somewhere between our call and its answer. So a message holds its place from the
    call on until a whole span after the answer, less the time that any call is under way: then no
    message after it can be counted within its span, however the network delays the one or hurries the
    other.
    """

    BLUR = 0.25
    """Seconds of delay that are believed to lie on the way; a call that takes longer is being thought over
    there, and was counted before."""

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
            self._travel.add(ended - started)
        travel = self._travel.seconds
        at = min(ended, started + travel + self.BLUR) - travel
        self.leave(max(started, at) + self.span, urgent=urgent)

    def leave(self, at: float, *, urgent: bool) -> None:
        """A place that is taken becomes free then."""
        heapq.heappush(self._leaving, (at, urgent))


class Demand:
    """How many replies a second there were of late: so much is kept free for the next ones."""

    def __init__(self) -> None:
        self._seconds: deque[list[float]] = deque()  # [second, replies in it]

    def add(self, now: float) -> None:
        second = now // 1
        if self._seconds and self._seconds[-1][0] == second:
            self._seconds[-1][1] += 1
        else:
            self._seconds.append([second, 1])

    def kept_free(self, now: float, most: int) -> int:
        """Of `most` messages a second; a tenth of them is left to what is not urgent."""
        while self._seconds and self._seconds[0][0] < now - QUIET:
            self._seconds.popleft()
        if not self._seconds:
            return 0
        peak = max(count for _, count in self._seconds)
        return min(most - max(1, most // 10), math.ceil(peak + math.sqrt(peak)))


class Limits:
    """A platform's pace over all chats and to each chat, and the pauses that it asked for.

    `urgent` is what she waits for: a reply in her own turn. The rest goes at an even pace, and leaves
    free what replies have needed of late.
    """

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        most = max(1, int(pace.overall))
        self._window = Window(most, 1.0 if pace.overall >= 1 else 1 / pace.overall)
        self._demand = Demand()
        self._next = now  # when what is not urgent may go next, at its even pace
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._paused_until = 0.0
        self._probing = False
        self._troubles = 0
        self._rest = FIRST_REST

    # --- what may go ------------------------------------------------------------------------------

    def room(self, now: float, *, urgent: bool) -> int:
        """How many messages may go now, over all chats."""
        if now < self._paused_until:
            return 0
        free = self._window.free(now)
        if self._probing:
            taken = self._window.used(now, urgent=True) + self._window.used(now, urgent=False)
            return 1 if taken == 0 else 0
        if urgent or free <= 0:
            return max(0, free)
        kept = self._demand.kept_free(now, self._window.most)
        free = min(free, self._window.most - kept - self._window.used(now, urgent=False))
        behind = now - max(self._next, now - LATE)
        even = int(behind / self._interval(kept)) + 1 if behind >= 0 else 0
        return max(0, min(free, even))

    def _interval(self, kept: int) -> float:
        return self._window.span / (self._window.most - kept)

    def wait(self, now: float, *, urgent: bool, pieces: int = 1) -> float:
        """Seconds until there can be room again for what takes so many messages of the platform's; infinite
        when only an answer can make some."""
        if now < self._paused_until:
            return self._paused_until - now
        if self.room(now, urgent=urgent) > 0:
            return self._window.wait(now, pieces)
        if not urgent and self._next > now:
            return max(self._next - now, self._window.wait(now))
        return self._window.next_leaving(now)

    def chat_wait(self, address: str, now: float, pieces: int = 1) -> float:
        """Seconds until so many more messages may go to this chat."""
        chat = self._chats.get(address)
        return 0.0 if chat is None else chat.wait(now, pieces)

    # --- what goes --------------------------------------------------------------------------------

    def take(self, address: str, now: float, *, urgent: bool, pieces: int = 1) -> None:
        """One message goes to this chat now, in so many of the platform's; `answered` tells when it has."""
        for _ in range(pieces):
            self._window.take(urgent=urgent)
            if urgent:
                self._demand.add(now)
            else:
                kept = self._demand.kept_free(now, self._window.most)
                self._next = max(self._next, now - LATE) + self._interval(kept)
            self._chat(address, now).take(now)

    def answered(self, started: float, ended: float, *, urgent: bool, counts: bool = True, pieces: int = 1) -> None:
        """It has gone, or not; `counts`: with an answer of the platform's."""
        if pieces == 1:
            self._window.answered(started, ended, urgent=urgent, counts=counts)
        else:  # one after the other: when each was counted, the one answer does not tell
            for _ in range(pieces):
                self._window.leave(ended + self._window.span, urgent=urgent)

    def _chat(self, address: str, at: float) -> Bucket:
        chat = self._chats.get(address)
        if chat is None:
            chat = self._chats[address] = Bucket(self._pace.per_chat, self._pace.burst, at)
            if len(self._chats) > CHATS_KEPT:
                self._chats.popitem(last=False)
        self._chats.move_to_end(address)
        return chat

    # --- what a relay before us has sent ----------------------------------------------------------

    @property
    def memory(self) -> float:
        """For how many seconds what was sent still counts."""
        return max(self._window.span, self._pace.burst / self._pace.per_chat)

    def remember(self, address: str, at: float, now: float) -> None:
        """A message that went to this chat then, oldest first."""
        self._chat(address, at).take(at)
        if at + self._window.span > now and self._window.free(now) > 0:
            self._window.take(urgent=False)
            self._window.leave(at + self._window.span, urgent=False)

    def doubt(self, address: str, times: int, now: float) -> None:
        """So many messages may have gone to this chat of late, and nobody has written it."""
        for _ in range(times):
            self._chat(address, now).take(now)

    def take_over(self, now: float) -> None:
        """Begin after another relay: what it sent last, nobody has written."""
        for _ in range(min(self._window.free(now), int(self._window.most * UNKNOWN))):
            self._window.take(urgent=False)
            self._window.leave(now + self._window.span, urgent=False)

    # --- pauses -----------------------------------------------------------------------------------

    @property
    def paused_until(self) -> float:
        return self._paused_until

    def pause(self, seconds: float, now: float, *, probe: bool = False) -> bool:
        """Send nothing for so long, and then, with `probe`, one at a time until one is `fine`; False when
        such a pause is on already."""
        new = self._paused_until <= now
        self._paused_until = max(self._paused_until, now + seconds)
        self._probing = self._probing or probe
        return new

    def trouble(self, now: float) -> float:
        """The platform failed; the seconds of rest that this brings, mostly none."""
        self._troubles += 1
        if self._troubles < TROUBLES and not self._probing:
            return 0.0
        if now < self._paused_until:  # one of those that were under way when it began
            return 0.0
        rest, self._rest = self._rest, min(self._rest * 2, LONGEST_REST)
        self.pause(rest, now, probe=True)
        return rest

    def fine(self) -> None:
        """The platform answered as it should."""
        self._troubles, self._rest, self._probing = 0, FIRST_REST, False
