"""What a relay that takes over counts against each chat's pace."""

from __future__ import annotations

from datetime import timedelta

from backend.db import outbox
from backend.db.uow import Database
from tests.integration.delivery.relays import contact, waits
from tests.integration.scenes import NOW

SOON = NOW + timedelta(minutes=1)


async def test_every_try_counts_and_one_that_nobody_has_written(database: Database) -> None:
    sent_twice, unwritten, failed_later = [await contact(database, address) for address in "abc"]
    for hers in (sent_twice, unwritten, failed_later):
        await waits(database, hers, status=1, sent_at=NOW, attempts=1 + (hers is sent_twice))
    await waits(database, unwritten)
    await waits(database, failed_later, due=SOON, attempts=1)
    await waits(database, sent_twice, due=SOON)
    async with database.unit() as uow:
        sent = await outbox.sent_since(uow, "demo", NOW - timedelta(minutes=1))
    async with database.unit() as uow:
        doubtful = await outbox.in_doubt(uow, "demo", [row["address"] for row in sent], NOW)
    assert {row["address"]: row["times"] for row in sent} == {"a": 2, "b": 1, "c": 1}
    assert {row["address"]: row["times"] for row in doubtful} == {"a": 0, "b": 1, "c": 1}
