"""The statements of ratings: what people said of a project, the last word of each counting."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.rating import Aspect, AspectRating


async def rated(uow: UnitOfWork, person_id: int, project_id: int) -> dict[Aspect, datetime]:
    """What she has said of a project, and when."""
    rows = await uow.fetch_all(
        "select aspect, at from rating where person_id = %s and project_id = %s", (person_id, project_id)
    )
    return {Aspect(row["aspect"]): row["at"] for row in rows}


async def keep(uow: UnitOfWork, person_id: int, project_id: int, aspect: Aspect, value: int, now: datetime) -> bool:
    """Keep what she says of a client's project; False where she has given no answer to it."""
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
    """What people said of it, by aspect; none of what nobody spoke of."""
    return (await of_projects(uow, project_id)).get(project_id, [])


async def of_projects(uow: UnitOfWork, project_id: int | None = None) -> dict[int, list[AspectRating]]:
    """The same of each project, or of this one alone."""
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
