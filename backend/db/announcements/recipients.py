"""Statements about the recipients of an announcement: to whom it still goes, and what they answered.

The caller has locked the announcement (`queries.lock`), except for answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements.sending import MissedPerson, Recipient, RecipientAnswers, RecipientState
from backend.domain.messaging.states import Lane, OutboxStatus

AnswerColumn = Literal["vote", "noted_at", "interested_at"]
"""Columns that hold a recipient's answers."""


async def due(uow: UnitOfWork, announcement_id: int, now: datetime, most: int) -> list[Recipient]:
    """Recipients who are due now, with their current data, the earliest first."""
    return await uow.fetch_all(
        f"""
        select x.person_id, p.first_name as name, coalesce(p.role, '') as role, coalesce(p.country, '') as country,
               coalesce(p.zone, 'UTC') as zone, p.stopped_at is not null as stopped, p.paused_until,
               p.merged_into is not null as merged, p.reached_id, p.reached,
               (select heard_at from contact where id = p.reached_id) as heard_at,
               (select at from reminder r where r.person_id = p.id and r.days <> '{{}}') as chosen
        from (
            select person_id, due from recipient
            where announcement_id = %s and state = {RecipientState.WAITING:d} and due <= %s
            order by announcement_id, due, person_id limit %s) x
        cross join lateral (select * from person where id = x.person_id offset 0) p
        order by x.due, x.person_id
        """,  # noqa: S608 (constants)
        (announcement_id, now, most),
        row=Recipient,
    )


async def tell(
    uow: UnitOfWork, announcement_id: int, people: Sequence[Recipient], messages: Mapping[str, Any], now: datetime
) -> int:
    """Put each recipient's copy in the outbox, and return how many copies are new. `messages`: by first name.

    A recipient who has a copy already gets no second one: if it was halted or has not arrived, it is sent again.
    """
    said: list[Any] = []
    place: dict[str, int] = {}
    for name, message in messages.items():  # most first names get the same message
        if not said or said[-1] != message:
            said.append(message)
        place[name] = len(said)
    row = await uow.fetch_one(
        f"""
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
            update outbox o set status = {OutboxStatus.WAITING:d}, due = %(now)s, created_at = %(now)s, attempts = 0,
                   error = null, provider_id = null, contact_id = h.contact_id, channel = h.channel
            from had h where o.id = h.id and o.status in ({OutboxStatus.FAILED:d}, {OutboxStatus.LET_GO:d})
                  and o.sent_at is null
        ),
        new as (
            insert into outbox (person_id, contact_id, channel, lane, purpose, message, created_at, due,
                                announcement_id)
            select person_id, contact_id, channel, {Lane.ANNOUNCEMENT:d}, 'announcement', (%(messages)s::jsonb[])[said],
                   %(now)s, %(now)s, %(announcement)s
            from given g where not exists (select from had where had.person_id = g.person_id) order by place
            returning 1
        ),
        done as (
            update recipient r set state = {RecipientState.TOLD:d}, reason = null from given g
            where r.announcement_id = %(announcement)s and r.person_id = g.person_id
        )
        select count(*)::int as new from new
        """,  # noqa: S608 (constants)
        {
            "announcement": announcement_id,
            "people": [each.person_id for each in people],
            "contacts": [each.reached_id for each in people],
            "channels": [each.reached for each in people],
            "said": [place[each.name] for each in people],
            "messages": [Jsonb(message) for message in said],
            "now": now,
        },
    )
    assert row is not None
    return int(row["new"])


async def leave_out(uow: UnitOfWork, announcement_id: int, reasons: Mapping[int, str]) -> dict[str, int]:
    """Leave these people out, each for a reason. Return how many by reason, without those who already have a copy that
    counts."""
    rows = await uow.fetch_all(
        f"""
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
            from had h where o.id = h.id and o.status = {OutboxStatus.LET_GO:d}
        ),
        done as (
            update recipient r set reason = g.reason, state = case
                when exists (select from had where had.person_id = g.person_id) then {RecipientState.TOLD:d}
                else {RecipientState.LEFT_OUT:d} end
            from given g
            where r.announcement_id = %(announcement)s and r.person_id = g.person_id
              and r.state = {RecipientState.WAITING:d}
            returning r.state, r.reason
        )
        select reason, count(*)::int as n from done where state = {RecipientState.LEFT_OUT:d} group by 1
        """,  # noqa: S608 (constants)
        {
            "announcement": announcement_id,
            "people": list(reasons),
            "reasons": list(reasons.values()),
        },
    )
    return {row["reason"]: row["n"] for row in rows}


async def put_off(uow: UnitOfWork, announcement_id: int, dues: Mapping[int, datetime]) -> None:
    """Send to these people later: it is night where they are."""
    await uow.execute(
        f"""
        update recipient r set due = d.due from unnest(%s::bigint[], %s::timestamptz[]) as d (person_id, due)
        where r.announcement_id = %s and r.person_id = d.person_id and r.state = {RecipientState.WAITING:d}
        """,  # noqa: S608 (constants)
        (list(dues), list(dues.values()), announcement_id),
    )


async def halt(uow: UnitOfWork, announcement_id: int) -> int:
    """Take back all copies that were not sent yet. Return how many."""
    return await uow.execute(
        f"""
        with o as materialized (
            select id from outbox where announcement_id = %s and moved_to is null
                   and status in ({OutboxStatus.WAITING:d}, {OutboxStatus.HELD:d})
            order by id for no key update  -- in the order in which the relay and receipts lock them
        )
        update outbox set status = {OutboxStatus.LET_GO:d}, error = 'halted' from o where outbox.id = o.id
        """,  # noqa: S608 (constants)
        (announcement_id,),
    )


async def go_on(uow: UnitOfWork, announcement_id: int, now: datetime) -> int:
    """Decide again about everybody whose copy was taken back. Return how many."""
    return await uow.execute(
        f"""
        update recipient r set state = {RecipientState.WAITING:d}, due = %s from outbox o
        where r.announcement_id = %s and r.state = {RecipientState.TOLD:d} and o.announcement_id = r.announcement_id
          and o.person_id = r.person_id and o.moved_to is null and o.status = {OutboxStatus.LET_GO:d}
          and o.error = 'halted' and o.sent_at is null
        """,  # noqa: S608 (constants)
        (now, announcement_id),
    )


async def try_again(uow: UnitOfWork, announcement_id: int, now: datetime) -> dict[str, int]:
    """Decide again about everybody whom it has not reached and who may be reached now. Return how many were left out
    before, by reason; under "" those whose copy failed."""
    rows = await uow.fetch_all(
        f"""
        with again as (
            select r.person_id, r.state, r.reason from recipient r join person p on p.id = r.person_id
            where r.announcement_id = %(announcement)s
              and r.state in ({RecipientState.TOLD:d}, {RecipientState.LEFT_OUT:d}) and p.stopped_at is null
              and p.merged_into is null and p.reached is not null
              and (p.paused_until is null or p.paused_until <= %(now)s)
              and (r.state = {RecipientState.LEFT_OUT:d} and r.reason <> 'moved' or exists (
                  select from outbox o where o.announcement_id = r.announcement_id and o.person_id = r.person_id
                         and o.moved_to is null and o.sent_at is null
                         and (o.status = {OutboxStatus.FAILED:d}
                              or o.status = {OutboxStatus.LET_GO:d} and o.error <> 'halted')))
        )
        , done as (
            update recipient r set state = {RecipientState.WAITING:d}, reason = null, due = %(now)s from again a
            where r.announcement_id = %(announcement)s and r.person_id = a.person_id
            returning case when a.state = {RecipientState.LEFT_OUT:d} then a.reason else '' end as reason
        )
        select reason, count(*)::int as n from done group by 1
        """,  # noqa: S608 (constants)
        {"announcement": announcement_id, "now": now},
    )
    return {row["reason"]: row["n"] for row in rows}


async def missed(uow: UnitOfWork, announcement_id: int, most: int, after: int) -> list[MissedPerson]:
    """People whom it has not reached, by number, those after number `after`."""
    return await uow.fetch_all(
        f"""
        select r.person_id, p.first_name as name, coalesce(p.country, '') as country,
               coalesce(o.channel, p.reached, '') as channel,
               coalesce(case when r.state = {RecipientState.LEFT_OUT:d} then r.reason else o.what end, '') as reason,
               case when o.what = 'refused' then coalesce(o.error, '') else '' end as error
        from recipient r join person p on p.id = r.person_id
        left join lateral (
            select x.channel, x.error, announced_as(x.status, x.delivered_at, x.read_at, x.moved_to, x.error) as what
            from outbox x where x.announcement_id = r.announcement_id and x.person_id = r.person_id
                 and x.moved_to is null order by x.id desc limit 1) o on r.state <> {RecipientState.LEFT_OUT:d}
        where r.announcement_id = %s and r.person_id > %s
          and (r.state = {RecipientState.LEFT_OUT:d}
               or o.what in ('refused', 'held', 'stopped', 'late', 'unreachable', 'halted'))
        order by r.person_id limit %s
        """,  # noqa: S608 (constants)
        (announcement_id, after, most),
        row=MissedPerson,
    )


# --- their answers --------------------------------------------------------------------------------------


async def texts_to(uow: UnitOfWork, person_id: int, since: datetime, most: int) -> list[str]:
    """The texts of the newest announcements that have gone to a person since then."""
    found = await uow.fetch_all(
        f"""
        select a.content ->> 'text' as words from recipient r join announcement a on a.id = r.announcement_id
        where r.person_id = %s and r.state = {RecipientState.TOLD:d} and r.due > %s order by r.due desc limit %s
        """,  # noqa: S608 (constants)
        (person_id, since, most),
    )
    return [row["words"] for row in found]


async def answer_of(uow: UnitOfWork, announcement_id: int, person_id: int) -> RecipientAnswers | None:
    """The answers of a recipient, locked; None if the announcement did not go to that person."""
    return await uow.fetch_one(
        f"""
        select vote, noted_at, interested_at from recipient
        where announcement_id = %s and person_id = %s and state = {RecipientState.TOLD:d} for no key update
        """,  # noqa: S608 (constants)
        (announcement_id, person_id),
        row=RecipientAnswers,
    )


async def answer(
    uow: UnitOfWork, announcement_id: int, person_id: int, column: AnswerColumn, value: int | datetime
) -> None:
    """Record one answer."""
    await uow.execute(
        f"update recipient set {column} = %s where announcement_id = %s and person_id = %s",  # noqa: S608 (ours)
        (value, announcement_id, person_id),
    )
