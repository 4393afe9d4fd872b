"""Statements about the life of announcements. `recipients` has those about its people, `results` those about its
results.

Callers that change the state of an announcement or write copies of it lock its row first (`lock`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import Announced, AnnouncementState, Audience, dump_audience, load_audience
from backend.domain.announcements.sending import RecipientState

LOST_AFTER = timedelta(seconds=15)
"""An announcement's job that is this late counts as lost."""

_COLUMNS = """
    a.id, a.author_id, a.content, a.audience, a.local, a.state, a.people, a.created_at, a.begins_at, a.begun_at,
    a.closes_at, a.approved_by,
    (select first_name from person where id = a.author_id) as author
"""


def _announced(row: Row) -> Announced:
    return Announced(
        row["id"],
        row["author_id"],
        announcements_content.load(row["content"]),
        load_audience(row["audience"]),
        row["local"],
        AnnouncementState(row["state"]),
        row["people"],
        row["created_at"],
        row["begins_at"],
        row["begun_at"],
        row["closes_at"],
        row["approved_by"],
        row["author"],
    )


async def same(
    uow: UnitOfWork,
    author_id: int,
    key: str,
    fingerprint: str,
    now: datetime,
    by_author: timedelta,
    by_anybody: timedelta,
) -> Announced | None:
    """The existing announcement that this one would repeat, by its key or by its text; None if there is none.

    Cancelled and refused ones do not count for the text. No other transaction can add the same text until this one
    ends.
    """
    await uow.execute("select pg_advisory_xact_lock(hashtextextended(%s, 13))", (fingerprint,))
    row = await uow.fetch_one(
        f"""
        select {_COLUMNS} from announcement a
        where (a.author_id = %(author)s and a.key = %(key)s)
           or (a.fingerprint = %(fingerprint)s
               and a.state not in ('{AnnouncementState.CANCELLED}', '{AnnouncementState.REFUSED}')
               and a.created_at > %(now)s - (case when a.author_id = %(author)s then %(author_for)s::interval
                                             else %(any_for)s::interval end))
        order by a.key = %(key)s and a.author_id = %(author)s desc, a.id desc limit 1
        """,  # noqa: S608 (constants)
        {
            "author": author_id,
            "key": key,
            "fingerprint": fingerprint,
            "now": now,
            "author_for": by_author,
            "any_for": by_anybody,
        },
    )
    return None if row is None else _announced(row)


async def add(
    uow: UnitOfWork,
    author_id: int,
    key: str,
    fingerprint: str,
    content: Announcement,
    audience: Audience,
    local: datetime | None,
    state: AnnouncementState,
    people: int,
    begins_at: datetime,
    now: datetime,
) -> int:
    """Add an announcement and return its number."""
    return await uow.fetch_int(
        """
        insert into announcement (author_id, key, fingerprint, content, audience, local, state, people, created_at,
                                  begins_at, look_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (
            author_id,
            key,
            fingerprint,
            Jsonb(announcements_content.dump(content)),
            Jsonb(dump_audience(audience)),
            local,
            state,
            people,
            now,
            begins_at,
            now if begins_at <= now else begins_at - LOST_AFTER,  # a planned one is started by the tick
        ),
    )


async def find(uow: UnitOfWork, announcement_id: int) -> Announced | None:
    """An announcement; None if there is none."""
    row = await uow.fetch_one(f"select {_COLUMNS} from announcement a where a.id = %s", (announcement_id,))  # noqa: S608
    return None if row is None else _announced(row)


async def under_way(uow: UnitOfWork, author_id: int) -> tuple[Announced, ...]:
    """The announcements of one author that are not over, by number."""
    rows = await uow.fetch_all(
        f"""
        select {_COLUMNS} from announcement a where a.author_id = %s and a.state in (
            '{AnnouncementState.ASKED}', '{AnnouncementState.PLANNED}', '{AnnouncementState.RUNNING}',
            '{AnnouncementState.PAUSED}') order by a.id
        """,  # noqa: S608
        (author_id,),
    )
    return tuple(map(_announced, rows))


async def lock(uow: UnitOfWork, announcement_id: int) -> Announced | None:
    """An announcement, locked until the end of the transaction; None if there is none."""
    await uow.execute("select from announcement where id = %s for no key update", (announcement_id,))
    return await find(uow, announcement_id)


async def change(uow: UnitOfWork, /, announcement_id: int, **columns: Any) -> None:
    """Set columns. Their names come from our code."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    await uow.execute(f"update announcement set {sets} where id = %s", (*columns.values(), announcement_id))  # noqa: S608


async def latest(uow: UnitOfWork, countries: Sequence[str], most: int, skip: int) -> tuple[Announced, ...]:
    """A page of announcements, the newest first: those that went only to these countries (none given: anywhere)."""
    rows = await uow.fetch_all(
        f"""
        select {_COLUMNS} from announcement a
        where (%(countries)s::text[] = '{{}}' or (a.audience -> 'countries' <@ to_jsonb(%(countries)s::text[])
               and a.audience -> 'countries' <> '[]'))
        order by a.id desc limit %(most)s offset %(skip)s
        """,  # noqa: S608
        {"countries": list(countries), "most": most, "skip": skip},
    )
    return tuple(map(_announced, rows))


async def forgotten(uow: UnitOfWork, now: datetime, most: int) -> list[int]:
    """Announcements whose job is overdue: not begun, lost in a crash, or with new results after the end. They count as
    looked at from now."""
    return await uow.fetch_column(
        f"""
        update announcement set look_at = %(now)s where id in (
            select id from announcement
            where state in ('{AnnouncementState.PLANNED}', '{AnnouncementState.RUNNING}') and begins_at <= %(now)s
              and look_at <= %(now)s - %(lost)s::interval
            union
            select c.announcement_id from announcement_change c join announcement a on a.id = c.announcement_id
            where a.look_at <= %(now)s - %(lost)s::interval
            limit %(most)s)
        returning id
        """,  # noqa: S608 (constants)
        {"now": now, "lost": LOST_AFTER, "most": most},
    )


async def live(uow: UnitOfWork) -> dict[str, int]:
    """How many announcements are planned and being sent, by state."""
    rows = await uow.fetch_all(
        f"""
        select state, count(*)::int as n from announcement
        where state in ('{AnnouncementState.PLANNED}', '{AnnouncementState.RUNNING}') group by 1
        """  # noqa: S608 (constants)
    )
    return {row["state"]: row["n"] for row in rows}


async def look_soon(uow: UnitOfWork, announcement_id: int, now: datetime, at: datetime) -> bool:
    """Plan a look at this time. False if one is planned already."""
    row = await uow.fetch_one("select look_at from announcement where id = %s", (announcement_id,))
    if row is None or row["look_at"] > now:
        return False
    return bool(
        await uow.execute(
            "update announcement set look_at = %s where id = %s and look_at <= %s", (at, announcement_id, now)
        )
    )


async def next_due(uow: UnitOfWork, announcement_id: int) -> datetime | None:
    """When the next waiting recipient is due; None if nobody waits."""
    return await uow.find_value(
        f"""
        select due from recipient where announcement_id = %s and state = {RecipientState.WAITING:d}
        order by announcement_id, due, person_id limit 1
        """,  # noqa: S608 (constants)
        (announcement_id,),
    )
