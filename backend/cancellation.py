"""A check for endless loops: they survive errors, and still stop when their task is cancelled."""

from __future__ import annotations

import asyncio


def honour() -> None:
    """Raise `CancelledError` if this task was cancelled and the cancellation got lost.

    A `TaskGroup` raises the errors of its tasks even when it was cancelled at the same moment (before Python 3.13).
    This happens when Ctrl-C reaches this process and the database together. And `asyncio.wait_for`, with which pools of
    connections wait, loses a cancellation that comes together with what it waits for (before Python 3.12).

    A loop that catches such errors and goes on calls this function before its next round. The body of its group must
    not end before the group does: while a group only waits for its tasks, their errors also count as cancellations of
    the group.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
