"""Statements about where people are paid. Numbers and names are encrypted; a mark shows whether two numbers are
equal."""

from __future__ import annotations

from datetime import datetime

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.records import Record

KEY_SETTING = "data encryption key"
"""The setting that holds the keys, if the database does."""


class KeptDestination(Record):
    """Where a person is paid. `sealed`: number and name, encrypted. `tail`: the last four digits."""

    id: int
    kind: str
    sealed: bytes
    tail: str
    usable_at: datetime


async def own_key(uow: UnitOfWork, fresh: str) -> str:
    """The encryption key that is stored in the database. If there is none, `fresh` is stored."""
    row = await uow.fetch_one(
        """
        with made as (insert into setting (name, value) values (%(name)s, %(fresh)s) on conflict do nothing
                      returning value)
        select value from made union all select value from setting where name = %(name)s limit 1
        """,
        {"name": KEY_SETTING, "fresh": Jsonb(fresh)},
    )
    if row is None:  # another machine has just stored one
        row = await uow.fetch_one("select value from setting where name = %s", (KEY_SETTING,))
    assert row is not None
    return str(row["value"])


async def stored_key(uow: UnitOfWork) -> str | None:
    """The encryption key that is stored in the database; None if there is none."""
    row = await uow.fetch_one("select value from setting where name = %s", (KEY_SETTING,))
    return None if row is None else str(row["value"])


async def sample(uow: UnitOfWork, most: int) -> list[bytes]:
    """What is encrypted of the oldest and the newest destinations, `most` of each, without those of who was
    erased, which are empty."""
    rows = await uow.fetch_all(
        """
        select sealed from destination where id in (
            (select id from destination where sealed <> '' order by id limit %(most)s)
            union (select id from destination where sealed <> '' order by id desc limit %(most)s))
        """,
        {"most": most},
    )
    return [bytes(row["sealed"]) for row in rows]


FINDING_KEY_SETTING = "finding key"


async def finding_key(uow: UnitOfWork, fresh: str) -> str:
    """The finding key, sealed (`backend.encryption`). If there is none, `fresh` is stored."""
    await uow.execute(
        "insert into setting (name, value) values (%s, %s) on conflict do nothing", (FINDING_KEY_SETTING, Jsonb(fresh))
    )
    return str(await uow.fetch_value("select value from setting where name = %s", (FINDING_KEY_SETTING,)))


async def stored_finding_key(uow: UnitOfWork) -> bytes | None:
    """The finding key, sealed; None if it was not made yet."""
    found = await uow.find_value("select value from setting where name = %s", (FINDING_KEY_SETTING,))
    return None if found is None else str(found).encode()


async def seal_finding_key(uow: UnitOfWork, before: str, sealed: str) -> None:
    """Store the finding key sealed anew, if it is still as it was `before`."""
    await uow.execute(
        "update setting set value = %s where name = %s and value = %s",
        (Jsonb(sealed), FINDING_KEY_SETTING, Jsonb(before)),
    )


class SealedRow(Record):
    """A destination as it is stored."""

    id: int
    sealed: bytes
    mark: bytes


async def page(uow: UnitOfWork, after: int, most: int) -> list[SealedRow]:
    """Destinations with a number, by their own number, those after `after`."""
    return await uow.fetch_all(
        "select id, sealed, mark from destination where id > %s and sealed <> '' order by id limit %s",
        (after, most),
        row=SealedRow,
    )


async def seal_anew(uow: UnitOfWork, before: SealedRow, sealed: bytes, mark: bytes) -> int:
    """Store a destination sealed anew, if it is still as it was `before`. Return 1, or 0 if it was changed."""
    return await uow.execute(
        "update destination set sealed = %s, mark = %s where id = %s and sealed = %s",
        (sealed, mark, before.id, before.sealed),
    )


async def current(uow: UnitOfWork, person_id: int) -> KeptDestination | None:
    """Where the person is paid now. None if they have named no destination."""
    return await uow.fetch_one(
        """
        select id, kind, sealed, tail, usable_at from destination
        where person_id = %s and ended_at is null
        """,
        (person_id,),
        row=KeptDestination,
    )


async def had_any(uow: UnitOfWork, person_id: int) -> bool:
    """Whether the person ever named a destination."""
    row = await uow.fetch_one("select 1 from destination where person_id = %s limit 1", (person_id,))
    return row is not None


async def chat_since(uow: UnitOfWork, contact_id: int, now: datetime) -> datetime | None:
    """When this chat last joined the person's account or was opened again. None: it has been theirs from the
    beginning."""
    row = await uow.fetch_one(
        """
        select greatest(k.joined_at, (
                   select max(at) from audit where subject_id = k.person_id and action = 'open'
                   and (about ->> 'chat')::bigint = k.id)) as since
        from contact k where k.id = %s
        """,
        (contact_id,),
    )
    return row["since"] if row else now


async def add(
    uow: UnitOfWork,
    person_id: int,
    kind: str,
    sealed: bytes,
    mark: bytes,
    tail: str,
    now: datetime,
    usable: datetime,
    *,
    cleared: bool,
    operator: str = "",
) -> int:
    """Pay the person there from now on; the destination before it ends. `cleared`: the person has proved who they are
    by the secret number. Returns the destination's number."""
    await end(uow, person_id, now)
    return await uow.fetch_int(
        """
        insert into destination (person_id, kind, sealed, mark, tail, operator, named_at, usable_at, cleared_at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (person_id, kind, sealed, mark, tail, operator, now, usable, now if cleared else None),
    )


async def end(uow: UnitOfWork, person_id: int, now: datetime) -> bool:
    """Pay the person nowhere from now on. False if they have named no destination."""
    return (
        await uow.execute(
            "update destination set ended_at = %s where person_id = %s and ended_at is null", (now, person_id)
        )
        > 0
    )


async def clear(uow: UnitOfWork, person_id: int, now: datetime) -> bool:
    """Record that the person's account is safe as of now. False if they have named no destination."""
    return (
        await uow.execute(
            "update destination set cleared_at = %s where person_id = %s and ended_at is null", (now, person_id)
        )
        > 0
    )


async def sealed(uow: UnitOfWork, ids: list[int]) -> dict[int, bytes]:
    """Number and name of each destination, encrypted."""
    rows = await uow.fetch_all("select id, sealed from destination where id = any(%s)", (ids,))
    return {row["id"]: row["sealed"] for row in rows}


async def tail(uow: UnitOfWork, destination_id: int) -> str:
    """The last four digits of a destination that exists."""
    return str(await uow.fetch_value("select tail from destination where id = %s", (destination_id,)))
