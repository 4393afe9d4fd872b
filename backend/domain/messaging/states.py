"""States of what comes in and what goes out, as the columns of the inbox and the outbox hold them."""

from __future__ import annotations

from enum import IntEnum


class InboxStatus(IntEnum):
    """Of an event of the inbox. DEAD: a dead letter."""

    WAITING = 0
    DONE = 1
    DEAD = 2


class OutboxStatus(IntEnum):
    """Of a row of the outbox. FAILED: a dead letter. HELD: waits until the person writes again. LET_GO: not sent, and
    there is nothing to do about it."""

    WAITING = 0
    SENT = 1
    FAILED = 2
    HELD = 3
    LET_GO = 4


class Lane(IntEnum):
    """Which messages go first: the answers of a turn, then reminders, then announcements to many."""

    TURN = 0
    REMINDER = 1
    ANNOUNCEMENT = 2
