"""What a platform tells of our messages is kept once, whatever comes how often."""

from __future__ import annotations

import asyncio
from typing import Any

from backend.db.engine.uow import Database
from backend.db.messaging.delivery import receipts
from backend.db.messaging.delivery.receipts import StoredReceipt
from tests.integration.scenes import NOW, commit, look, rows, value


def receipt(key: str, status: str = "delivered", **others: Any) -> StoredReceipt:
    return StoredReceipt("whatsapp", key, f"wamid.{key}", status, NOW, {"id": key, "status": status}, **others)


async def store(database: Database, *told: StoredReceipt) -> list[StoredReceipt]:
    return await commit(database, receipts.store, told)


async def test_a_receipt_is_kept_with_all_that_was_told(database: Database) -> None:
    failed = receipt("a", "failed", outbox_id=7, failure="WindowClosed", reason="131047: more than 24 hours")
    assert await store(database, failed) == [failed]
    (row,) = await rows(database, "select * from receipt")
    assert row == {
        "channel": "whatsapp",
        "event_key": "a",
        "outbox_id": 7,
        "provider_id": "wamid.a",
        "status": "failed",
        "error": "131047: more than 24 hours",
        "payload": {"id": "a", "status": "failed"},
        "at": NOW,
    }


async def test_only_the_new_ones_are_named_in_their_order_and_each_once(database: Database) -> None:
    a, b, c = (receipt(key) for key in "abc")
    assert await store(database, b) == [b]
    assert await store(database, c, b, a, c, a) == [c, a]
    assert await store(database, a, b, c) == []
    assert await value(database, "select count(*) from receipt") == 3


async def test_the_same_key_on_another_channel_is_another_receipt(database: Database) -> None:
    await store(database, receipt("a"))
    other = StoredReceipt("demo", "a", "1", "read", NOW, {})
    assert await store(database, other) == [other]


async def test_intakes_that_carry_the_same_receipts_in_opposite_order_do_not_block_each_other(
    database: Database,
) -> None:
    told = [receipt(str(n)) for n in range(60)]
    found = await asyncio.gather(*(store(database, *batch) for batch in (told, told[::-1]) * 4))
    assert sorted(r.key for new in found for r in new) == sorted(r.key for r in told)


async def test_without_a_commit_nothing_is_kept(database: Database) -> None:
    assert len(await look(database, receipts.store, [receipt("a")])) == 1
    assert await value(database, "select count(*) from receipt") == 0
