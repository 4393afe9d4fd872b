"""Statements about who refused how much, and the refusals that wait for an admin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.quality.review import ReviewKind, Verdict


async def verdicts(uow: UnitOfWork, project_id: int, since: datetime, most: int) -> list[Verdict]:
    """A project's verdicts on answers since then, the newest first."""
    rows = await uow.fetch_all(
        f"""
        select verdict from review where project_id = %s and decided_at >= %s and kind = {ReviewKind.ANSWER}
        order by decided_at desc, id desc limit %s
        """,  # noqa: S608 (constants)
        (project_id, since, most),
    )
    return [Verdict(row["verdict"]) for row in rows]


@dataclass(frozen=True, slots=True)
class HeldRefusals:
    """Refusals of one project that wait for an admin's decision."""

    project_id: int
    title: str
    refusals: int
    reviewers: Sequence[int]


async def held(uow: UnitOfWork) -> list[HeldRefusals]:
    """Projects with refusals that wait for an admin, and how many."""
    return await uow.fetch_all(
        """
        select p.id as project_id, p.config ->> 'title' as title, count(*)::int as refusals,
               array_agg(distinct r.decided_by) as reviewers
        from review r join project p on p.id = r.project_id where r.held group by p.id order by p.id
        """,
        row=HeldRefusals,
    )


async def held_of(uow: UnitOfWork, project_id: int) -> list[int]:
    """The waiting refusals of a project, locked."""
    return await uow.fetch_column(
        "select id from review where project_id = %s and held order by id for no key update", (project_id,)
    )


async def release(uow: UnitOfWork, review_id: int, verdict: Verdict) -> None:
    """Let a waiting refusal take effect, with this verdict."""
    await uow.execute("update review set held = false, verdict = %s where id = %s", (verdict, review_id))
