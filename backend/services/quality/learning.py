"""The model of skilled projects. A job learns it from all standing answers; turns that count answers read it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database
from backend.db.quality import skills
from backend.db.quality.skills import ChoiceProject
from backend.domain.quality.evidence import Given, Standing
from backend.domain.work import skilled
from backend.domain.work.skilled import Family
from backend.services.work import settling

if TYPE_CHECKING:
    from backend.domain.quality.learning import Learnt

TOLD_FOR = timedelta(days=720)
"""Older answers are left out: they would count for less than a 200th."""
JUDGED_AGAIN = timedelta(days=1)
"""For this long after a result the learning job may reopen the task. After that the client can rely on the result."""
MAX_TRIES = 3
"""How often a task is judged again at most if a turn holds its locks."""


async def learn(database: Database, now: datetime) -> int:
    """Fit the model of each kind of task that a skilled project has and that has new answers. Return how many.

    Then tasks that the new model decides differently are judged again, each in a unit of work of its own. And tasks
    that want one more answer are no longer given to people whose answers say next to nothing.
    """
    async with database.unit() as uow:
        found = await skills.projects(uow)
    families: dict[Family, list[ChoiceProject]] = defaultdict(list)
    for project in found:
        if (family := skilled.family(project.config)) is not None:
            families[family].append(project)
    fitted = 0
    for family, projects in families.items():
        if any(_is_skilled(project) for project in projects):
            fitted += await _learn(database, family, projects, now)
    return fitted


def _is_skilled(project: ChoiceProject) -> bool:
    return project.open and project.config.mode == "skilled"


async def _learn(database: Database, family: Family, projects: Sequence[ChoiceProject], now: datetime) -> bool:
    by_id = {project.id: project for project in projects}
    async with database.unit() as uow:
        if not await skills.is_behind(uow, family.key, list(by_id)):
            return False
    given, of_project = await _gather(database, family, by_id, now)
    if not given.task:
        return False
    learnt = await asyncio.to_thread(_fit, given)
    asking = [project.id for project in projects if _is_skilled(project)]
    async with database.unit() as uow:
        await skills.keep(uow, family.key, learnt.prior, learnt.pooled, learnt.useful, learnt.matrices, now)
        await uow.commit()
    async with database.unit() as uow:
        await skills.give_reopened(uow, asking, sorted(learnt.unclear))
        await uow.commit()
    for task_id in learnt.changed:
        await _judge_again(database, by_id[of_project[task_id]], task_id, now)
    return True


def _fit(given: Given) -> Learnt:
    from backend.domain.quality import learning  # imports numpy, so only where it is needed

    return learning.learn(given)


async def _gather(
    database: Database, family: Family, projects: Mapping[int, ChoiceProject], now: datetime
) -> tuple[Given, dict[int, int]]:
    """The answers, and the project of each task that may be judged again."""
    given = Given(len(family.labels))
    of_project: dict[int, int] = {}
    async with database.unit() as uow:
        rows = skills.answers(uow, list(projects), family.labels, now, now - TOLD_FOR, now - JUDGED_AGAIN)
        async with aclosing(rows):
            async for row in rows:
                given.task.append(row.task_id)
                given.person.append(row.person_id)
                given.label.append(row.label)
                given.days.append(row.days)
                if row.known is not None:
                    given.known[row.task_id] = row.known
                if row.decided is not None and _is_skilled(project := projects[row.project_id]):
                    of_project[row.task_id] = project.id
                    given.standings[row.task_id] = Standing(row.decided, row.result, row.slots, project.config.rule)
    return given, of_project


async def _judge_again(database: Database, project: ChoiceProject, task_id: int, now: datetime) -> None:
    for _ in range(MAX_TRIES):
        try:
            async with database.unit() as uow:
                await settling.judge_again(uow, project.id, project.config, task_id, now)
                await uow.commit()
        except RETRYABLE:
            continue
        return
