"""The relay: each message is sent once, in her order, and none of them ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from backend.clock import Clock
from backend.db.engine import election
from backend.db.engine.signals import Signals
from backend.db.engine.uow import Connection, Database
from backend.db.messaging import outbox
from backend.domain.errors import Unavailable
from backend.domain.messaging.states import Lane, OutboxStatus
from bot.channels.base import Outgoing
from bot.channels.errors import Later, Refused
from bot.delivery import relay as relay_module
from bot.delivery.relay import Relay
from tests.integration.delivery.relays import OURS, PATIENCE, STATUS, Phone, Watched, contact, relaying, waits
from tests.integration.scenes import NOW, execute, rows, value


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
async def relay(database: Database, phone: Phone) -> AsyncIterator[Watched]:
    async with relaying(database, phone) as relay:
        yield relay


LISTENING = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and query = 'listen hiteuses'
"""
UNKNOWN = (
    '{"p": [{"unknown": 1}]}',
    f'{{"p": [{{"unknown": "{"x" * 2_000}"}}]}}',  # so long that the platform's messages are counted before
    '{"p": ["Bonjour"], "a": {"unknown": 1}}',
)


@pytest.mark.parametrize("message", UNKNOWN, ids=["short", "long", "with a file"])
async def test_a_message_of_an_unknown_shape_holds_up_no_other(
    database: Database, phone: Phone, relay: Watched, message: str
) -> None:
    bad = await waits(database, "awa", message=message)
    good = await waits(database, "binta")
    await relay.until(STATUS, OutboxStatus.SENT, good)
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
    await relay.until(STATUS, OutboxStatus.SENT, good)
    await relay.until(STATUS, OutboxStatus.FAILED, bad)
    assert await value(database, "select length(error) from outbox where id = %s", (bad,)) == outbox.MOST_ERROR


async def test_a_row_that_cannot_even_be_looked_at_holds_up_no_other(database: Database, relay: Watched) -> None:
    await contact(database, "awa")
    await execute(database, "update person set zone = 'Nowhere/Nowhere'")
    bad = await waits(database, "awa", Lane.REMINDER, purpose="reminder")
    await relay.until("select attempts from outbox where id = %s", 1, bad)
    good = await waits(database, "binta")
    await relay.until(STATUS, OutboxStatus.SENT, good)


@pytest.mark.parametrize("seconds", [1e12, float("inf"), float("nan")])
async def test_a_platform_that_asks_for_an_impossible_wait_costs_no_place(
    database: Database, phone: Phone, relay: Watched, seconds: float
) -> None:
    async def wait(outgoing: Outgoing) -> None:
        if outgoing.address == "awa":
            raise Later(seconds, "too fast")

    phone.obeys = wait
    await waits(database, "awa")
    good = await waits(database, "binta")
    await relay.until(STATUS, OutboxStatus.SENT, good)
    await relay.rests()  # nothing stays in hand for ever


async def test_a_name_that_cannot_be_stored_holds_up_no_other(database: Database, phone: Phone, relay: Watched) -> None:
    phone.names = "\0 \ud83d"
    first, second = await waits(database, "awa"), await waits(database, "binta")
    await relay.until(STATUS, OutboxStatus.SENT, first)
    await relay.until(STATUS, OutboxStatus.SENT, second)
    assert sorted(phone.said) == ["awa", "binta"]


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
    await relay.until(STATUS, OutboxStatus.SENT, row)
    async with asyncio.timeout(PATIENCE):
        await relay.active.wait()
    assert await value(database, OURS) != holder
    assert phone.said == ["awa"]


async def test_what_is_cut_off_at_the_end_is_in_doubt_and_not_simply_said_again(
    database: Database, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "LAST_WORDS", 0.01)
    reached = asyncio.Event()

    async def hang(_outgoing: Outgoing) -> None:
        reached.set()
        await asyncio.Event().wait()

    phone.obeys = hang
    phone.tells_later = timedelta(minutes=1)
    row = await waits(database, "awa")
    async with relaying(database, phone):
        await reached.wait()
    (left,) = await rows(database, "select status, unsure_at, due, attempts from outbox where id = %s", (row,))
    assert (left["status"], left["attempts"]) == (OutboxStatus.WAITING, 1)
    assert left["unsure_at"] is not None
    assert left["due"] >= NOW + phone.tells_later  # so long a receipt may tell what became of it


@pytest.mark.parametrize("away", ["when it asked", "while it stood by", ""])
async def test_after_an_outage_of_the_database_the_relay_before_has_time_to_write_what_it_sent(
    database: Database, phone: Phone, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    row = await waits(database, "awa")
    elect, signals, asked = election.elect, Signals(database), 0

    async def elected(*given: Any) -> Connection | None:
        nonlocal asked
        asked += 1
        if asked > 1 or not away:
            return await elect(*given)
        if away == "when it asked":
            raise Unavailable("the database is away")
        running = asyncio.create_task(signals.run())
        while not signals.outages:
            await value(database, LISTENING)
            await asyncio.sleep(0.002)
        running.cancel()
        await asyncio.wait({running})
        return None  # somebody else is active

    monkeypatch.setattr(election, "elect", elected)
    async with relaying(database, phone, unwritten=60, signals=signals) as relay:
        if away:
            await relay.rests()
        else:
            await relay.until(STATUS, OutboxStatus.SENT, row)
    assert phone.rows == ([] if away else [row])


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
