"""An announcement to many, and what people ask for in the middle of it."""

from __future__ import annotations

import asyncio

from backend.db.engine.signals import outbox_of
from backend.db.engine.uow import Database
from backend.db.messaging import outbox
from backend.domain.messaging.states import Lane, OutboxStatus
from bot.channels.base import Outgoing, Pace
from tests.integration.delivery.relays import PATIENCE, STATUS, Phone, contact, relaying, waits
from tests.integration.scenes import NOW, execute, look, value

MANY = 100_000


async def announce(database: Database, count: int) -> None:
    """One message to each of so many people. By a connection of its own: one that has checked the keys of a few
    rows before goes on as if there were never more (PostgreSQL keeps that plan), and takes minutes for so many."""
    async with await database.connect() as connection:
        await connection.execute(
            b"with p as (insert into person (created_at, role)"
            b"           select %s, 'hiteuse' from generate_series(1, %s) returning id)"
            b" insert into contact (person_id, channel, address) select id, 'demo', 'p' || id from p",
            (NOW, count),
        )
        await connection.execute(
            b"insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due)"
            b" select person_id, id, 'demo', 2, 'announcement', '{\"p\": [\"Bonjour !\"]}', %(now)s, %(now)s"
            b" from contact where address like 'p%%'",
            {"now": NOW},
        )


async def test_in_the_middle_of_an_announcement_to_100_000_a_reply_is_the_next_message(database: Database) -> None:
    awa, phone, reached = await contact(database, "awa"), Phone(pace=Pace(200, 1, 20)), asyncio.Event()

    async def count(_outgoing: Outgoing) -> None:
        if len(phone.rows) >= 20:
            reached.set()

    phone.obeys = count
    await execute(database, "analyze")
    for _ in range(8):  # the server keeps its plan for few people
        await look(database, outbox.in_doubt, "demo", [], NOW)
    await announce(database, MANY)
    async with relaying(database, phone) as relay:
        async with asyncio.timeout(PATIENCE):
            await reached.wait()
        reply = await waits(database, awa)
        before = len(phone.rows)
        relay.signals.tell(outbox_of("demo"))
        await relay.until(STATUS, OutboxStatus.SENT, reply)
    assert phone.rows.index(reply) - before <= 20  # as many as go in a tenth of a second
    assert await value(database, "select count(*) from outbox where status not in (0, 1)") == 0


async def test_what_is_announced_to_people_who_cannot_be_reached_takes_no_place_of_others(database: Database) -> None:
    phone = Phone(pace=Pace(1, 1, 20))
    await announce(database, 1_000)
    await execute(database, "update contact set blocked_at = %s", (NOW,))
    other = await waits(database, "awa", Lane.ANNOUNCEMENT)
    async with relaying(database, phone) as relay:
        await relay.until(STATUS, OutboxStatus.SENT, other)
        await relay.until("select count(*) from outbox where status = 4", 1_000)
    assert phone.rows == [other]


async def test_a_reminder_goes_before_an_announcement_and_a_reply_before_both(database: Database) -> None:
    phone = Phone(pace=Pace(20, 20, 20))
    people = [await contact(database, f"{n}") for n in range(4)]
    news = [await waits(database, each, Lane.ANNOUNCEMENT) for each in people[:2]]
    reminder = await waits(database, people[2], Lane.REMINDER)
    reply = await waits(database, people[3])
    async with relaying(database, phone) as relay:
        for row in (*news, reminder, reply):
            await relay.until(STATUS, OutboxStatus.SENT, row)
    assert phone.rows[:2] == [reply, reminder]
    assert phone.rows[2:] == news
