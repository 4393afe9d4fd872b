"""Messages that are written outside any turn, or beside its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend import log_context
from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.message import Message, dump


async def say(
    uow: UnitOfWork,
    *,
    person_id: int,
    contact_id: int,
    channel: str,
    now: datetime,
    purpose: str,
    lane: int = 0,
    message: Any = None,
    edits: int | None = None,
) -> int:
    """Write one row for the relay and return its id."""
    return await uow.fetch_int(
        """
        insert into outbox (person_id, contact_id, channel, lane, purpose, message, edits, created_at, due, event_id)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (
            person_id,
            contact_id,
            channel,
            lane,
            purpose,
            None if message is None else Jsonb(message),
            edits,
            now,
            now,
            log_context.event(),
        ),
    )


async def say_plainly(
    uow: UnitOfWork,
    person_id: int,
    contact_id: int,
    channel: str,
    message: Message,
    now: datetime,
    *,
    purpose: str = "notice",
) -> int:
    """Write a message outside any turn and return its id."""
    return await say(
        uow,
        person_id=person_id,
        contact_id=contact_id,
        channel=channel,
        now=now,
        purpose=purpose,
        message=dump(message),
    )
