"""Reviews of tasks whose answers tie: opened with the tie, closed when it is gone."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.db.quality import reviews
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.projects import ProjectConfig
from backend.services.work import review_pay

SETTLED = "tie settled"
"""The event that tells the reviewer who had the tie that it is settled."""


async def open_for(uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, now: datetime) -> bool:
    """Open a review of a task's tie, if the project has its ties reviewed. Returns whether it has."""
    if config.review:
        due = now + config.appeal_after
        await reviews.add(uow, ReviewKind.TIE, project_id, task_id, now, due_at=due)
    return config.review


async def follow(
    uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, now: datetime, *, tied: bool
) -> bool:
    """Adapt the review of a task that has a new result, which may be a tie. Returns whether a reviewer has it now. A
    tie that was once left undecided is not reviewed again."""
    if not tied:
        await close(uow, config, task_id, now)
        return False
    if await reviews.open_tie(uow, task_id) is not None:
        return True
    if await reviews.left_undecided(uow, task_id):
        return False
    return await open_for(uow, project_id, config, task_id, now)


async def close(uow: UnitOfWork, config: ProjectConfig, task_id: int, now: datetime) -> None:
    """Close the review of a tie that is gone. The reviewer who had it is told, and is paid if they had judged it."""
    review = await reviews.open_tie(uow, task_id)
    if review is None:
        return
    await reviews.decide(uow, review.id, None, Verdict.SETTLED, now)
    if review.taken_by is None or review.taken_until is None:
        return
    judged = review.judged is not None
    if not judged and review.taken_until < now:
        return
    by = await people_rows.person(uow, review.taken_by)
    if by is None:
        return
    paid = judged and await review_pay.pay(uow, by, review, config, now)
    await inbox.post(uow, by.id, f"tie:{review.id}", {"wake": SETTLED, "project": config.title, "paid": paid}, now)
