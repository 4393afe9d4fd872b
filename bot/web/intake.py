"""The intake: raw events and receipts are written to the database together, as many calls as wait, in one transaction.

Storing several webhook requests at once is 1.3 times as fast as one transaction each (measured), and nobody
gets "received" before the commit. Messages of people do not wait for receipts, of which there are hundreds a
second during an announcement."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter

from backend import log_context
from backend.clock import Clock
from backend.db.engine.failures import INVALID_DATA, RETRYABLE, DatabaseError
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox
from backend.db.messaging.delivery import receipts
from backend.db.messaging.delivery.receipts import StoredReceipt
from backend.db.messaging.inbox import Arrival
from backend.domain.errors import Unavailable
from backend.records import Struct, field
from bot.channels import base
from bot.channels.base import Received, Store
from bot.channels.errors import Later
from bot.web import storable
from bot.web.flood import Flood

log = logging.getLogger(__name__)

MAX_BATCH = 500  # events and receipts in one transaction, unless one call has more
MOST_WAITING = 20_000  # events and receipts that wait for the database; beyond that callers have to come again
GATHER_SECONDS = 0.05  # seconds in which receipts alone are collected: nobody waits for them
STORE_WITHIN = 10.0  # seconds until a caller is told to come again

Apply = Callable[[UnitOfWork, Sequence[StoredReceipt]], Awaitable[None]]
"""Applies the effects of new receipts, in the transaction that stores them."""


class _Call(Struct, eq=False):
    """One call of a platform: stored completely, or not at all. `clean`: what the database cannot store was removed."""

    channel: str
    arrivals: list[Arrival]
    receipts: list[StoredReceipt]
    done: asyncio.Future[None]
    clean: bool = False

    def __len__(self) -> int:
        return len(self.arrivals) + len(self.receipts)

    def parts(self) -> Iterator[_Call]:
        """Each event and receipt as a call of its own."""
        new = asyncio.get_running_loop().create_future
        yield from (_Call(self.channel, [a], [], new(), clean=True) for a in self.arrivals)
        yield from (_Call(self.channel, [], [r], new(), clean=True) for r in self.receipts)

    def end(self, error: BaseException | None = None) -> None:
        """Answer the caller: stored, or with the error."""
        if self.done.done():  # the caller has gone
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


class _Waiting(Struct):
    """Waiting calls in the order in which they came, and their total size."""

    calls: list[_Call] = field(default_factory=list)
    size: int = 0

    def add(self, call: _Call) -> None:
        """Append a call."""
        self.calls.append(call)
        self.size += len(call)

    def next(self) -> list[_Call]:
        """The first calls that can go together, all of one channel: otherwise two intakes could wait
        for each other's channel."""
        batch: list[_Call] = []
        left: list[_Call] = []
        size = 0
        for call in self.calls:
            if call.done.done():  # the caller has gone: the call will come again
                continue
            if batch and (call.channel != batch[0].channel or size + len(call) > MAX_BATCH):
                left.append(call)
            else:
                batch.append(call)
                size += len(call)
        self.calls, self.size = left, sum(map(len, left))
        return batch


class Intake:
    """Stores events and receipts. `told`: called after the commit with the ids of people who have new events. `apply`:
    applies the effects of new receipts. `registry`: gets the counter of dropped events."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        told: Callable[[Sequence[int]], None],
        *,
        apply: Apply | None = None,
        registry: CollectorRegistry | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._told = told
        self._apply = apply
        self._flood = Flood()
        self._let_go = Counter(
            "hiteuses_events_let_go",
            "Events of strangers who wrote too much at once, which were not kept",
            ["channel"],
            registry=registry,
        )
        self._words = _Waiting()  # calls with events of people
        self._receipts = _Waiting()
        self._storing: dict[int, asyncio.Task[None]] = {}  # by which of the two, while it is being stored

    def store_for(self, channel: str) -> Store:
        """The store of one channel."""

        async def store(received: Sequence[Received], told: Sequence[base.Receipt] = (), /) -> None:
            await self.store([_arrival(channel, r) for r in received], [_receipt(channel, r) for r in told])

        return store

    async def store(self, arrivals: Sequence[Arrival], told: Sequence[StoredReceipt] = ()) -> None:
        """Store one call of one channel. Raises `Unavailable` if it could not be stored; then nothing of it is."""
        if not arrivals and not told:
            return
        if self._words.size + self._receipts.size > MOST_WAITING:
            raise Unavailable("the database is too slow: nothing was stored")
        counted = [a for a in arrivals if self._counts(a)]
        channel = (arrivals or told)[0].channel
        call = _Call(channel, list(arrivals), list(told), asyncio.get_running_loop().create_future())
        waiting = self._words if arrivals else self._receipts
        waiting.add(call)
        storing = self._storing.get(id(waiting))
        if storing is None or storing.done():
            # in a task of its own: a caller that goes away must not take the events of others with it
            self._storing[id(waiting)] = asyncio.create_task(self._store_all(waiting))
        try:
            async with asyncio.timeout(STORE_WITHIN):
                await call.done
        except TimeoutError:
            self._forget(counted)
            raise Unavailable("the database does not answer in time") from None
        except Unavailable:
            self._forget(counted)
            raise

    async def close(self) -> None:
        """Wait until everything is stored that somebody waits for, unless the database does not answer."""
        if storing := [task for task in self._storing.values() if not task.done()]:
            await asyncio.wait(storing, timeout=STORE_WITHIN / 2)

    def _counts(self, arrival: Arrival) -> bool:
        arrival.surplus = not self._flood.takes(_sender(arrival), self._now())
        return not arrival.surplus

    def _forget(self, counted: Sequence[Arrival]) -> None:
        for arrival in counted:
            self._flood.give_back(_sender(arrival), self._now())

    def _now(self) -> float:
        return self._clock.now().timestamp()

    # --- storing ------------------------------------------------------------------------------------

    async def _store_all(self, waiting: _Waiting) -> None:
        while True:
            if waiting is self._receipts and waiting.size < MAX_BATCH:
                await asyncio.sleep(GATHER_SECONDS)
            if not (calls := waiting.next()):
                return
            await self._store(calls)

    async def _store(self, calls: Sequence[_Call]) -> None:
        people: Sequence[int] = ()
        try:
            people = await self._put(calls)
        except INVALID_DATA as error:
            await self._store_what_can_be(calls, error)
            return
        except Exception as error:
            away = isinstance(error, (DatabaseError, Unavailable, OSError))
            log.log(
                logging.WARNING if away else logging.ERROR,
                "events could not be stored: %s",
                type(error).__name__,
                exc_info=None if away else error,
            )
            for call in calls:
                call.end(Unavailable("the database is away: nothing was stored"))
            return
        for call in calls:
            call.end()
        if people:
            self._told(people)

    async def _put(self, calls: Sequence[_Call]) -> Sequence[int]:
        arrivals = [arrival for call in calls for arrival in call.arrivals]
        told = [receipt for call in calls for receipt in call.receipts]
        while True:
            try:
                async with self._database.turn() as uow:
                    if told:
                        new = await receipts.store(uow, told)
                        if new and self._apply is not None:
                            await self._apply(uow, new)
                    if not arrivals:
                        await uow.commit()
                        return ()
                    stored = await inbox.store(uow, arrivals, self._clock.now())
            except RETRYABLE:
                continue
            if stored.let_go:
                self._let_go.labels(calls[0].channel).inc(stored.let_go)
            if log.isEnabledFor(logging.DEBUG):
                for number in stored.events:
                    with log_context.apart(number):
                        log.debug("stored, from %s", calls[0].channel)
            return stored.people

    async def _store_what_can_be(self, calls: Sequence[_Call], error: Exception) -> None:
        """Something in the batch cannot be stored. Each call is tried alone, so that it does not hold up the others.
        Its own call is stored without the invalid parts, because the platform would send it again forever."""
        call = calls[0]
        if len(calls) > 1:
            for call in calls:
                await self._store([call])
        elif not call.clean:
            arrivals, told = map(storable.arrival, call.arrivals), map(storable.receipt, call.receipts)
            await self._store([_Call(call.channel, list(arrivals), list(told), call.done, clean=True)])
        elif len(call) > 1:
            parts = list(call.parts())
            for part in parts:
                await self._store([part])
            failed = [reason for part in parts if (reason := part.done.exception()) is not None]
            call.end(failed[0] if failed else None)
        else:
            log.error("an event of %s is let go, it cannot be stored: %s", call.channel, type(error).__name__)
            call.end()


def _sender(arrival: Arrival) -> tuple[str, str]:
    return arrival.channel, arrival.user_id or arrival.address


def _arrival(channel: str, received: Received) -> Arrival:
    user_id = storable.key(received.user_id)
    return Arrival(
        channel,
        storable.key(received.address) or user_id,
        storable.key(received.key),
        received.payload,
        received.name,
        user_id,
        received.at,
    )


def _receipt(channel: str, told: base.Receipt) -> StoredReceipt:
    failure = told.failure
    return StoredReceipt(
        channel,
        storable.key(told.key),
        storable.key(told.provider_id),
        told.status,
        told.at,
        told.payload,
        told.outbox_id,
        None if failure is None else type(failure).__name__,
        None if failure is None else str(failure),
        failure.seconds if isinstance(failure, Later) else 0.0,
        told.category,
        told.part,
    )
