"""Statements about files that were read and wait until their sender confirms them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.db.work.projects import APART
from backend.domain.work.projects import ProjectStatus
from backend.records import Record

Kind = Literal["batch", "names"]


class FileDraft(Record):
    """A file that was read. `about`: what was found in it, in JSON. `settled_at`: when its sender said yes or no."""

    about: Mapping[str, Any]
    created_at: datetime
    settled_at: datetime | None


async def add(
    uow: UnitOfWork, person_id: int, kind: Kind, about: Mapping[str, Any], content: bytes | None, now: datetime
) -> int:
    """Store a file and return its number."""
    return await uow.fetch_int(
        """
        insert into draft (person_id, kind, about, content, created_at) values (%s, %s, %s, %s, %s) returning id
        """,
        (person_id, kind, Jsonb(dict(about)), content, now),
    )


async def of(uow: UnitOfWork, person_id: int, kind: Kind, draft_id: int) -> FileDraft | None:
    """A file of this person, locked until the end of the transaction; None if there is none."""
    return await uow.fetch_one(
        """
        select about, created_at, settled_at from draft where id = %s and person_id = %s and kind = %s
        for no key update
        """,
        (draft_id, person_id, kind),
        row=FileDraft,
    )


async def newest(uow: UnitOfWork, person_id: int, kind: Kind) -> int | None:
    """The last file of this person that waits for a confirmation; None if there is none."""
    return await uow.find_value(
        """
        select id from draft where person_id = %s and kind = %s and settled_at is null order by id desc limit 1
        """,
        (person_id, kind),
    )


async def content(uow: UnitOfWork, draft_id: int) -> tuple[Mapping[str, Any], bytes] | None:
    """What was found in a file, and its bytes; None if they were used up. Locked until the end of the transaction."""
    row = await uow.fetch_one(
        "select about, content from draft where id = %s and content is not null for no key update", (draft_id,)
    )
    return (row["about"], bytes(row["content"])) if row else None


async def settle(uow: UnitOfWork, draft_id: int, now: datetime, *, keep: bool = False) -> None:
    """Record that the sender said yes or no. `keep`: the bytes are still needed."""
    await uow.execute(
        "update draft set settled_at = %s, content = case when %s then content end where id = %s",
        (now, keep, draft_id),
    )


async def use_up(uow: UnitOfWork, draft_id: int) -> None:
    """Delete the bytes of a file: they were imported."""
    await uow.execute("update draft set content = null where id = %s", (draft_id,))


async def forget_before(uow: UnitOfWork, at: datetime, most: int) -> int:
    """Delete at most `most` files that came before then, settled or not. Return how many."""
    return await uow.execute(
        "delete from draft where id in (select id from draft where created_at < %s order by created_at limit %s)",
        (at, most),
    )


async def open_projects(uow: UnitOfWork, most: int) -> tuple[tuple[str, str], ...]:
    """Names and titles (`APART`) of the newest open projects."""
    rows = await uow.fetch_all(
        f"""
        select name, {APART} as title from project where status = '{ProjectStatus.OPEN}' and not practice
        order by id desc limit %s
        """,  # noqa: S608 (constants)
        (most,),
    )
    return tuple((row["name"], row["title"]) for row in rows)
