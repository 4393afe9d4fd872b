"""One transaction that several turns share.

Each turn has a unit of work of its own inside it (`UnitOfWork.part`). What the turns send at the same time leaves in
one packet: first the first statement of each, in the order in which the turns were begun, then the second of each, and
so on. So rows that all of them lock, such as the answered tasks, are locked in one order.

If anything fails, nothing of any turn is committed, and each is to be run again alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import zip_longest

from backend.db.engine.pipeline import Connection, Result, Statement, together

Waiting = tuple[int, Sequence[Statement], "asyncio.Future[list[Result]]"]
"""A turn's place, its statements, and where their results go."""


class Packets:
    """Collects what the turns of a transaction send. `group` runs the turns; it also runs the sending, so that nothing
    is sent any more once it has ended."""

    def __init__(self, connection: Connection, group: asyncio.TaskGroup) -> None:
        self._connection = connection
        self._group = group
        self._waiting: list[Waiting] = []
        self._sending = False

    async def send(self, place: int, statements: Sequence[Statement]) -> list[Result]:
        """Send statements with those of the other turns, and return the result of each. Raises what `together` raises
        when a statement of any turn fails."""
        results: asyncio.Future[list[Result]] = asyncio.get_running_loop().create_future()
        self._waiting.append((place, statements, results))
        if not self._sending:
            self._sending = True
            self._group.create_task(self._send_all())  # it begins once the turns that run now have sent theirs as well
        return await results

    async def _send_all(self) -> None:
        try:
            while self._waiting:
                waiting, self._waiting = sorted(self._waiting, key=lambda each: each[0]), []
                answers = iter(await together(self._connection, _interleaved([each[1] for each in waiting])))
                found: list[list[Result]] = [[] for _ in waiting]
                for column in zip_longest(*(statements for _, statements, _ in waiting)):
                    for place, statement in enumerate(column):
                        if statement is not None:
                            found[place].append(next(answers))
                for (_, _, results), mine in zip(waiting, found, strict=True):
                    if not results.done():  # its turn may have been cancelled
                        results.set_result(mine)
        finally:
            self._sending = False


def _interleaved(packets: Sequence[Sequence[Statement]]) -> list[Statement]:
    """The first statement of each packet, then the second of each, and so on."""
    return [statement for column in zip_longest(*packets) for statement in column if statement is not None]
