"""The statements about announcements: their life, and what came of them; of their people: `recipients`.

Whoever changes one's state or writes copies of it locks its row first (`lock`). What became of copies is noted
by the database itself as changes (migration 0013), which a look folds into the counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.announcements import content as announcements_content
from backend.domain.announcements.content import Announcement
from backend.domain.announcements.life import Announced, Audience, State, dump_audience, load_audience

LOST = timedelta(seconds=15)
"""So long after it should have looked, an announcement's job counts as lost."""

_COLUMNS = """
    a.id, a.author_id, a.content, a.audience, a.local, a.state, a.people, a.created_at, a.begins_at, a.begun_at,
    a.closes_at, a.approved_by, a.look_at, a.result_id, a.told_at, a.told,
    (select first_name from person where id = a.author_id) as author
"""


def announced(row: Row) -> Announced:
    """A row of these columns as what it is."""
    return Announced(
        row["id"],
        row["author_id"],
        announcements_content.load(row["content"]),
        load_audience(row["audience"]),
        row["local"],
        State(row["state"]),
        row["people"],
        row["created_at"],
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
) -> Row | None:
    """The announcement that this one is already: by its key, or by its words, unless that was cancelled or
    refused. Nobody else adds the same words until the end of the transaction."""
    await uow.execute("select pg_advisory_xact_lock(hashtextextended(%s, 13))", (fingerprint,))
    return await uow.fetch_one(
        f"""
        select {_COLUMNS} from announcement a
        where (a.author_id = %(author)s and a.key = %(key)s)
           or (a.fingerprint = %(fingerprint)s and a.state not in ('cancelled', 'refused')
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


async def add(
    uow: UnitOfWork,
    author_id: int,
    key: str,
    fingerprint: str,
    content: Announcement,
    audience: Audience,
    local: datetime | None,
    state: State,
    people: int,
    begins_at: datetime,
    now: datetime,
) -> int:
    """Its number."""
    row = await uow.fetch_one(
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
            now if begins_at <= now else begins_at - LOST,  # the tick comes for what is planned
        ),
    )
    assert row is not None
    return int(row["id"])


async def find(uow: UnitOfWork, announcement_id: int) -> Row | None:
    return await uow.fetch_one(f"select {_COLUMNS} from announcement a where a.id = %s", (announcement_id,))  # noqa: S608


async def under_way(uow: UnitOfWork, author_id: int) -> list[Row]:
    """Of one author those that are not over."""
    return await uow.fetch_all(
        f"""
        select {_COLUMNS} from announcement a
        where a.author_id = %s and a.state in ('asked', 'planned', 'running', 'paused') order by a.id
        """,  # noqa: S608
        (author_id,),
    )


async def lock(uow: UnitOfWork, announcement_id: int) -> Row | None:
    """The same, with nobody else at it until the end of the transaction."""
    await uow.execute("select from announcement where id = %s for no key update", (announcement_id,))
    return await find(uow, announcement_id)


async def change(uow: UnitOfWork, announcement_id: int, **columns: Any) -> None:
    """Set columns by name (names are ours)."""
    sets = ", ".join(f"{name} = %s" for name in columns)
    await uow.execute(f"update announcement set {sets} where id = %s", (*columns.values(), announcement_id))  # noqa: S608


async def latest(uow: UnitOfWork, by_id: int | None, countries: Sequence[str], most: int, skip: int) -> list[Row]:
    """The newest first: of one author, or that went to these countries and no other (none: all)."""
    return await uow.fetch_all(
        f"""
        select {_COLUMNS} from announcement a
        where (%(by)s::bigint is null or a.author_id = %(by)s)
          and (%(countries)s::text[] = '{{}}' or (a.audience -> 'countries' <@ to_jsonb(%(countries)s::text[])
                                               and a.audience -> 'countries' <> '[]'))
        order by a.id desc limit %(most)s offset %(skip)s
        """,  # noqa: S608
        {"by": by_id, "countries": list(countries), "most": most, "skip": skip},
    )


async def forgotten(uow: UnitOfWork, now: datetime, most: int) -> list[int]:
    """Those whose job should look now and does not come: begun late, lost in a crash, or with news after
    their end. They count as looked at from now on."""
    rows = await uow.fetch_all(
        """
        update announcement set look_at = %(now)s where id in (
            select id from announcement
            where state in ('planned', 'running') and begins_at <= %(now)s and look_at <= %(now)s - %(lost)s::interval
            union
            select c.announcement_id from announcement_change c join announcement a on a.id = c.announcement_id
            where a.look_at <= %(now)s - %(lost)s::interval
            limit %(most)s)
        returning id
        """,
        {"now": now, "lost": LOST, "most": most},
    )
    return [row["id"] for row in rows]


async def look_soon(uow: UnitOfWork, announcement_id: int, now: datetime, at: datetime) -> bool:
    """That it looks then; False when a look is planned already."""
    row = await uow.fetch_one("select look_at from announcement where id = %s", (announcement_id,))
    if row is None or row["look_at"] > now:
        return False
    return bool(
        await uow.execute(
            "update announcement set look_at = %s where id = %s and look_at <= %s", (at, announcement_id, now)
        )
    )


async def next_due(uow: UnitOfWork, announcement_id: int) -> datetime | None:
    """When the next of those who wait is to be told."""
    row = await uow.fetch_one(
        """
        select due from recipient where announcement_id = %s and state = 0
        order by announcement_id, due, person_id limit 1
        """,
        (announcement_id,),
    )
    return row["due"] if row else None


async def shown(uow: UnitOfWork, outbox_id: int) -> Row | None:
    """The chat (`id`, `channel`) of the author's message, and whether a change of it is `waiting`."""
    return await uow.fetch_one(
        """
        select o.contact_id as id, o.channel, exists (
                   select from outbox w where w.contact_id = o.contact_id and w.status = 0
                          and (w.edits = o.id or w.id = o.id)) as waiting
        from outbox o where o.id = %s
        """,
        (outbox_id,),
    )


def as_json(value: Any) -> Jsonb:
    return Jsonb(value)


# --- what came of it ------------------------------------------------------------------------------------


async def note(uow: UnitOfWork, announcement_id: int, changes: Mapping[str, int]) -> None:
    """So many more, or fewer, of each."""
    given = {what: n for what, n in changes.items() if n}
    if given:
        await uow.execute(
            """
            insert into announcement_change (announcement_id, what, n)
            select %s, * from unnest(%s::text[], %s::int[])
            """,
            (announcement_id, list(given), list(given.values())),
        )


async def counts(uow: UnitOfWork, announcement_id: int) -> dict[str, int]:
    """What came of it, exactly, as of now."""
    rows = await uow.fetch_all(
        """
        select what, sum(n)::int as n from (
            select what, n from announcement_count where announcement_id = %(id)s
            union all select what, n from announcement_change where announcement_id = %(id)s) each
        group by what
        """,
        {"id": announcement_id},
    )
    return {row["what"]: row["n"] for row in rows if row["n"]}


async def fold(uow: UnitOfWork, announcement_id: int) -> None:
    """Put the changes into the counts."""
    await uow.execute(
        """
        with gone as (delete from announcement_change where announcement_id = %(id)s returning what, n)
        insert into announcement_count (announcement_id, what, n)
        select %(id)s, what, sum(n) from gone group by what
        on conflict (announcement_id, what) do update set n = announcement_count.n + excluded.n
        """,
        {"id": announcement_id},
    )


# --- what a country has asked for -----------------------------------------------------------------------

_SECOND = "a second person for announcements: "


async def second(uow: UnitOfWork, countries: Sequence[str]) -> frozenset[str]:
    """Those of these countries that want a second person's word."""
    rows = await uow.fetch_all(
        "select name from setting where name = any(%s) and value = 'true'", ([_SECOND + c for c in countries],)
    )
    return frozenset(row["name"].removeprefix(_SECOND) for row in rows)


async def set_second(uow: UnitOfWork, country: str, wanted: bool) -> None:
    await uow.execute(
        "insert into setting (name, value) values (%s, %s) on conflict (name) do update set value = excluded.value",
        (_SECOND + country, Jsonb(wanted)),
    )
