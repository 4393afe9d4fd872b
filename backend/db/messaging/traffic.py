"""Statements that count messages: those sent, by day, category, country and project, with their cost; and the results
of sending, for the metrics.

They run in the transaction that settles a message, so that a crash counts no message twice and misses none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Statement, UnitOfWork
from backend.records import Record

COUNT_SENT = """
        insert into traffic (date, channel, category, country, project_id, messages)
        select (d.sent_at at time zone 'UTC')::date, %(channel)s, %(category)s, coalesce(p.country, ''),
               coalesce(d.project_id, 0), count(*)
        from done d cross join lateral (select country from person where id = d.person_id offset 0) p
        where d.counted
        group by 1, 4, 5 order by 1, 4, 5
        on conflict (date, channel, category, country, project_id)
        do update set messages = traffic.messages + excluded.messages
"""
"""A part of `outbox.recording`: it counts the rows of `done` that are sent now."""


class Counter(Record, order=True):
    """One row of the traffic. `country`: "" if unknown; `project_id`: 0 for no project."""

    date: date
    category: str
    country: str
    project_id: int


async def change(uow: UnitOfWork, channel: str, changes: Mapping[Counter, tuple[int, int]]) -> None:
    """Add (number of messages, cost in units of EUR) to rows of the traffic; negative numbers subtract."""
    rows = [
        [counter.date.isoformat(), channel, counter.category, counter.country, counter.project_id, messages, units]
        # in one order, or two transactions that count deadlock
        for counter, (messages, units) in sorted(changes.items())
        if messages or units
    ]
    if rows:
        await uow.execute(
            """
            insert into traffic (date, channel, category, country, project_id, messages, units)
            select (c ->> 0)::date, c ->> 1, c ->> 2, c ->> 3, (c ->> 4)::bigint, (c ->> 5)::bigint, (c ->> 6)::bigint
            from jsonb_array_elements(%s) with ordinality as x (c, place) order by place
            on conflict (date, channel, category, country, project_id)
            do update set messages = traffic.messages + excluded.messages, units = traffic.units + excluded.units
            """,
            (Jsonb(rows),),
        )


def tallying(channel: str, counts: Mapping[str, int]) -> Statement:
    """The statement that adds to the counts of results."""
    return (
        """
        insert into tally (channel, what, count)
        select %s, key, value::bigint from jsonb_each_text(%s) order by key
        on conflict (channel, what) do update set count = tally.count + excluded.count
        """,
        (channel, Jsonb(dict(counts))),
    )


async def tally(uow: UnitOfWork, channel: str, counts: Mapping[str, int]) -> None:
    """Add to the counts of results."""
    if counts:
        await uow.execute(*tallying(channel, counts))


class Tally(Record):
    """How many messages of a channel had this result (`what`) since the beginning."""

    channel: str
    what: str
    count: int


async def tallies(uow: UnitOfWork) -> list[Tally]:
    """All counts."""
    return await uow.fetch_all("select channel, what, count from tally order by channel, what", row=Tally)
