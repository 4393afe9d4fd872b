"""The relay: each message is sent once, in her order, and none of them ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest

from backend.clock import Clock
from backend.db import election, outbox
from backend.db.signals import Signals
from backend.db.uow import Database
from bot.channels.base import Outgoing
from bot.channels.errors import Refused
from bot.delivery.relay import Relay
from tests.integration.delivery.relays import OURS, PATIENCE, STATUS, Phone, Watched, relaying, waits
from tests.integration.scenes import NOW, value


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
async def relay(database: Database, phone: Phone) -> AsyncIterator[Watched]:
    async with relaying(database, phone) as relay:
        yield relay


async def test_a_message_of_an_unknown_shape_holds_up_no_other(
    database: Database, phone: Phone, relay: Watched
) -> None:
    bad = await waits(database, "awa", message='{"p": [{"unknown": 1}]}')
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
    done, _ = await asyncio.wait({running}, timeout=PATIENCE)
    assert done
    assert running.cancelled()
