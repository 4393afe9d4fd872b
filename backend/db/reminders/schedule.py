"""Statements about when each person is looked at next: one wake-up per person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from backend.db.engine.uow import UnitOfWork

NAME = "reminder"
"""The name of a person's wake-up."""
FORMER = ("summary", "tomorrow", "nudge")
"""Former names of wake-ups. Each leads to the same look at the person."""


async def set_next(uow: UnitOfWork, dues: Mapping[int, datetime | None]) -> None:
    """Set when these people are looked at next. None: not before something changes."""
    await uow.execute(
        """
        with n as (select * from unnest(%(people)s::bigint[], %(dues)s::timestamptz[]) as n (person_id, due)),
        gone as (
            delete from wakeup w using n
            where w.person_id = n.person_id and (w.name = any(%(former)s) or (w.name = %(name)s and n.due is null))
        )
        insert into wakeup (person_id, name, due) select person_id, %(name)s, due from n where due is not null
        on conflict (person_id, name) do update set due = excluded.due
        """,
        {"people": list(dues), "dues": list(dues.values()), "name": NAME, "former": list(FORMER)},
    )


async def take_due(uow: UnitOfWork, now: datetime, most: int) -> dict[int, datetime]:
    """People whose time has come, with that time, the earliest first. They are locked, so that no other process takes
    them. The caller must call `set_next`."""
    found = await uow.fetch_all(
        "select person_id, due from wakeup where due <= %s order by due limit %s for update skip locked", (now, most)
    )
    dues: dict[int, datetime] = {}
    for row in found:  # ascending, so of several wake-ups with former names the last one stays
        dues[row["person_id"]] = row["due"]
    return dues


async def post(uow: UnitOfWork, dues: Mapping[int, datetime], now: datetime) -> None:
    """Post an event for each of these people. A turn of the person decides, because they may do something meanwhile."""
    await uow.execute(
        """
        insert into inbox (person_id, channel, event_key, payload, received_at, due)
        select id, 'clock', %(name)s || ':' || id || ':' || extract(epoch from due),
               jsonb_build_object('wake', %(name)s::text, 'due', due), %(now)s, %(now)s
        from unnest(%(people)s::bigint[], %(dues)s::timestamptz[]) as d (id, due)
        on conflict (channel, event_key) do nothing
        """,
        {"people": list(dues), "dues": list(dues.values()), "now": now, "name": NAME},
    )
