"""The versions of training modules, each kept whole. The one that people learn with stands in the tables of
`training` too; the newest one is a draft while nobody has published it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import Row, UnitOfWork


async def add(
    uow: UnitOfWork,
    module_id: str,
    content: Mapping[str, Any],
    digest: str,
    now: datetime,
    *,
    file: str = "",
    restored: int | None = None,
    published: bool,
) -> int:
    """Keep one more version; its number."""
    row = await uow.fetch_one(
        """
        insert into module_version (module_id, number, content, digest, file, restored, at, published_at)
        values (%(module)s, 1 + greatest((select max(number) from module_version where module_id = %(module)s),
                                         (select version from module where id = %(module)s), 0),
                %(content)s, %(digest)s, %(file)s, %(restored)s, %(now)s,
                case when %(published)s then %(now)s::timestamptz end)
        returning number
        """,
        {
            "module": module_id,
            "content": Jsonb(dict(content)),
            "digest": digest,
            "file": file,
            "restored": restored,
            "now": now,
            "published": published,
        },
    )
    assert row is not None
    return int(row["number"])


async def version(uow: UnitOfWork, module_id: str, number: int) -> Row | None:
    """`content` and `digest` of one."""
    return await uow.fetch_one(
        "select content, digest from module_version where module_id = %s and number = %s", (module_id, number)
    )


async def draft(uow: UnitOfWork, module_id: str) -> Row | None:
    """The draft that waits: `number`, `content`, `digest`."""
    row = await uow.fetch_one(
        """
        select number, content, digest, published_at from module_version
        where module_id = %s order by number desc limit 1
        """,
        (module_id,),
    )
    return row if row is not None and row["published_at"] is None else None


async def publish(uow: UnitOfWork, module_id: str, number: int, now: datetime) -> None:
    """People learn with it from now on."""
    await uow.execute(
        "update module_version set published_at = %s where module_id = %s and number = %s", (now, module_id, number)
    )


async def drafts(uow: UnitOfWork) -> list[Row]:
    """Every draft that waits, in the order of the list: `id`, `number`, `content`."""
    return await uow.fetch_all(
        """
        select module_id as id, number, content from (
            select distinct on (module_id) module_id, number, content, published_at
            from module_version order by module_id, number desc
        ) v where published_at is null order by (content ->> 'order')::int, module_id
        """
    )


async def listing(uow: UnitOfWork, module_id: str) -> list[Row]:
    """Every version of a module, the newest first: `number`, `at`, `file`, `restored`, `lessons`, `questions`, and
    whether it is `live`, the newest (`last`), and was ever `published`."""
    return await uow.fetch_all(
        """
        select v.number, v.at, v.file, v.restored, jsonb_array_length(v.content -> 'lessons') as lessons,
               (select coalesce(sum(jsonb_array_length(l -> 'questions')), 0)
                from jsonb_array_elements(v.content -> 'lessons') l)::int
               + jsonb_array_length(v.content -> 'pool') as questions,
               coalesce(m.version = v.number, false) as live, v.published_at is not null as published,
               v.number = max(v.number) over () as last
        from module_version v left join module m on m.id = v.module_id
        where v.module_id = %s order by v.number desc
        """,
        (module_id,),
    )
