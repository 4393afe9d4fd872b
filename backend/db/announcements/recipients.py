"""The statements about the people of an announcement: whom it still goes to, and what they answered.

Whoever calls these has locked the announcement (`announcements.lock`), but for answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork

ANSWERS = frozenset({"vote", "noted_at", "interested_at"})
"""Columns of what people say to it."""


async def due(uow: UnitOfWork, announcement_id: int, now: datetime, most: int) -> list[Row]:
    """Who is to be told now, as each is now, the first ones first: `person_id`, `name`, `role`, `country`, `zone`,
    `stopped_at`, `paused_until`, `merged`, `reached_id`, `reached` and `chosen` (her reminder's hour)."""
    return await uow.fetch_all(
        """
        select x.person_id, p.first_name as name, p.role, coalesce(p.country, '') as country,
               coalesce(p.zone, 'UTC') as zone, p.stopped_at, p.paused_until, p.merged_into is not null as merged,
               p.reached_id, p.reached,
               (select at from reminder r where r.person_id = p.id and r.days <> '{}') as chosen
        from (
            select person_id, due from recipient where announcement_id = %s and state = 0 and due <= %s
            order by announcement_id, due, person_id limit %s) x
        cross join lateral (select * from person where id = x.person_id offset 0) p
        order by x.due, x.person_id
        """,
        (announcement_id, now, most),
    )


async def tell(
    uow: UnitOfWork, announcement_id: int, people: Sequence[Row], messages: Mapping[str, Any], now: datetime
) -> int:
    """Put each one's copy in the outbox, where she has none; a copy that was halted, or has not reached her,
    is tried again instead. `messages`: by first name. How many are new."""
    said: list[Any] = []
    place: dict[str, int] = {}
    for name, message in messages.items():  # most say the same to everybody
        if not said or said[-1] != message:
            said.append(message)
        place[name] = len(said)
    row = await uow.fetch_one(
        """
        with given as materialized (
            select person_id, contact_id, channel, said, place
            from unnest(%(people)s::bigint[], %(contacts)s::bigint[], %(channels)s::text[], %(said)s::int[])
                 with ordinality as g (person_id, contact_id, channel, said, place)
        ),
        had as materialized (
            select g.*, o.id from given g cross join lateral (
                select id from outbox where announcement_id = %(announcement)s and person_id = g.person_id
                       and moved_to is null order by id desc limit 1) o
        ),
        again as (
            update outbox o set status = 0, due = %(now)s, created_at = %(now)s, attempts = 0, error = null,
                   provider_id = null, contact_id = h.contact_id, channel = h.channel
            from had h where o.id = h.id and o.status in (2, 4) and o.sent_at is null
        ),
        new as (
            insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due,
                                announcement_id)
            select person_id, contact_id, channel, 2, 'announcement', (%(messages)s::jsonb[])[said], %(now)s, %(now)s,
                   %(announcement)s
            from given g where not exists (select from had where had.person_id = g.person_id) order by place
            returning 1
        ),
        done as (
            update recipient r set state = 1, reason = null from given g
            where r.announcement_id = %(announcement)s and r.person_id = g.person_id
        )
        select count(*)::int as new from new
        """,
        {
            "announcement": announcement_id,
            "people": [each["person_id"] for each in people],
            "contacts": [each["reached_id"] for each in people],
            "channels": [each["reached"] for each in people],
            "said": [place[each["name"]] for each in people],
            "messages": [Jsonb(message) for message in said],
            "now": now,
        },
    )
    assert row is not None
    return int(row["new"])


async def leave_out(uow: UnitOfWork, announcement_id: int, reasons: Mapping[int, str]) -> dict[str, int]:
    """These get nothing (more) of it, and why; how many by reason of those who have no copy that counts
    already."""
    rows = await uow.fetch_all(
        """
        with given as materialized (
            select * from unnest(%(people)s::bigint[], %(reasons)s::text[]) as g (person_id, reason)
        ),
        had as materialized (
            select g.person_id, g.reason, o.id from given g cross join lateral (
                select id from outbox where announcement_id = %(announcement)s and person_id = g.person_id
                       and moved_to is null order by id desc limit 1) o
        ),
        copies as (
            update outbox o set error = case when h.reason = 'stopped' then 'she said stop' else 'left out' end
            from had h where o.id = h.id and o.status = 4
        ),
        done as (
            update recipient r set state = case when exists (select from had where had.person_id = g.person_id)
                                           then 1 else 2 end, reason = g.reason
            from given g where r.announcement_id = %(announcement)s and r.person_id = g.person_id and r.state = 0
            returning r.state, r.reason
        )
        select reason, count(*)::int as n from done where state = 2 group by 1
        """,
        {
            "announcement": announcement_id,
            "people": list(reasons),
            "reasons": list(reasons.values()),
        },
    )
    return {row["reason"]: row["n"] for row in rows}


async def put_off(uow: UnitOfWork, announcement_id: int, dues: Mapping[int, datetime]) -> None:
    """These are told later: it is night where they are."""
    await uow.execute(
        """
        update recipient r set due = d.due from unnest(%s::bigint[], %s::timestamptz[]) as d (person_id, due)
        where r.announcement_id = %s and r.person_id = d.person_id and r.state = 0
        """,
        (list(dues), list(dues.values()), announcement_id),
    )


async def halt(uow: UnitOfWork, announcement_id: int) -> int:
    """Take back every copy that has not gone out; how many."""
    return await uow.execute(
        """
        with o as materialized (
            select id from outbox where announcement_id = %s and moved_to is null and status in (0, 3)
            order by id for no key update  -- in the order in which the relay and receipts lock them
        )
        update outbox set status = 4, error = 'halted' from o where outbox.id = o.id
        """,
        (announcement_id,),
    )


async def go_on(uow: UnitOfWork, announcement_id: int, now: datetime) -> int:
    """Decide again about everybody whose copy was taken back; how many."""
    return await uow.execute(
        """
        update recipient r set state = 0, due = %s from outbox o
        where r.announcement_id = %s and r.state = 1 and o.announcement_id = r.announcement_id
          and o.person_id = r.person_id and o.moved_to is null and o.status = 4 and o.error = 'halted'
          and o.sent_at is null
        """,
        (now, announcement_id),
    )


async def try_again(uow: UnitOfWork, announcement_id: int, now: datetime) -> dict[str, int]:
    """Decide again about everybody whom it has not reached and who might hear it now: how many were left
    out before, by reason, and under "" those whose copy failed."""
    rows = await uow.fetch_all(
        """
        with again as (
            select r.person_id, r.state, r.reason from recipient r join person p on p.id = r.person_id
            where r.announcement_id = %(announcement)s and r.state in (1, 2) and p.stopped_at is null
              and p.merged_into is null and p.reached is not null
              and (p.paused_until is null or p.paused_until <= %(now)s)
              and (r.state = 2 and r.reason <> 'moved' or exists (
                  select from outbox o where o.announcement_id = r.announcement_id and o.person_id = r.person_id
                         and o.moved_to is null and o.sent_at is null
                         and (o.status = 2 or o.status = 4 and o.error <> 'halted')))
        )
        , done as (
            update recipient r set state = 0, reason = null, due = %(now)s from again a
            where r.announcement_id = %(announcement)s and r.person_id = a.person_id
            returning case when a.state = 2 then a.reason else '' end as reason
        )
        select reason, count(*)::int as n from done group by 1
        """,
        {"announcement": announcement_id, "now": now},
    )
    return {row["reason"]: row["n"] for row in rows}


async def missed(uow: UnitOfWork, announcement_id: int, most: int, after: int) -> list[Row]:
    """Whom it has not reached, by their numbers from `after` on: `person_id`, `name`, `country`, `channel`,
    `reason`, `error`."""
    return await uow.fetch_all(
        """
        select r.person_id, p.first_name as name, coalesce(p.country, '') as country,
               coalesce(o.channel, p.reached, '') as channel, case when r.state = 2 then r.reason else o.what end
               as reason, case when o.what = 'refused' then coalesce(o.error, '') else '' end as error
        from recipient r join person p on p.id = r.person_id
        left join lateral (
            select x.channel, x.error, announced_as(x.status, x.delivered_at, x.read_at, x.moved_to, x.error) as what
            from outbox x where x.announcement_id = r.announcement_id and x.person_id = r.person_id
                 and x.moved_to is null order by x.id desc limit 1) o on r.state <> 2
        where r.announcement_id = %s and r.person_id > %s
          and (r.state = 2 or o.what in ('refused', 'held', 'stopped', 'late', 'unreachable', 'halted'))
        order by r.person_id limit %s
        """,
        (announcement_id, after, most),
    )


# --- their answers --------------------------------------------------------------------------------------


async def answer_of(uow: UnitOfWork, announcement_id: int, person_id: int) -> Row | None:
    """`vote`, `noted_at`, `interested_at` of somebody whom it was for, locked; None of anybody else."""
    return await uow.fetch_one(
        """
        select vote, noted_at, interested_at from recipient
        where announcement_id = %s and person_id = %s and state = 1 for no key update
        """,
        (announcement_id, person_id),
    )


async def answer(uow: UnitOfWork, announcement_id: int, person_id: int, column: str, value: Any) -> None:
    """`column`: one of `ANSWERS`."""
    assert column in ANSWERS
    await uow.execute(
        f"update recipient set {column} = %s where announcement_id = %s and person_id = %s",  # noqa: S608 (ours)
        (value, announcement_id, person_id),
    )
