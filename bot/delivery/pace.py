"""The rate limits of a platform. One relay is active for each account, so they are kept in memory.

Times are seconds of the event loop's clock. Nothing waits in here: what may not be sent yet stays in the outbox, so
that a later reply still goes before an announcement that waits."""

from __future__ import annotations

from collections import OrderedDict

from bot.channels.base import Pace
from bot.delivery.counting import Bucket, Burst, Demand, Window

CHATS_KEPT = 20_000
"""The most chats whose rate is remembered; the one that was quiet longest is dropped first."""

MAX_LAG_SECONDS = 0.02
"""Seconds by which messages that are not urgent may fall behind their even rate and catch up."""

MAX_FAILURES_IN_A_ROW = 5
"""This many failures of the platform in a row are no accident."""
FIRST_REST = 1.0  # seconds of rest after that, doubled each time
LONGEST_REST = 60.0
"""The longest rest, in seconds."""


class Limits:
    """The rate limits of a platform, overall and for each chat, and the pauses that it asked for.

    `urgent` are replies to the person's own message. Other messages go at an even rate, and leave the room free that
    replies have needed lately."""

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        most = max(1, int(pace.overall))
        self._window = Window(most, 1.0 if pace.overall >= 1 else 1 / pace.overall)
        self._demand = Demand()
        self._next = now  # when the next message that is not urgent may go
        self._burst = Burst(pace.burst)  # the same for each chat
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._paused_until = 0.0
        self._probing = False
        self._troubles = 0
        self._rest = FIRST_REST

    # --- what may be sent -------------------------------------------------------------------------

    def room(self, now: float, *, urgent: bool) -> int:
        """How many messages may be sent now, over all chats."""
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
        behind = now - max(self._next, now - MAX_LAG_SECONDS)
        even = int(behind / self._interval(kept)) + 1 if behind >= 0 else 0
        return max(0, min(free, even))

    def _interval(self, kept: int) -> float:
        return self._window.span / (self._window.most - kept)

    def wait(self, now: float, *, urgent: bool, pieces: int = 1) -> float:
        """Seconds until there can be room again for this many of the platform's messages; infinite if
        only an answer can make room."""
        if now < self._paused_until:
            return self._paused_until - now
        if self.room(now, urgent=urgent) > 0:
            return self._window.wait(now, pieces)
        if not urgent and self._next > now:
            return max(self._next - now, self._window.wait(now))
        return self._window.next_leaving(now)

    def chat_wait(self, address: str, now: float, pieces: int = 1) -> float:
        """Seconds until this many messages may be sent to this chat."""
        chat = self._chats.get(address)
        return 0.0 if chat is None else chat.wait(now, pieces)

    # --- what is sent -----------------------------------------------------------------------------

    def take(self, address: str, now: float, *, urgent: bool, pieces: int = 1) -> None:
        """One message is sent to this chat now, as this many of the platform's messages.
        `answered` tells when it is done."""
        for _ in range(pieces):
            self._window.take(urgent=urgent)
            if urgent:
                self._demand.add(now)
            else:
                kept = self._demand.kept_free(now, self._window.most)
                self._next = max(self._next, now - MAX_LAG_SECONDS) + self._interval(kept)
            self._chat(address, now).take(now)

    def answered(
        self, address: str, started: float, ended: float, *, urgent: bool, counts: bool = True, pieces: int = 1
    ) -> None:
        """The call for this chat has ended. `counts`: the platform answered it."""
        self._chat(address, ended).counted(ended, pieces)
        if pieces == 1:
            self._window.answered(started, ended, urgent=urgent, counts=counts)
        else:  # sent one after the other: the last answer does not tell when each was counted
            for _ in range(pieces):
                self._window.leave(ended + self._window.span, urgent=urgent)

    def too_fast(self, now: float) -> None:
        """The platform refused a message because of the rate to its chat: assume a smaller burst for every chat."""
        self._burst.shrink(now)

    def _chat(self, address: str, at: float) -> Bucket:
        chat = self._chats.get(address)
        if chat is None:
            chat = self._chats[address] = Bucket(self._pace.per_chat, self._burst, at)
            if len(self._chats) > CHATS_KEPT:
                self._chats.popitem(last=False)
        self._chats.move_to_end(address)
        return chat

    # --- what the relay before sent ---------------------------------------------------------------

    @property
    def span(self) -> float:
        """The seconds over which the platform counts all chats."""
        return self._window.span

    @property
    def memory(self) -> float:
        """How many seconds a sent message counts for its chat."""
        return max(self.span, self._pace.burst / self._pace.per_chat)

    def remember(self, address: str, at: float, now: float) -> None:
        """Add a message that was sent to this chat at that time; the oldest first."""
        self._chat(address, at).take(at)
        if at + self._window.span > now and self._window.free(now) > 0:
            self._window.take(urgent=False)
            self._window.leave(at + self._window.span, urgent=False)

    def doubt(self, address: str, times: int, now: float) -> None:
        """Add messages that may have been sent to this chat without being recorded."""
        for _ in range(times):
            self._chat(address, now).take(now)

    def take_over(self, unwritten: int, now: float) -> None:
        """Start after another relay, which may have sent this many messages without recording them."""
        for _ in range(min(self._window.free(now), unwritten)):
            self._window.take(urgent=False)
            self._window.leave(now + self._window.span, urgent=False)

    # --- pauses -----------------------------------------------------------------------------------

    @property
    def paused_until(self) -> float:
        """When the last pause ends, on the clock of `now` in the other calls."""
        return self._paused_until

    def pause(self, seconds: float, now: float, *, probe: bool = False) -> bool:
        """Send nothing for this long, and then, with `probe`, one message at a time until one is `fine`. Returns False
        if a pause was on already."""
        new = self._paused_until <= now
        self._paused_until = max(self._paused_until, now + seconds)
        self._probing = self._probing or probe
        return new

    def trouble(self, now: float) -> float:
        """The platform failed. Returns the seconds of rest that this causes, mostly 0."""
        self._troubles += 1
        if self._troubles < MAX_FAILURES_IN_A_ROW and not self._probing:
            return 0.0
        if now < self._paused_until:  # a call that was under way when the rest began
            return 0.0
        rest, self._rest = self._rest, min(self._rest * 2, LONGEST_REST)
        self.pause(rest, now, probe=True)
        return rest

    def fine(self) -> None:
        """The platform answered as it should."""
        self._troubles, self._rest, self._probing = 0, FIRST_REST, False
