"""Statements of ratings: what people think of a project. The last rating of each aspect counts."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.rating import Aspect, AspectRating


async def rated(uow: UnitOfWork, person_id: int, project_id: int) -> dict[Aspect, datetime]:
    """The aspects of a project that the person has rated, and when."""
    rows = await uow.fetch_all(
        "select aspect, at from rating where person_id = %s and project_id = %s", (person_id, project_id)
    )
    return {Aspect(row["aspect"]): row["at"] for row in rows}


async def keep(uow: UnitOfWork, person_id: int, project_id: int, aspect: Aspect, value: int, now: datetime) -> bool:
    """Store the person's rating of a client's project. False if they have given no answer to it."""
    kept = await uow.execute(
        """
        insert into rating (person_id, project_id, aspect, value, at)
        select g.person_id, g.project_id, %s, %s, %s from progress g join project p on p.id = g.project_id
        where g.person_id = %s and g.project_id = %s and g.answers > 0 and not p.practice
        on conflict (person_id, project_id, aspect) do update set value = excluded.value, at = excluded.at
        """,
        (aspect.value, value, now, person_id, project_id),
    )
    return kept == 1


async def of_project(uow: UnitOfWork, project_id: int) -> list[AspectRating]:
    """The ratings of one project, by aspect; an aspect that nobody rated is left out."""
    return (await of_projects(uow, project_id)).get(project_id, [])


async def of_projects(uow: UnitOfWork, project_id: int | None = None) -> dict[int, list[AspectRating]]:
    """The ratings of each project, or of one."""
    rows = await uow.fetch_all(
        """
        select project_id, aspect, count(*)::int as count, sum(value)::int as total from rating
        where %(project)s::bigint is null or project_id = %(project)s group by project_id, aspect
        """,
        {"project": project_id},
    )
    found: dict[int, list[AspectRating]] = {}
    for row in rows:
        found.setdefault(row["project_id"], []).append(AspectRating(Aspect(row["aspect"]), row["count"], row["total"]))
    return {key: sorted(each, key=lambda one: list(Aspect).index(one.aspect)) for key, each in found.items()}
