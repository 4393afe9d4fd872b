"""What a relay that takes over counts against the pace of each chat and of all."""

from __future__ import annotations

from datetime import timedelta

from backend.db.engine.uow import Database
from backend.db.messaging import outbox
from tests.integration.delivery.relays import contact, waits
from tests.integration.scenes import NOW, look

SOON = NOW + timedelta(minutes=1)


async def test_every_try_counts_and_one_that_nobody_has_written(database: Database) -> None:
    sent_twice, unwritten, failed_later = [await contact(database, address) for address in "abc"]
    for hers in (sent_twice, unwritten, failed_later):
        await waits(database, hers, status=1, sent_at=NOW, attempts=1 + (hers is sent_twice))
    await waits(database, unwritten)
    await waits(database, failed_later, due=SOON, attempts=1)
    await waits(database, sent_twice, due=SOON)
    sent = await look(database, outbox.sent_since, "demo", NOW - timedelta(minutes=1))
    doubtful = await look(database, outbox.in_doubt, "demo", [row.address for row in sent], NOW)
    assert {row.address: row.times for row in sent} == {"a": 2, "b": 1, "c": 1}
    assert {row.address: row.times for row in doubtful} == {"a": 0, "b": 1, "c": 1}


async def test_of_each_chat_one_may_be_out_that_nobody_has_written(database: Database) -> None:
    several, one, lost, later, idle = [await contact(database, address) for address in "abcde"]
    for hers in (several, several, one):
        await waits(database, hers)
    await waits(database, lost, due=SOON, attempts=1, unsure_at=NOW - timedelta(seconds=0.5))
    await waits(database, later, due=SOON, attempts=1, unsure_at=NOW - timedelta(seconds=2))
    await waits(database, idle, status=1, sent_at=NOW)
    assert await look(database, outbox.unwritten, "demo", NOW, NOW - timedelta(seconds=1)) == 3
