"""Statements about receipts: what platforms report later about our messages. Each receipt is stored once.

`delivery_receipts` decides what a receipt changes in the outbox. `bot.web.intake` passes new receipts to it, in the
transaction that stores them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.records import Record


class StoredReceipt(Record):
    """One receipt. `status`: "sent", "delivered", "read" or "failed".

    `key`: the platform's id of the receipt, or a substitute. `outbox_id`: our row, if the platform returns it; it may
    come from anybody, so no such row need exist. Of a failed message, `failure` is a value of `Failure`, `reason` the
    platform's text, and `seconds` how long to wait. `category`: what it is billed as. `part`: it is about one of
    several messages of the row, but not the last.
    """

    channel: str
    key: str
    provider_id: str
    status: str
    at: datetime
    payload: Any
    outbox_id: int | None = None
    failure: str | None = None
    reason: str | None = None
    seconds: float = 0.0
    category: str | None = None
    part: bool = False


async def store(uow: UnitOfWork, receipts: Sequence[StoredReceipt]) -> list[StoredReceipt]:
    """Store receipts of one channel, each once however often it arrives, in one round trip and without a commit. Return
    the new ones in the order in which they came."""
    rows = await uow.fetch_all(*_insert(receipts))
    first: dict[str, StoredReceipt] = {}
    for receipt in receipts:
        first.setdefault(receipt.key, receipt)
    new = {row["event_key"] for row in rows}
    return [receipt for key, receipt in first.items() if key in new]


def _insert(receipts: Sequence[StoredReceipt]) -> tuple[str, Any]:
    given = Jsonb(
        [
            [r.channel, r.key, r.outbox_id, r.provider_id, r.status, r.reason, r.at.isoformat(), r.payload]
            for r in receipts
        ]
    )
    return (
        """
        insert into receipt (channel, event_key, outbox_id, provider_id, status, error, at, payload)
        select r ->> 0, r ->> 1, (r ->> 2)::bigint, r ->> 3, r ->> 4, r ->> 5, (r ->> 6)::timestamptz, r -> 7
        from jsonb_array_elements(%s) as r
        order by 2 -- in one order, or two calls with the same receipts deadlock
        on conflict (channel, event_key) do nothing returning event_key
        """,
        (given,),
    )
