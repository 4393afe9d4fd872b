"""Decisions that a person hears of in one message a day: those that were told, and those that wait for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.records import Record

WAKE = "decisions to tell"
"""The event of a person whose message of the day is due."""


class News(Record):
    """A decision that waits to be told. `payload`: of its event."""

    id: int
    payload: dict[str, Any]


async def silent_since(uow: UnitOfWork, person_id: int, since: datetime) -> bool:
    """Whether the person was told of no decision since then, and none waits to be told."""
    row = await uow.fetch_one(
        "select 1 from decision_news where person_id = %s and (told_at is null or told_at >= %s) limit 1",
        (person_id, since),
    )
    return row is None


async def told(uow: UnitOfWork, person_id: int, payload: Mapping[str, Any], now: datetime) -> None:
    """Record a decision that is told now."""
    await uow.execute(
        "insert into decision_news (person_id, at, payload, told_at) values (%s, %s, %s, %s)",
        (person_id, now, Jsonb(dict(payload)), now),
    )


async def wait(uow: UnitOfWork, person_id: int, payload: Mapping[str, Any], now: datetime, due: datetime) -> None:
    """Let a decision wait. `due`: when the person is told of it."""
    await uow.execute(
        "insert into decision_news (person_id, at, payload, due) values (%s, %s, %s, %s)",
        (person_id, now, Jsonb(dict(payload)), due),
    )


async def take(uow: UnitOfWork, person_id: int, now: datetime) -> Sequence[News]:
    """All decisions that wait for the person, in order. They count as told from now on."""
    found = await uow.fetch_all(
        """
        update decision_news set told_at = %s, due = null where person_id = %s and told_at is null
        returning id, payload
        """,
        (now, person_id),
        row=News,
    )
    return sorted(found, key=lambda news: news.id)


async def wake_due(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Post an event for people whose message is due. Return how many decisions were due, at most `most`."""
    return await uow.fetch_int(
        """
        with late as (
            select id, person_id, due from decision_news where due <= %(now)s order by due limit %(most)s
            for update skip locked
        ),
        taken as (update decision_news d set due = null from late where d.id = late.id),
        posted as (
            insert into inbox (person_id, channel, event_key, payload, received_at, due)
            select person_id, 'clock', %(name)s || ':' || person_id || ':' || extract(epoch from max(due)),
                   jsonb_build_object('wake', %(name)s::text), %(now)s, %(now)s
            from late group by person_id on conflict (channel, event_key) do nothing
        )
        select count(*)::int as due from late
        """,
        {"now": now, "most": most, "name": WAKE},
    )


async def forget_before(uow: UnitOfWork, at: datetime, most: int) -> int:
    """Delete at most `most` decisions that were told before then. Return how many."""
    return await uow.execute(
        """
        delete from decision_news where id in (
            select id from decision_news where told_at < %s order by told_at limit %s)
        """,
        (at, most),
    )
