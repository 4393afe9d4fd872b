"""Map what a channel raises to a kind of failure. The table of what follows is
in `backend.domain.messaging.failures`."""

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
"""The longest wait, in seconds: no message lives longer."""
MIN_LIMITED_CHATS = 3
"""This many chats that are told to wait …"""
AT_ONCE = 1.0
"""… within this many seconds mean that the account is to wait."""


def kind(error: Exception) -> Failure:
    """The kind of failure. An error that channels never raise is a fault of the product."""
    if isinstance(error, Later):
        return Failure.BUSY if error.account else Failure.LATER
    return next((failure for raised, failure in _KINDS if isinstance(error, raised)), Failure.FAULT)


def named(error: Exception) -> timedelta:
    """How long the platform asks to wait, within limits."""
    return timedelta(seconds=max(0.0, min(error.seconds, MOST_NAMED))) if isinstance(error, Later) else timedelta()


class Crowd:
    """Decides whether the platform means the account when it asks to wait without saying so: a single chat can be too
    fast, several at once mean the account."""

    def __init__(self) -> None:
        self._chats: dict[int, float] = {}

    def joins(self, contact_id: int, now: float) -> bool:
        """One more chat is told to wait. Returns whether that means the account."""
        self._chats = {chat: at for chat, at in self._chats.items() if at > now - AT_ONCE}
        self._chats[contact_id] = now
        return len(self._chats) >= MIN_LIMITED_CHATS
