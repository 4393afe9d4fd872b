"""Threads between people and their Hubers, and between Hubers and the team: the rules of time.

Each person has at most one open thread. The Hubers of the person's present country share it (so it moves along), and
the team answers if that country has no Huber. A Huber's own thread is always with the team. It stays open until
somebody closes it, or until it has been silent for `SILENT_AFTER` with nothing unanswered. After another
`THREAD_RETENTION` its messages are deleted.

At night nobody is woken (`quiet_hours`), with one exception on each side, for people who are awake and wait: a Huber's
message goes at once to a person who has written within `HERS_LIVE`, and a person's message at once to a Huber who has
answered in that thread within `HUBERS_LIVE`. Everything else waits for the morning.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.domain.messaging import quiet_hours

ESCALATE_AFTER = timedelta(hours=24)
"""The team is told once of a thread that is unanswered for this long."""
SILENT_AFTER = timedelta(days=7)
"""A thread without unanswered messages closes this long after its last message."""
THREAD_RETENTION = timedelta(days=90)
"""How long a closed thread keeps its messages."""
HERS_LIVE = timedelta(hours=24)
"""A person who wrote within this time gets a Huber's message at once, even at night."""
HUBERS_LIVE = timedelta(hours=1)
"""A Huber who answered in the thread within this time gets the person's message at once, even at night."""
FREE_WINDOW = timedelta(hours=24)
"""After a person's message a platform lets us write freely for this long. Later it may hold a message back."""
REPLY_TIME_SPAN = timedelta(days=28)
"""The usual answer time is that of the answers in this time …"""
MIN_MEASURED_REPLIES = 5
"""… if there were at least this many."""


def may_tell_at(now: datetime, zone: str, heard_at: datetime | None, live: timedelta) -> datetime:
    """When a person may be told of a message in a thread. `heard_at`: their own last message there."""
    if heard_at is not None and now - heard_at < live:
        return now
    return quiet_hours.after(now, zone)


def next_look(waiting_since: datetime | None, escalated_at: datetime | None, last_at: datetime) -> datetime | None:
    """When the thread is looked at again, to tell the team or to close it. None: not before somebody answers."""
    if waiting_since is None:
        return last_at + SILENT_AFTER
    return waiting_since + ESCALATE_AFTER if escalated_at is None else None
