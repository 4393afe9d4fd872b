"""The relay: each message is sent once, and none of them ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from backend.clock import Clock
from backend.db import election, inbox, outbox, turns
from backend.db.signals import Signals
from backend.db.uow import Database
from backend.domain.message import dump, tr
from bot.channels.base import Heard, Menu, Oddity, Outgoing, Pace
from bot.channels.errors import Refused
from bot.delivery import relay as relay_module
from bot.delivery.relay import Relay
from tests.integration.scenes import NOW, commit, value

PATIENCE = 10.0
"""Seconds that a test waits for the relay: far more than it ever takes."""
OURS = "select pid from pg_locks where locktype = 'advisory' and classid = 7310100 and granted"


class Phone:
    """A channel that keeps what it is told to say; `obeys` happens before each."""

    name = "demo"
    pace = Pace(1_000, 1_000, 1_000)
    edits = True
    tells_later: timedelta | None = None

    def __init__(self) -> None:
        self.said: list[str] = []
        self.obeys: Callable[[Outgoing], Awaitable[None]] | None = None

    def hear(self, payload: Any) -> Heard:
        return Oddity("unknown")

    async def send(self, outgoing: Outgoing) -> str | None:
        self.said.append(outgoing.address)
        if self.obeys is not None:
            await self.obeys(outgoing)
        return str(outgoing.id)

    async def fetch(self, ref: str, most: int) -> bytes:
        return b""

    async def show_menu(self, menu: Menu) -> None: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...


class Watched(Relay):
    """A relay that can be waited for: `wrote` is set when it has written what became of messages, `let_go`
    when it is active no more."""

    def __init__(self, database: Database, phone: Phone) -> None:
        super().__init__(database, phone, Clock(NOW), Signals(database))
        self.wrote = asyncio.Event()
        self.let_go = asyncio.Event()

    async def _settle(self) -> None:
        await super()._settle()
        self.wrote.set()

    async def _let_go(self) -> None:
        self.let_go.set()
        await super()._let_go()

    async def until(self, statement: str, wanted: object, *parameters: object) -> None:
        """Until what it has written makes this the database's answer."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self.wrote.clear()
                if await value(self._database, statement, parameters) == wanted:
                    return
                await self.wrote.wait()


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
async def relay(database: Database, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Watched]:
    monkeypatch.setattr(relay_module, "STANDBY", 0.01)
    monkeypatch.setattr(relay_module, "LOOK_AGAIN", 0.01)
    relay = Watched(database, phone)
    running = asyncio.create_task(relay.run())
    yield relay
    assert not running.done()
    running.cancel()
    await asyncio.wait({running})


async def waits(database: Database, address: str, message: Any = None) -> int:
    """One message for somebody, in the outbox."""

    async def put(uow: Any) -> int:
        person_id = await inbox.meet(uow, "demo", address, "Awa", NOW)
        contact = await uow.one("select id from contact where person_id = %s", (person_id,))
        return await turns.say(
            uow,
            person_id=person_id,
            contact_id=contact["id"],
            channel="demo",
            now=NOW,
            purpose="reply",
            message=message or dump(tr("Bonjour !")),
        )

    return await commit(database, put)


STATUS = "select status from outbox where id = %s"


async def test_a_message_of_an_unknown_shape_holds_up_no_other(
    database: Database, phone: Phone, relay: Watched
) -> None:
    bad = await waits(database, "awa", {"p": [{"unknown": 1}]})
    good = await waits(database, "binta")
    await relay.until(STATUS, outbox.SENT, good)
    await relay.until("select attempts from outbox where id = %s", 1, bad)
    assert phone.said == ["binta"]


async def test_a_refusal_in_words_that_cannot_be_stored_holds_up_no_other(
    database: Database, phone: Phone, relay: Watched
) -> None:
    async def refuse(outgoing: Outgoing) -> None:
        if outgoing.address == "awa":
            raise Refused("\0 \ud83d" + "x" * 10_000)

    phone.obeys = refuse
    bad = await waits(database, "awa")
    good = await waits(database, "binta")
    await relay.until(STATUS, outbox.SENT, good)
    await relay.until(STATUS, outbox.FAILED, bad)
    assert await value(database, "select length(error) from outbox where id = %s", (bad,)) == outbox.MOST_ERROR


async def test_what_is_with_the_platform_while_the_database_goes_away_is_said_once(
    database: Database, phone: Phone, relay: Watched
) -> None:
    reached, go = asyncio.Event(), asyncio.Event()

    async def hold(_outgoing: Outgoing) -> None:
        reached.set()
        await go.wait()

    phone.obeys = hold
    row = await waits(database, "awa")
    await reached.wait()
    holder = await value(database, OURS)
    await value(database, "select pg_terminate_backend(%s, 5000)", (holder,))
    async with asyncio.timeout(PATIENCE):
        await relay.let_go.wait()
    go.set()
    await relay.until(STATUS, outbox.SENT, row)
    async with asyncio.timeout(PATIENCE):
        await relay.active.wait()
    assert await value(database, OURS) != holder
    assert phone.said == ["awa"]


async def test_told_to_end_while_its_lock_is_lost_it_ends(
    database: Database, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def lost(_lock: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(election, "keep", lost)
    relay = Relay(database, phone, Clock(NOW), Signals(database))
    running = asyncio.create_task(relay.run())
    await relay.active.wait()
    running.cancel()
    done, _ = await asyncio.wait({running}, timeout=5)
    assert done
    assert running.cancelled()
