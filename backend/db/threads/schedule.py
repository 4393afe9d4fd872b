"""When threads are looked at again, and what waits for the end of a person's quiet hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox

LOOK, MORNING = "thread", "quiet_hours_over"
"""Names of events of our own clock."""


async def set_look(uow: UnitOfWork, thread_id: int, at: datetime | None) -> None:
    """Set when the thread is looked at again. None: not before somebody writes."""
    await uow.execute("update thread set look_at = %s where id = %s", (at, thread_id))


async def set_morning(uow: UnitOfWork, person_id: int, due: datetime, event: Mapping[str, Any] | None = None) -> None:
    """Wake a person when their quiet hours end. `event`: the payload of an event of our own clock that also waits for
    it."""
    await uow.execute(
        """
        insert into quiet_hours_queue as m (person_id, due, events) values (%s, %s, %s)
        on conflict (person_id) do update set due = excluded.due,
            events = case when excluded.events is null then m.events
                          else coalesce(m.events, '[]') || excluded.events end
        """,
        (person_id, due, None if event is None else Jsonb([dict(event)])),
    )


async def hand_over(
    uow: UnitOfWork, now: datetime, *, countries: Sequence[str] = (), person_id: int | None = None
) -> None:
    """Have a look at once at each thread that waits for an answer in these countries, which a Huber leaves, or at this
    person's, who moves: others read it from now on."""
    found = await uow.fetch_all(
        """
        select t.id, t.person_id from thread t join person p on p.id = t.person_id
        where t.closed_at is null and t.waiting_since is not null
          and (p.id = %s or (p.country = any(%s::text[]) and p.role is distinct from 'huber'))
        order by t.id
        """,
        (person_id, list(countries)),
    )
    for each in found:
        key = f"{LOOK}:{each['id']}:{now.timestamp()}"
        await inbox.post(uow, each["person_id"], key, {"wake": LOOK, "handed_over": True}, now)


async def post_due(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Post events for what is due, each once, at most `most` of each kind. Return how many were due."""
    looks, mornings = await uow.pipeline(
        (
            """
            with late as (
                select id, person_id, look_at from thread where look_at <= %(now)s order by look_at limit %(most)s
                for no key update skip locked
            ),
            taken as (update thread t set look_at = null from late where t.id = late.id),
            posted as (
                insert into inbox (person_id, channel, event_key, payload, received_at, due)
                select person_id, 'clock', %(name)s || ':' || id || ':' || extract(epoch from look_at),
                       jsonb_build_object('wake', %(name)s::text), %(now)s, %(now)s
                from late on conflict (channel, event_key) do nothing
            )
            select id from late
            """,
            {"now": now, "most": most, "name": LOOK},
        ),
        (
            """
            with late as (
                select person_id, due, events from quiet_hours_queue where due <= %(now)s order by due limit %(most)s
                for update skip locked
            ),
            taken as (delete from quiet_hours_queue m using late where m.person_id = late.person_id),
            posted as (
                insert into inbox (person_id, channel, event_key, payload, received_at, due)
                select person_id, 'clock', %(name)s || ':' || person_id || ':' || extract(epoch from due),
                       jsonb_build_object('wake', %(name)s::text, 'events', coalesce(events, '[]')), %(now)s, %(now)s
                from late on conflict (channel, event_key) do nothing
            )
            select person_id from late
            """,
            {"now": now, "most": most, "name": MORNING},
        ),
    )
    return max(len(looks), len(mornings))
