"""Loops that live on after errors, and still end when they are told to."""

from __future__ import annotations

import asyncio


def honour() -> None:
    """Raise `CancelledError` where this task was told to end and has forgotten it.

    A `TaskGroup` raises the errors of its tasks even when it was cancelled at the same moment (before
    Python 3.13), as happens when Ctrl-C reaches us and the database together. A loop that catches those
    errors to live on asks here before it goes round again. Its group's body must not end before the
    group does: while it waits for its tasks only, their errors count as cancellations of it as well.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
