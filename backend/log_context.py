"""The id that log lines carry: "e12" for what follows from event 12 of the inbox, in whatever process it happens; "j34"
for job 34 of the queue, if no event caused it.

Rows of the outbox and jobs of the queue store the event, so that the relay and the workers go on with it. It names
nobody: only the database knows whose event it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ID: ContextVar[str] = ContextVar("log_id", default="")


def current() -> str:
    """The id of what is done now; "" for none."""
    return _ID.get()


def event() -> int | None:
    """The number of the event that caused what is done now; None if none did."""
    found = _ID.get()
    return int(found[1:]) if found.startswith("e") else None


def about(number: int) -> None:
    """From here on, log lines are about this event; until the end of the enclosing `apart`."""
    _ID.set(f"e{number}")


@contextmanager
def apart(event: int | None = None, job: int | None = None) -> Iterator[None]:
    """Inside, log lines are about this event, else about this job, else about nothing; afterwards as before."""
    token = _ID.set(f"e{event}" if event is not None else f"j{job}" if job is not None else "")
    try:
        yield
    finally:
        _ID.reset(token)
