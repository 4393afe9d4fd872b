"""Second looks at tasks whose answers tie: opened with the tie, closed when the tie is gone."""

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
"""The event by which the reviewer who had it before her hears of it."""


async def open_for(uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, now: datetime) -> bool:
    """The answers to a task tie: whether it goes to a reviewer, as the project says."""
    if config.review:
        due = now + config.appeal_after
        await reviews.add(uow, ReviewKind.TIE, project_id, task_id, now, due_at=due)
    return config.review


async def follow(
    uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, now: datetime, *, tied: bool
) -> bool:
    """A task that had a result has another one, which is a tie or not; whether a reviewer has it now. A tie that nobody
    decided in time once is not looked at again."""
    if not tied:
        await close(uow, config, task_id, now)
        return False
    if await reviews.open_tie(uow, task_id) is not None:
        return True
    if await reviews.left_undecided(uow, task_id):
        return False
    return await open_for(uow, project_id, config, task_id, now)


async def close(uow: UnitOfWork, config: ProjectConfig, task_id: int, now: datetime) -> None:
    """There is no tie any more to decide. Who had it before her hears so, and is paid if she had judged it."""
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
