"""Statements about the people to whom a platform lets us write first in a day.

Counted are people whom we write to more than 24 hours after their last message, in any 24 hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements.life import AnnouncementState
from backend.domain.announcements.sending import WINDOW, RecipientState
from backend.domain.announcements.spreading import WaitingPeople
from backend.domain.messaging.states import Lane, OutboxStatus

DAY = timedelta(days=1)
_LOCK = 7_310_600  # key of an advisory lock, together with the channel's hash


async def alone(uow: UnitOfWork, channel: str) -> None:
    """Let only this transaction use up what is left of a channel's day, until its end."""
    await uow.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", (_LOCK, channel))


async def used(uow: UnitOfWork, channel: str, now: datetime) -> int:
    """How many people we wrote to first in the last 24 hours, by whatever message, with those whose copy of an
    announcement is on its way."""
    return await uow.fetch_int(
        f"""
        select count(*)::int from (
            select contact_id from outbox
            where channel = %(channel)s and status = {OutboxStatus.SENT:d} and sent_at > %(since)s
                  and template is not null
            union
            select o.contact_id from outbox o join contact k on k.id = o.contact_id
            where o.channel = %(channel)s and o.lane = {Lane.ANNOUNCEMENT:d} and o.status = {OutboxStatus.WAITING:d}
                  and (k.heard_at is null or k.heard_at <= %(heard)s)) found
        """,  # noqa: S608 (constants)
        {"channel": channel, "since": now - DAY, "heard": now - WINDOW},
    )


async def planned(uow: UnitOfWork, channel: str, now: datetime) -> int:
    """How many people other announcements that are being sent will write to first in the next 24 hours."""
    return await uow.fetch_int(
        f"""
        select count(*)::int
        from announcement a
        join recipient r on r.announcement_id = a.id and r.state = {RecipientState.WAITING:d} and r.due <= %(until)s
        join person p on p.id = r.person_id and p.reached = %(channel)s
        join contact k on k.id = p.reached_id
        where a.state = '{AnnouncementState.RUNNING}' and (k.heard_at is null or k.heard_at <= r.due - %(window)s)
        """,  # noqa: S608 (constants)
        {"channel": channel, "until": now + DAY, "window": WINDOW},
    )


async def spread(uow: UnitOfWork, announcement_id: int, channel: str, first: int, later: int) -> int:
    """Of the people whom this announcement would write to first on this channel, leave `first` on their day, and put
    `later` on each day after it, at the same hour. Returns by how many days the last ones are put off."""
    row = await uow.fetch_one(
        f"""
        with outside as materialized (
            select r.person_id, row_number() over (order by r.due, r.person_id) - 1 as place
            from recipient r
            join person p on p.id = r.person_id and p.reached = %(channel)s
            join contact k on k.id = p.reached_id
            where r.announcement_id = %(announcement)s and r.state = {RecipientState.WAITING:d}
                  and (k.heard_at is null or k.heard_at <= r.due - %(window)s)
        ),
        moved as (
            update recipient r set due = r.due + make_interval(days => d.days)
            from (select person_id, (1 + (place - %(first)s) / %(later)s)::int as days from outside
                  where place >= %(first)s) d
            where r.announcement_id = %(announcement)s and r.person_id = d.person_id
            returning d.days
        )
        select coalesce(max(days), 0) as days from moved
        """,  # noqa: S608 (constants)
        {
            "announcement": announcement_id,
            "channel": channel,
            "first": first,
            "later": later,
            "window": WINDOW,
        },
    )
    assert row is not None
    return int(row["days"])


async def used_by_hour(uow: UnitOfWork, channel: str, now: datetime) -> dict[int, int]:
    """The people of `used`, by how many full hours ago it was."""
    rows = await uow.fetch_all(
        f"""
        select floor(extract(epoch from %(now)s - at) / 3600)::int as ago, count(*)::int as people from (
            select contact_id, max(at) as at from (
                select contact_id, sent_at as at from outbox
                where channel = %(channel)s and status = {OutboxStatus.SENT:d} and sent_at > %(since)s
                      and template is not null
                union all
                select o.contact_id, %(now)s from outbox o join contact k on k.id = o.contact_id
                where o.channel = %(channel)s and o.lane = {Lane.ANNOUNCEMENT:d}
                      and o.status = {OutboxStatus.WAITING:d} and (k.heard_at is null or k.heard_at <= %(heard)s)
            ) each group by 1) found
        group by 1
        """,  # noqa: S608 (constants)
        {"channel": channel, "since": now - DAY, "heard": now - WINDOW, "now": now},
    )
    return {max(0, row["ago"]): row["people"] for row in rows}


async def waiting(uow: UnitOfWork, announcement_id: int, channel: str, now: datetime) -> list[WaitingPeople]:
    """The people whom this announcement, and others that are being sent, will write to first on this channel."""
    return await uow.fetch_all(
        f"""
        select greatest(0, ceil(extract(epoch from r.due - %(now)s) / 3600))::int as hours,
               r.announcement_id = %(announcement)s as own, count(*)::int as people
        from announcement a
        join recipient r on r.announcement_id = a.id and r.state = {RecipientState.WAITING:d}
        join person p on p.id = r.person_id and p.reached = %(channel)s
        join contact k on k.id = p.reached_id
        where a.state = '{AnnouncementState.RUNNING}' and (k.heard_at is null or k.heard_at <= r.due - %(window)s)
        group by 1, 2
        """,  # noqa: S608 (constants)
        {"announcement": announcement_id, "channel": channel, "now": now, "window": WINDOW},
        row=WaitingPeople,
    )
