"""Events posted to the bot's webhook: signed, batched, in disorder and again where that is asked for.

What is not answered 200 is posted again, the very same bytes, after pauses that double. Without
disorder the events of a lane come one request after the other, so that a test knows what to expect;
Meta itself promises no order at all.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import aiohttp

from tests.fakes.serving import pause_after

from . import events
from .account import Account
from .events import Event


@dataclass(slots=True)
class Delivery:
    """How events are posted; may be changed at any time.

    `most` events in one request, `per_change` in one change and `per_entry` changes in one entry; `gather`
    seconds in which more are waited for; `connections` requests at once. `disorder`: the share of events
    that leave their lane and come up to `latest` seconds late; `repeats`: the share of requests that come
    once more, up to `latest` seconds later, although they were answered. Pauses and `timeout` in seconds.
    """

    most: int = 1
    per_change: int = 1_000
    per_entry: int = 1_000
    gather: float = 0.0
    connections: int = 20
    disorder: float = 0.0
    repeats: float = 0.0
    latest: float = 0.02
    first_pause: float = 0.05
    longest_pause: float = 3.0
    timeout: float = 10.0


class Webhook:
    """The way out, from before a webhook is set: events wait for it. `statuses` counts its answers by HTTP
    status (0: none came)."""

    def __init__(self, account: Account, delivery: Delivery, clock: Callable[[], float], seed: int) -> None:
        self.delivery = delivery
        self.url = ""
        self.statuses: Counter[int] = Counter()
        self.made = self.posted = self.repeated = 0
        """Events made; requests answered 200; requests that came once more."""
        self.slowest = 0.0
        """The most seconds until an answer."""
        self.on_put: Callable[[Event], None] | None = None
        self._account = account
        self._clock = clock
        self._random = random.Random(seed)
        self._session: aiohttp.ClientSession | None = None
        self._lanes: dict[Hashable, deque[Event]] = {}
        self._ready: deque[Hashable] = deque()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._gathering: asyncio.TimerHandle | None = None
        self._waiting = 0
        self._repeat_next = 0
        self._late: set[asyncio.TimerHandle] = set()

    @property
    def pending(self) -> int:
        """Events and repeats that the bot has not settled yet."""
        return self._waiting

    def put(self, event: Event) -> None:
        self.made += 1
        self._waiting += 1
        if self.on_put is not None:
            self.on_put(event)
        if self._random.random() < self.delivery.disorder:
            event.lane = object()
            self._later(self._random.uniform(0, self.delivery.latest), lambda: self._queue(event))
        else:
            self._queue(event)

    def repeat_next(self, times: int = 1) -> None:
        """The next `times` requests that are answered come once more each."""
        self._repeat_next += times

    async def connect(self, url: str) -> None:
        """From now on events are posted there, in the place of any other."""
        self.url = url
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._start()

    async def close(self) -> None:
        self.url = ""
        for timer in [*self._late, *([self._gathering] if self._gathering else [])]:
            timer.cancel()
        for task in list(self._in_flight):
            task.cancel()
        await asyncio.gather(*self._in_flight, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    # The lanes

    def _queue(self, event: Event) -> None:
        lane = self._lanes.get(event.lane)
        if lane is None:
            self._lanes[event.lane] = deque([event])
            self._ready.append(event.lane)
            self._start()
        else:
            lane.append(event)

    def _start(self) -> None:
        if self.delivery.gather and len(self._ready) < self.delivery.most:
            if self._gathering is None and self._ready:
                self._gathering = asyncio.get_running_loop().call_later(self.delivery.gather, self._gathered)
            return
        self._gathered()

    def _gathered(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            self._gathering = None
        while self._ready and self.url and len(self._in_flight) < self.delivery.connections:
            lanes, batch = self._take()
            if self.delivery.disorder:
                self._random.shuffle(batch)
            raw = events.body(self._account, batch, self.delivery.per_change, self.delivery.per_entry)
            self._run(raw, batch, lanes, 0)

    def _take(self) -> tuple[list[Hashable], list[Event]]:
        lanes: list[Hashable] = []
        batch: list[Event] = []
        while self._ready and len(batch) < self.delivery.most:
            lane = self._ready.popleft()
            lanes.append(lane)
            waiting = self._lanes[lane]
            while waiting and len(batch) < self.delivery.most:
                batch.append(waiting.popleft())
        return lanes, batch

    def _settled(self, batch: Sequence[Event], lanes: Sequence[Hashable]) -> None:
        self._waiting -= len(batch)
        for lane in lanes:
            if self._lanes[lane]:
                self._ready.append(lane)
            else:
                del self._lanes[lane]

    # The requests

    def _run(self, raw: bytes, batch: Sequence[Event], lanes: Sequence[Hashable], failures: int) -> None:
        task = asyncio.get_running_loop().create_task(self._deliver(raw, batch, lanes, failures))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)
        # After the discard, so that the place is free.
        task.add_done_callback(lambda done: None if done.cancelled() else self._start())

    async def _deliver(self, raw: bytes, batch: Sequence[Event], lanes: Sequence[Hashable], failures: int) -> None:
        for event in batch:
            if event.handed_at is None:
                event.handed_at = self._clock()
        if not await self._post(raw):
            delivery = self.delivery
            pause = pause_after(failures, delivery.first_pause, delivery.longest_pause)
            self._later(pause, lambda: self._run(raw, batch, lanes, failures + 1))
            return
        self.posted += 1
        self._settled(batch, lanes)
        if self._repeat_next or self._random.random() < self.delivery.repeats:
            self._repeat_next = max(0, self._repeat_next - 1)
            self.repeated += 1
            self._waiting += 1
            self._later(self._random.uniform(0, self.delivery.latest), lambda: self._repeat(raw))

    def _repeat(self, raw: bytes) -> None:
        async def post() -> None:
            await self._post(raw)
            self._waiting -= 1

        task = asyncio.get_running_loop().create_task(post())
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)

    async def _post(self, raw: bytes) -> bool:
        assert self._session is not None
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "facebookexternalua",
            "X-Hub-Signature-256": events.signature(self._account.app_secret, raw),
        }
        began = self._clock()
        timeout = aiohttp.ClientTimeout(total=self.delivery.timeout)
        try:
            async with self._session.post(self.url, data=raw, headers=headers, timeout=timeout) as response:
                await response.read()
                status = response.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.slowest = max(self.slowest, self._clock() - began)
        self.statuses[status] += 1
        return status == 200

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        def now() -> None:
            self._late.discard(timer)
            act()

        timer = asyncio.get_running_loop().call_later(seconds, now)
        self._late.add(timer)
