"""Signals between the parts of one process or several: "there is something new".

A signal is only a nudge. Whoever waits also looks now and then unasked, so a lost signal costs a moment, never an
event.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from backend import cancellation
from backend.db.engine.failures import UNAVAILABLE
from backend.db.engine.uow import Connection, Database
from backend.domain.errors import Unavailable

log = logging.getLogger(__name__)

CHANNEL = "hiteuses"
TURN, OUTBOX = "turn", "outbox"
GATHER_SECONDS = 0.02
"""Seconds in which signals to other processes are collected. One NOTIFY per turn costs 7 % of the turns per second."""


def outbox_of(channel: str) -> str:
    """The topic of one channel's relay."""
    return f"{OUTBOX}:{channel}"


class Signals:
    """`tell` reaches waiters in this process at once, and those in other processes within `GATHER_SECONDS`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._outgoing: set[str] = set()
        self._wanted = asyncio.Event()
        self.served: set[str] = set()
        """Topics whose only listener, of all processes, is in this one. Other processes are not told of them."""
        self.outages = 0
        """How often the database was away. Signals of other processes may have been lost each time."""

    def tell_here(self, topic: str) -> None:
        """Tell only waiters in this process."""
        self._events[topic].set()

    def tell(self, topic: str) -> None:
        """Tell waiters in this process at once, and those in other processes within `GATHER_SECONDS`."""
        self._events[topic].set()
        if topic not in self.served and topic not in self._outgoing:
            self._outgoing.add(topic)
            self._wanted.set()

    async def wait(self, topic: str, seconds: float) -> bool:
        """Wait until somebody tells (True) or the time is over (False)."""
        event = self._events[topic]
        try:
            # not `wait_for`: before Python 3.12 it swallows a cancellation that comes together with the event
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        event.clear()
        return True

    async def run(self) -> None:
        """Carry signals to and from other processes for ever."""
        while True:
            try:
                listener = await self._database.connect()
            except Unavailable:
                self.outages += 1
                log.warning("signals: the database is away")
                await asyncio.sleep(1)
                continue
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._carry_in(listener))
                    await self._carry_out()
            except* UNAVAILABLE:
                self.outages += 1
                log.warning("the connection for signals was lost; connecting again")
            finally:
                await listener.close()
            cancellation.honour()
            await asyncio.sleep(0.5)

    async def _carry_out(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            topics, self._outgoing = self._outgoing, set()
            async with self._database.unit() as uow:
                await uow.pipeline_commit(*(("select pg_notify(%s, %s)", (CHANNEL, topic)) for topic in topics))
            await asyncio.sleep(GATHER_SECONDS)

    async def _carry_in(self, listener: Connection) -> None:
        await listener.execute(f"listen {CHANNEL}".encode())
        async for note in listener.notifies():
            self._events[note.payload].set()
