"""From what a channel raises to a kind of failure; what follows from each stands in one table,
`backend.domain.messaging.failures`."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.messaging.failures import MESSAGE_EXPIRES_AFTER, Failure
from bot.channels.errors import AccountDown, Later, Refused, Unreachable, Unsure, WindowClosed

_KINDS: tuple[tuple[type[Exception], Failure], ...] = (
    (Unsure, Failure.UNSURE),
    (Refused, Failure.REFUSED),
    (WindowClosed, Failure.WINDOW),
    (Unreachable, Failure.UNREACHABLE),
    (AccountDown, Failure.ACCOUNT),
)
MOST_NAMED = MESSAGE_EXPIRES_AFTER.total_seconds()
"""Seconds; no message waits longer, and dates end somewhere."""
MIN_LIMITED_CHATS = 3
"""So many chats that are told to wait …"""
AT_ONCE = 1.0
"""… within so many seconds: it is the account that is meant."""


def kind(error: Exception) -> Failure:
    """What kind of failure it is; anything that a channel never raises is a fault of ours."""
    if isinstance(error, Later):
        return Failure.BUSY if error.account else Failure.LATER
    return next((failure for raised, failure in _KINDS if isinstance(error, raised)), Failure.FAULT)


def named(error: Exception) -> timedelta:
    """How long the platform asks to wait, as far as that can be."""
    return timedelta(seconds=max(0.0, min(error.seconds, MOST_NAMED))) if isinstance(error, Later) else timedelta()


class Crowd:
    """Whether the platform means the account when it asks to wait with a chat and does not say which:
    one chat is itself too fast, several at once are not."""

    def __init__(self) -> None:
        self._chats: dict[int, float] = {}

    def joins(self, contact_id: int, now: float) -> bool:
        """One more chat is told to wait; True when it is the account."""
        self._chats = {chat: at for chat, at in self._chats.items() if at > now - AT_ONCE}
        self._chats[contact_id] = now
        return len(self._chats) >= MIN_LIMITED_CHATS
