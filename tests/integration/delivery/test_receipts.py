"""What platforms tell later, in the tables: statuses, chats, counts and costs."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import outbox
from backend.db.messaging.delivery import delivery_receipts
from backend.db.messaging.delivery.receipts import StoredReceipt
from backend.db.messaging.outbox import SendResult
from backend.domain.messaging.failures import SENT, Failure, decide
from backend.domain.messaging.states import Lane, OutboxStatus
from tests.integration.delivery.relays import STATUS, contact, linked, waits
from tests.integration.scenes import NOW, after, commit, execute, rows, value

CHANNEL = "whatsapp"


def told(row: int | None, status: str, *, provider: str | None = None, at: Any = NOW, **more: Any) -> StoredReceipt:
    return StoredReceipt(CHANNEL, f"{row} {status}", provider or f"m{row}", status, at, {}, row, **more)


async def hear(database: Database, *given: StoredReceipt) -> list[str]:
    async def apply(uow: UnitOfWork) -> list[str]:
        return await delivery_receipts.apply_receipts(uow, given, NOW)

    return await commit(database, apply)


async def settle(database: Database, *ids: int) -> None:
    results = [SendResult(row, SENT, NOW, f"m{row}") for row in ids]
    await execute(database, *outbox.recording(CHANNEL, results, "unknown"))


async def traffic(database: Database) -> dict[str, tuple[int, int]]:
    found = await rows(database, "select category, messages, units from traffic order by category")
    return {row["category"]: (row["messages"], row["units"]) for row in found if row["messages"]}


async def test_a_message_is_counted_and_priced_as_the_platform_bills_it(database: Database) -> None:
    hers = await contact(database, "225", CHANNEL, role="hiteuse")
    sent = [await waits(database, hers, project_id=7) for _ in range(3)]
    await settle(database, *sent)
    assert await traffic(database) == {"unknown": (3, 0)}
    await hear(database, told(sent[0], "sent", category="utility"), told(sent[1], "delivered", category="marketing"))
    assert await traffic(database) == {"unknown": (1, 0), "utility": (1, 34), "marketing": (1, 194)}
    again = told(sent[0], "read", category="utility")
    await hear(database, again)
    await hear(database, again)
    assert await traffic(database) == {"unknown": (1, 0), "utility": (1, 34), "marketing": (1, 194)}
    (counted,) = await rows(database, "select * from traffic where category = 'utility'")
    assert (counted["date"], counted["country"], counted["project_id"]) == (date(2026, 3, 4), "CI", 7)


async def test_a_message_that_failed_after_all_costs_nothing(database: Database) -> None:
    hers = await contact(database, "225", CHANNEL, role="hiteuse")
    row = await waits(database, hers)
    await hear(database, told(row, "sent", category="utility"))  # before the relay has written it
    await settle(database, row)
    assert await traffic(database) == {"utility": (1, 34)}
    await hear(database, told(row, "failed", failure="Refused", reason="131051"))
    assert await traffic(database) == {}
    assert await rows(database, "select status, error from outbox") == [
        {"status": OutboxStatus.FAILED, "error": "131051"}
    ]


async def test_a_failure_that_is_told_before_its_lost_answer_is_written_needs_no_further_word(
    database: Database,
) -> None:
    row = await waits(database, await contact(database, "225", CHANNEL))
    await hear(database, told(row, "failed", failure="Later", reason="131000", seconds=5))
    minute = timedelta(minutes=1)
    lost = SendResult(
        row, decide(Failure.UNSURE, attempts=0, now=NOW, told_within=minute), NOW, reason="the answer was lost"
    )
    await execute(database, *outbox.recording(CHANNEL, [lost], "unknown"))
    (found,) = await rows(database, "select status, due, unsure_at, error from outbox")
    assert found == {"status": OutboxStatus.WAITING, "due": after(seconds=5), "unsure_at": None, "error": "131000"}


async def test_a_failure_blocks_the_chat_and_says_what_we_began_elsewhere(database: Database) -> None:
    hers = await contact(database, "225", CHANNEL, role="hiteuse")
    await linked(database, hers, "42", "telegram")
    row = await waits(database, hers, Lane.REMINDER)
    await settle(database, row)
    assert await hear(database, told(row, "failed", failure="Unreachable", reason="131026")) == ["telegram"]
    assert await value(database, "select blocked_at is not null from contact where channel = 'whatsapp'") is True
    assert await value(database, "select status from outbox where channel = 'telegram'") == OutboxStatus.WAITING
    assert await hear(database, told(row, "failed", failure="Unreachable", reason="131026")) == []  # told twice
    assert await value(database, "select count(*) from outbox") == 2


async def test_a_failure_of_before_her_last_word_does_not_block_her(database: Database) -> None:
    row = await waits(database, await contact(database, "225", CHANNEL))
    await settle(database, row)
    await execute(database, "update contact set heard_at = %s", (after(minutes=1),))
    await hear(database, told(row, "failed", failure="Unreachable", reason="131026"))
    assert await value(database, "select blocked_at from contact") is None


async def test_a_closed_window_that_is_told_late_keeps_the_message_for_her_next_word(database: Database) -> None:
    row = await waits(database, await contact(database, "225", CHANNEL))
    await settle(database, row)
    await hear(database, told(row, "failed", failure="WindowClosed", reason="131047"))
    assert await value(database, STATUS, (row,)) == OutboxStatus.HELD


async def test_what_is_of_no_message_of_ours_changes_nothing(database: Database) -> None:
    here = await waits(database, await contact(database, "225", CHANNEL))
    other = await waits(database, await contact(database, "42", "telegram"))
    strange = (
        told(None, "sent"),
        told(here + 1_000_000, "sent"),
        told(2**63, "sent"),
        told(-1, "read"),
        told(other, "failed", failure="Unreachable"),
        told(here, "played"),
        told(here, "failed", failure="SomethingNew", reason="\0\ud83d"),
    )
    assert await hear(database, *strange) == []
    assert await value(database, STATUS, (other,)) == OutboxStatus.WAITING
    assert await value(database, STATUS, (here,)) == OutboxStatus.FAILED  # an unknown failure is a refusal


async def test_her_times_are_the_first_ones_told(database: Database) -> None:
    row = await waits(database, await contact(database, "225", CHANNEL))
    await hear(database, told(row, "read", at=after(seconds=9)), told(row, "delivered", at=after(seconds=5)))
    await hear(database, told(row, "delivered", at=after(seconds=7)), told(row, "sent", at=after(seconds=1)))
    (found,) = await rows(database, "select status, delivered_at, read_at from outbox")
    assert found == {"status": OutboxStatus.SENT, "delivered_at": after(seconds=5), "read_at": after(seconds=9)}


async def test_receipts_and_the_relay_write_the_same_rows_at_once_and_none_is_lost(database: Database) -> None:
    hers = [await contact(database, f"{n}", CHANNEL, role="hiteuse") for n in range(5)]
    ids = [await waits(database, each) for each in hers for _ in range(30)]

    async def relay() -> None:
        for first in range(0, len(ids), 15):
            while True:
                try:
                    await settle(database, *ids[first : first + 15])
                    break
                except RETRYABLE:
                    continue

    async def intake(status: str, step: int) -> None:
        for first in range(0, len(ids), step):
            batch = [told(row, status, category="utility") for row in reversed(ids[first : first + step])]
            while True:
                try:
                    await hear(database, *batch)
                    break
                except RETRYABLE:
                    continue

    await asyncio.gather(relay(), intake("sent", 7), intake("delivered", 11), intake("read", 50))
    assert await value(database, "select count(*) from outbox where status = 1 and read_at is not null") == len(ids)
    assert await traffic(database) == {"utility": (len(ids), 34 * len(ids))}
