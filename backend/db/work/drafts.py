"""Statements about files that were read and wait until their sender confirms them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.projects import ProjectStatus

Kind = Literal["batch", "names"]


@dataclass(frozen=True, slots=True)
class FileDraft:
    """A file that was read. `about`: what was found in it, as its reader keeps that in JSON. `settled_at`: when its
    sender said yes or no."""

    about: Mapping[str, Any]
    created_at: datetime
    settled_at: datetime | None


async def add(
    uow: UnitOfWork, person_id: int, kind: Kind, about: Mapping[str, Any], content: bytes | None, now: datetime
) -> int:
    """Keep it; its number."""
    row = await uow.fetch_one(
        """
        insert into draft (person_id, kind, about, content, created_at) values (%s, %s, %s, %s, %s) returning id
        """,
        (person_id, kind, Jsonb(dict(about)), content, now),
    )
    assert row is not None
    return int(row["id"])


async def of(uow: UnitOfWork, person_id: int, kind: Kind, draft_id: int) -> FileDraft | None:
    """One of hers, locked until the end of the transaction."""
    return await uow.fetch_one(
        """
        select about, created_at, settled_at from draft where id = %s and person_id = %s and kind = %s
        for no key update
        """,
        (draft_id, person_id, kind),
        row=FileDraft,
    )


async def newest(uow: UnitOfWork, person_id: int, kind: Kind) -> int | None:
    """The last one of hers that waits for her yes."""
    row = await uow.fetch_one(
        """
        select id from draft where person_id = %s and kind = %s and settled_at is null order by id desc limit 1
        """,
        (person_id, kind),
    )
    return int(row["id"]) if row else None


async def content(uow: UnitOfWork, draft_id: int) -> tuple[Mapping[str, Any], bytes] | None:
    """What was found in it and its bytes; None when they are used up. Locked until the end of the transaction."""
    row = await uow.fetch_one(
        "select about, content from draft where id = %s and content is not null for no key update", (draft_id,)
    )
    return (row["about"], bytes(row["content"])) if row else None


async def settle(uow: UnitOfWork, draft_id: int, now: datetime, *, keep: bool = False) -> None:
    """She has said yes or no. `keep`: its bytes are still needed."""
    await uow.execute(
        "update draft set settled_at = %s, content = case when %s then content end where id = %s",
        (now, keep, draft_id),
    )


async def use_up(uow: UnitOfWork, draft_id: int) -> None:
    """Delete its bytes: they have been imported."""
    await uow.execute("update draft set content = null where id = %s", (draft_id,))


async def forget_before(uow: UnitOfWork, at: datetime) -> None:
    """Delete drafts that were made before then, settled or not."""
    await uow.execute("delete from draft where created_at < %s", (at,))


async def open_projects(uow: UnitOfWork, most: int) -> tuple[tuple[str, str], ...]:
    """Name and title of the newest ones, to choose from."""
    rows = await uow.fetch_all(
        f"""
        select name, config ->> 'title' as title from project where status = '{ProjectStatus.OPEN}' and not practice
        order by id desc limit %s
        """,  # noqa: S608 (constants)
        (most,),
    )
    return tuple((row["name"], row["title"]) for row in rows)
