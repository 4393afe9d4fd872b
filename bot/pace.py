"""How fast a platform may be called. One relay is active per account, so this needs no more than memory."""

from __future__ import annotations

from collections import OrderedDict

from bot.channels.base import Pace

CHATS_KEPT = 20_000
"""Chats whose pace is remembered; the one that was quiet longest is forgotten first."""


class Bucket:
    """So many a second, after a burst. Times are the event loop's seconds."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = burst
        self._at = now

    def level(self, now: float) -> float:
        """How many may go now."""
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
        return self._level

    def take(self, now: float) -> None:
        self._level = self.level(now) - 1

    def wait(self, now: float) -> float:
        """Seconds until one more may go; 0: at once."""
        return max(0.0, (1 - self.level(now)) / self._rate)


class Limits:
    """A platform's pace over all chats and to each chat, and the pauses that it asked for.

    Nothing sleeps in here: what may not go yet stays in the outbox, so that a reply that comes later
    still goes before an announcement that waits.
    """

    def __init__(self, pace: Pace, now: float) -> None:
        self._pace = pace
        self._overall = Bucket(pace.overall, max(1.0, pace.overall / 10), now)
        self._chats: OrderedDict[str, Bucket] = OrderedDict()
        self._paused_until = 0.0

    def room(self, now: float) -> int:
        """How many messages may go now, over all chats."""
        return 0 if now < self._paused_until else int(self._overall.level(now))

    def wait(self, now: float) -> float:
        """Seconds until there is room again."""
        return max(self._paused_until - now, self._overall.wait(now))

    def chat_wait(self, address: str, now: float) -> float:
        """Seconds until one more message may go to this chat."""
        chat = self._chats.get(address)
        return 0.0 if chat is None else chat.wait(now)

    def take(self, address: str, now: float) -> None:
        """One message goes to this chat now."""
        self._overall.take(now)
        chat = self._chats.get(address)
        if chat is None:
            chat = self._chats[address] = Bucket(self._pace.per_chat, self._pace.burst, now)
            if len(self._chats) > CHATS_KEPT:
                self._chats.popitem(last=False)
        self._chats.move_to_end(address)
        chat.take(now)

    def pause(self, seconds: float, now: float) -> bool:
        """Send nothing for so long; False when such a pause is on already."""
        new = self._paused_until <= now
        self._paused_until = max(self._paused_until, now + seconds)
        return new
