"""What both providers know: the payouts that they took, whom they paid, and the callbacks that they owe."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

CALLBACK_TRIES = 5


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the payouts to a number. `status` is the provider's own final one; `error` its code. `asks`: how
    often the payout is asked about before it is final. `callback`: whether one is sent then."""

    status: str
    error: str = ""
    asks: int = 1
    callback: bool = True


@dataclass(slots=True)
class Payout:
    """A payout that was taken. `body`: as it was asked for. `paid`: how often money left for it."""

    key: str
    id: str
    number: str
    amount: int
    currency: str
    body: Mapping[str, Any]
    status: str
    fate: Fate
    error: str = ""
    asked: int = 0
    paid: int = 0


@dataclass(slots=True)
class Books:
    """Payouts by key. `balance`: francs on our account, by currency. `paid_to`: how often each number got money, and
    `sums` how much."""

    balance: dict[str, int] = field(default_factory=lambda: {"XOF": 10**9})
    payouts: dict[str, Payout] = field(default_factory=dict)
    paid_to: Counter[str] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)

    def pay(self, payout: Payout) -> None:
        """Money leaves for the payout's number."""
        payout.paid += 1
        self.paid_to[payout.number] += 1
        self.sums[payout.number] += payout.amount

    def give_back(self, payout: Payout) -> None:
        """The money of a paid payout comes back."""
        payout.paid -= 1
        self.paid_to[payout.number] -= 1
        self.sums[payout.number] -= payout.amount
        self.balance[payout.currency] += payout.amount

    @property
    def paid_twice(self) -> list[str]:
        """Keys for which money left more than once."""
        return [payout.key for payout in self.payouts.values() if payout.paid > 1]


class Callbacks:
    """Posts callbacks to the address that was given, in the background. `twice`, `shuffled`: the trouble with them.
    `prepare` makes body and headers at the moment of each try."""

    def __init__(self, prepare: Callable[[Mapping[str, Any]], tuple[bytes, dict[str, str]]], seed: int = 0) -> None:
        self.url: str | None = None
        self.twice = False
        self.held: list[Mapping[str, Any]] | None = None
        self.answers: list[int] = []
        """The statuses that the receiver answered."""
        self._prepare = prepare
        self._random = random.Random(seed)
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    def put(self, event: Mapping[str, Any]) -> None:
        """Send this callback, unless no address is known. With `held`, it waits for `release`."""
        if self.url is None:
            return
        if self.held is not None:
            self.held.append(event)
            return
        for _ in range(2 if self.twice else 1):
            task = asyncio.create_task(self._post(event))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def hold(self) -> None:
        """Keep callbacks back from now on."""
        self.held = []

    def release(self, *, shuffled: bool = False) -> None:
        """Send what was held back."""
        held, self.held = self.held or [], None
        if shuffled:
            self._random.shuffle(held)
        for event in held:
            self.put(event)

    async def delivered(self) -> None:
        """Wait until every callback was taken or given up."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _post(self, event: Mapping[str, Any]) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        for attempt in range(CALLBACK_TRIES):
            raw, headers = self._prepare(event)
            try:
                assert self.url is not None
                async with self._session.post(
                    self.url, data=raw, headers={"Content-Type": "application/json", **headers}
                ) as answer:
                    self.answers.append(answer.status)
                    if answer.status < 500:
                        return
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass
            await asyncio.sleep(0.1 * 2**attempt)
