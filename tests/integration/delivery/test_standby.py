"""Several relays in processes of their own: one sends, the others stand by, and one of them takes over."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import pytest

from backend.db.engine.uow import Database
from backend.domain.messaging.states import Lane
from tests.database import TestServer
from tests.fakes.telegram import FakeTelegram, Person
from tests.integration.delivery.relays import contact, waits
from tests.integration.scenes import NOW, value
from tests.processes import COMMAND

PATIENCE = 60.0
"""Seconds that are waited for anything: far more than it ever takes."""
TAKES_OVER_WITHIN = 5.0
EACH = 12  # messages to each person
RATE = 40


class Process:
    """`hiteuses relay` on the database of the tests. `active`: it has said that it is the one that sends."""

    def __init__(self, url: str, telegram: FakeTelegram) -> None:
        kept = {name: text for name, text in os.environ.items() if name.partition("_")[0] not in ("TELEGRAM", "LOG")}
        self.process = subprocess.Popen(
            [COMMAND, "relay"],
            env={
                **kept,
                "DATABASE_URL": url,
                "HITEUSES_CLOCK": NOW.isoformat(),
                "TELEGRAM_BOT_TOKEN": telegram.token,
                "TELEGRAM_API_URL": telegram.url,
                "TELEGRAM_MESSAGES_PER_SECOND": f"{RATE}",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.active = asyncio.Event()
        self.ended = asyncio.Event()
        self.said: list[str] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), self.process.stdout
        )
        try:
            while line := await reader.readline():
                self.said.append(line.decode())
                if b"active for telegram" in line:
                    self.active.set()
        finally:
            transport.close()
            self.ended.set()

    async def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        self.process.send_signal(how)
        async with asyncio.timeout(PATIENCE):
            await self.ended.wait()
        return self.process.wait()


@asynccontextmanager
async def two_relays(server: TestServer, telegram: FakeTelegram) -> AsyncIterator[tuple[Process, Process]]:
    """(the one that is active, the one that stands by)"""
    both = [Process(server.url, telegram) for _ in range(2)]
    try:
        first = {asyncio.create_task(each.active.wait()): each for each in both}
        done, pending = await asyncio.wait(first, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        for waiting in pending:
            waiting.cancel()
        assert done, [each.said for each in both]
        active = first[done.pop()]
        yield active, next(each for each in both if each is not active)
    finally:
        for each in both:
            if not each.ended.is_set():
                await each.end()


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as telegram:
        yield telegram


async def people(telegram: FakeTelegram, database: Database, count: int) -> list[Person]:
    """People who have written, with messages that wait for each."""
    found = [telegram.person(f"Awa {n}") for n in range(count)]
    for person in found:
        await person.says("bonjour")
        hers = await contact(database, str(person.id), "telegram")
        for number in range(EACH):
            await waits(database, hers, Lane.ANNOUNCEMENT, message=f'{{"p": [{{"r": "{number}"}}]}}')
    return found


def heard(person: Person) -> list[int]:
    return [int(message.text) for message in person.chat if not message.mine]


async def heard_more(telegram: FakeTelegram, than: int) -> int:
    """How many messages the platform has taken, once it has more than that."""
    async with asyncio.timeout(PATIENCE):
        while (taken := telegram.stats["calls"].get("sendMessage", 0)) <= than:  # noqa: ASYNC110 (in another process)
            await asyncio.sleep(0.01)
    return int(taken)


async def all_sent(database: Database) -> None:
    async with asyncio.timeout(PATIENCE):
        while await value(database, "select count(*) from outbox where status <> 1"):  # noqa: ASYNC110 (as above)
            await asyncio.sleep(0.02)


async def test_the_standby_takes_over_from_one_that_is_killed(
    server: TestServer, database: Database, telegram: FakeTelegram
) -> None:
    crowd = await people(telegram, database, 15)
    total = 15 * EACH
    async with two_relays(server, telegram) as (active, standby):
        await heard_more(telegram, total // 4)
        assert not standby.active.is_set()
        await active.end()
        taken = telegram.stats["calls"]["sendMessage"]
        killed = monotonic()
        await heard_more(telegram, taken)
        assert monotonic() - killed < TAKES_OVER_WITHIN
        assert standby.active.is_set()
        await all_sent(database)
    repeated = 0
    for person in crowd:
        hers = heard(person)
        assert list(dict.fromkeys(hers)) == list(range(EACH)), "lost, or out of her order"
        repeated += len(hers) - EACH
    assert repeated <= 3  # what was sent and not yet written when it was killed
    assert telegram.stats["refused_by_rate"] == 0


async def test_one_that_is_told_to_end_says_nothing_twice(
    server: TestServer, database: Database, telegram: FakeTelegram
) -> None:
    crowd = await people(telegram, database, 6)
    async with two_relays(server, telegram) as (active, standby):
        await heard_more(telegram, 10)
        began = monotonic()
        assert await active.end(signal.SIGTERM) == 0
        assert monotonic() - began < 10
        await all_sent(database)
        assert standby.active.is_set()
    for person in crowd:
        assert heard(person) == list(range(EACH))
