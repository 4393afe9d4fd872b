"""Statements of badges: who holds which, and what gives them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.certificates.badges import Badge, Course

SHUT = """
    with recursive hers as (select module_id from enrolment where person_id = %(person)s), shut (id) as (
        select id from module where closed_at is not null and id not in (select module_id from hers)
        union
        select m.id from module m join shut s on s.id = any(m.needs) where m.id not in (select module_id from hers)
    )
"""
"""SQL: what the person cannot begin any more, because it is closed or needs, if only through others, what is closed."""

_BADGE = "id, key, title, coalesce(module_id, '') as module_id, at"


async def grant(
    uow: UnitOfWork, person_id: int, key: str, title: str, module_id: str | None, now: datetime
) -> Badge | None:
    """Give her a badge; None if she holds it already."""
    return await uow.fetch_one(
        f"""
        insert into badge (person_id, key, title, module_id, at) values (%s, %s, %s, %s, %s)
        on conflict (person_id, key) where revoked_at is null do nothing returning {_BADGE}
        """,  # noqa: S608 (a constant)
        (person_id, key, title, module_id, now),
        row=Badge,
    )


async def held(uow: UnitOfWork, person_id: int) -> list[Badge]:
    """Her valid badges, in the order in which she earned them."""
    return await uow.fetch_all(
        f"select {_BADGE} from badge where person_id = %s and revoked_at is null order by id",  # noqa: S608
        (person_id,),
        row=Badge,
    )


async def holds(uow: UnitOfWork, person_id: int, keys: Collection[str]) -> bool:
    """Whether she holds all of these badges."""
    return await uow.fetch_bool(
        """
        select count(*) = cardinality(%(keys)s::text[]) as all from badge
        where person_id = %(person)s and revoked_at is null and key = any(%(keys)s::text[])
        """,
        {"person": person_id, "keys": sorted(set(keys))},
    )


async def together_with(uow: UnitOfWork, badge_ids: Collection[int]) -> dict[int, str]:
    """All valid badges that the same modules gave the same women as these badges did: the module of each by its number
    ("": it was given by hand)."""
    rows = await uow.fetch_all(
        """
        select distinct b.id, coalesce(b.module_id, '') as module_id from badge g
        join badge b on b.person_id = g.person_id and (b.id = g.id or b.module_id = g.module_id and b.module_id <> '')
        where g.id = any(%s) and b.revoked_at is null order by b.id
        """,
        (list(badge_ids),),
    )
    return {row["id"]: row["module_id"] for row in rows}


async def revoke(uow: UnitOfWork, badge_ids: Collection[int], reason: str, now: datetime) -> None:
    """Revoke these badges, for a reason in words."""
    await uow.execute(
        "update badge set revoked_at = %s, reason = %s where id = any(%s) and revoked_at is null",
        (now, reason, list(badge_ids)),
    )


async def course(uow: UnitOfWork, module_id: str) -> Course | None:
    """A module in one line, open or closed; None if there is none."""
    return await uow.fetch_one("select id, title, unlocks, minutes from module where id = %s", (module_id,), row=Course)


async def lessons(uow: UnitOfWork, module_id: str) -> list[str]:
    """The titles of a module's lessons, in their order."""
    return await uow.fetch_column(
        "select title from lesson where module_id = %s and retired_at is null order by position", (module_id,)
    )


async def courses(uow: UnitOfWork, person_id: int = 0) -> list[Course]:
    """The modules on offer in their order: those that this person has begun or can begin, now or after others."""
    return await uow.fetch_all(
        f"""
        {SHUT}
        select id, title, unlocks, minutes from module where id not in (select id from shut) order by position, id
        """,  # noqa: S608 (constants)
        {"person": person_id},
        row=Course,
    )


async def test_seconds(uow: UnitOfWork, person_id: int, module_id: str) -> list[int]:
    """Seconds of each of her answers in the lessons and the final test of a module. Revisions do not count as tests."""
    return await uow.fetch_column(
        """
        select a.seconds from attempt a left join lesson l on l.id = a.lesson_id
        left join final_try t on t.id = a.final_id
        where a.person_id = %s and coalesce(l.module_id, t.module_id) = %s
        """,
        (person_id, module_id),
    )


async def passed(uow: UnitOfWork, person_id: int) -> list[str]:
    """The modules whose own badge she holds."""
    return await uow.fetch_column(
        "select key from badge where person_id = %s and revoked_at is null and key = module_id order by id",
        (person_id,),
    )
