"""Statements about versions of training modules, each stored complete. The live version is also in the tables of
`library`. The newest version is a draft until it is published."""

from __future__ import annotations

from datetime import datetime

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.training.modules import Module
from backend.domain.training.versions import VersionLine, dump_module, load_module
from backend.records import Record


class ModuleVersion(Record):
    """One complete version of a module."""

    number: int
    module: Module
    digest: str


async def add(
    uow: UnitOfWork,
    module: Module,
    digest: str,
    now: datetime,
    *,
    file: str = "",
    restored: int | None = None,
    published: bool,
) -> int:
    """Store one more version and return its number."""
    return await uow.fetch_int(
        """
        insert into module_version (module_id, number, content, digest, file, restored, at, published_at)
        values (%(module)s, 1 + greatest((select max(number) from module_version where module_id = %(module)s),
                                         (select version from module where id = %(module)s), 0),
                %(content)s, %(digest)s, %(file)s, %(restored)s, %(now)s,
                case when %(published)s then %(now)s::timestamptz end)
        returning number
        """,
        {
            "module": module.id,
            "content": Jsonb(dump_module(module)),
            "digest": digest,
            "file": file,
            "restored": restored,
            "now": now,
            "published": published,
        },
    )


async def version(uow: UnitOfWork, module_id: str, number: int) -> ModuleVersion | None:
    """One version; None if there is none."""
    row = await uow.fetch_one(
        "select number, content, digest from module_version where module_id = %s and number = %s", (module_id, number)
    )
    return _version(row) if row else None


def _version(row: Row) -> ModuleVersion:
    return ModuleVersion(row["number"], load_module(row["content"]), row["digest"])


async def draft(uow: UnitOfWork, module_id: str) -> ModuleVersion | None:
    """The unpublished draft; None if there is none."""
    row = await uow.fetch_one(
        """
        select number, content, digest, published_at from module_version
        where module_id = %s order by number desc limit 1
        """,
        (module_id,),
    )
    return _version(row) if row is not None and row["published_at"] is None else None


async def publish(uow: UnitOfWork, module_id: str, number: int, now: datetime) -> None:
    """Publish a version: people learn with it from now on."""
    await uow.execute(
        "update module_version set published_at = %s where module_id = %s and number = %s", (now, module_id, number)
    )


async def drafts(uow: UnitOfWork) -> list[ModuleVersion]:
    """All unpublished drafts, in the order of the list."""
    rows = await uow.fetch_all(
        """
        select number, content, digest from (
            select distinct on (module_id) module_id, number, content, digest, published_at
            from module_version order by module_id, number desc
        ) v where published_at is null order by (content ->> 'order')::int, module_id
        """
    )
    return [_version(row) for row in rows]


async def listing(uow: UnitOfWork, module_id: str) -> list[VersionLine]:
    """Every version of a module, the newest first."""
    return await uow.fetch_all(
        """
        select v.number, v.at, v.file, v.restored, jsonb_array_length(v.content -> 'lessons') as lessons,
               (select coalesce(sum(jsonb_array_length(l -> 'questions')), 0)
                from jsonb_array_elements(v.content -> 'lessons') l)::int
               + jsonb_array_length(v.content -> 'pool') as questions,
               case when m.version = v.number then 'live' when v.published_at is not null then 'former'
                    when v.number = max(v.number) over () then 'draft' else 'unpublished' end as state
        from module_version v left join module m on m.id = v.module_id
        where v.module_id = %s order by v.number desc
        """,
        (module_id,),
        row=VersionLine,
    )
