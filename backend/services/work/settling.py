"""What the answers to a task come to, whenever one of them comes, changes, is refused or stands again."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.quality import reviews
from backend.db.work import projects as project_rows
from backend.db.work import queries as rows
from backend.domain.quality.review import ReviewKind
from backend.domain.work import agreement
from backend.domain.work.agreement import Outcome
from backend.domain.work.projects import ProjectConfig

BY_HAND = "review"
"""The method of a result that a reviewer has given: answers do not change it."""


async def conclude(
    uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, person_id: int, now: datetime
) -> None:
    """Once a task has all the answers that it asked for, the last one from this person: its result, or more of them.
    Answers that tie go to a reviewer where the project wants that."""
    found = agreement.outcome(config, await rows.values(uow, task_id))
    if found.more:
        rows.ask_for_more(uow, task_id, found.more, config.answers_max)
        return
    rows.finish(uow, person_id, project_id, task_id, found.result(config), config.answers_max, now)
    if found.tied and config.review:
        await reviews.add(uow, ReviewKind.TIE, project_id, task_id, now, due_at=now + config.appeal_after)


async def reconsider(uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int) -> None:
    """The result of a done task after one of its answers has changed: it may want more of them now. Where the
    project's money is promised to others meanwhile, it is left without an answer."""
    if await rows.method(uow, task_id) == BY_HAND:
        return
    values = await rows.values(uow, task_id)
    found = agreement.outcome(config, values) if values else Outcome(1)
    if found.more:
        missing = await rows.unpromised(uow, task_id, config.answers_max)
        if await project_rows.book(uow, project_id, 0, (config.pay * missing).units):
            await rows.undo(uow, task_id)
            rows.ask_for_more(uow, task_id, found.more, config.answers_max)
            return
    rows.settle(uow, task_id, found.result(config))
