"""The states of events and messages, as stored in the inbox and the outbox."""

from __future__ import annotations

from enum import IntEnum


class InboxStatus(IntEnum):
    """The status of an event in the inbox. DEAD: a dead letter."""

    WAITING = 0
    DONE = 1
    DEAD = 2


class OutboxStatus(IntEnum):
    """The status of a row of the outbox. FAILED: a dead letter. HELD: waits until the person writes again. LET_GO:
    dropped, and nothing is to be done about it."""

    WAITING = 0
    SENT = 1
    FAILED = 2
    HELD = 3
    LET_GO = 4


class Lane(IntEnum):
    """The priority of a message: the answers of a turn first, then reminders, then announcements."""

    TURN = 0
    REMINDER = 1
    ANNOUNCEMENT = 2
