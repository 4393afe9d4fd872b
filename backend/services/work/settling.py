"""The result of a task, decided whenever an answer to it comes, changes, is refused or is restored."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.quality import skills
from backend.db.work import chains as chain_rows
from backend.db.work import projects as project_rows
from backend.db.work import results as rows
from backend.domain.work import agreement, skilled
from backend.domain.work.agreement import Outcome
from backend.domain.work.chains import SECOND_OPINION
from backend.domain.work.projects import ProjectConfig
from backend.services.work import chains, ties
from backend.services.work.chains import BY_HAND


async def conclude(
    uow: UnitOfWork,
    project_id: int,
    config: ProjectConfig,
    task_id: int,
    person_id: int,
    now: datetime,
    opinion_of: int | None,
) -> None:
    """A task has all the answers that it wanted, the last one from this person: store its result and apply it
    (`chains.decided`), or let it get more answers. `opinion_of`: the task to which it is a second opinion."""
    found = await _outcome(uow, config, task_id)
    if found.more:
        rows.ask_for_more(uow, task_id, found.more, config.answers_max)
        return
    await _finish(uow, project_id, config, task_id, person_id, found, now, opinion_of)


async def _finish(
    uow: UnitOfWork,
    project_id: int,
    config: ProjectConfig,
    task_id: int,
    person_id: int,
    found: Outcome,
    now: datetime,
    opinion_of: int | None,
) -> None:
    rows.finish(uow, person_id, project_id, task_id, found.result(config), config.answers_max, now)
    await _decided(uow, project_id, config, task_id, found, now, opinion_of)


async def _settle(
    uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, found: Outcome, now: datetime
) -> None:
    rows.settle(uow, task_id, found.result(config))
    await _decided(uow, project_id, config, task_id, found, now, await chain_rows.opinion_of(uow, task_id), again=True)


async def _decided(
    uow: UnitOfWork,
    project_id: int,
    config: ProjectConfig,
    task_id: int,
    found: Outcome,
    now: datetime,
    opinion_of: int | None,
    *,
    again: bool = False,
) -> None:
    await chains.decided(
        uow,
        project_id,
        config,
        task_id,
        found.answer,
        now,
        disputed=found.disputed,
        tied=found.tied,
        again=again,
        confidence=found.result(config)["confidence"],
        opinion_of=opinion_of,
    )


async def reconsider(uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, now: datetime) -> None:
    """Decide a done task again after one of its answers has changed. It may now need more answers, tie, or tie no more.
    If it needs more and the project's money is all promised, its result has no answer."""
    if await rows.method(uow, task_id) in (BY_HAND, SECOND_OPINION):
        return
    found = await _outcome(uow, config, task_id)
    if not (found.more and await _open_again(uow, project_id, config, task_id, found.more, now)):
        await _settle(uow, project_id, config, task_id, found, now)


async def _open_again(
    uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, more: int, now: datetime
) -> bool:
    """Let a done task get more answers. False if the project has no money left for them."""
    missing = await rows.unpromised(uow, task_id, config.answers_max)
    if not await project_rows.book(uow, project_id, 0, (config.pay * missing).units):
        return False
    await rows.undo(uow, task_id)
    rows.ask_for_more(uow, task_id, more, config.answers_max)
    await ties.close(uow, config, task_id, now)
    return True


async def judge_again(uow: UnitOfWork, project_id: int, config: ProjectConfig, task_id: int, now: datetime) -> None:
    """Decide a task of a skilled project again with the new model. It may need fewer answers than it wants, or be
    undecided again. A task that is leased now waits for that answer."""
    done = await rows.is_done(uow, task_id)
    found = await _outcome(uow, config, task_id)
    if done:
        if await rows.method(uow, task_id) != config.mode:
            return
        if not found.more:
            await _settle(uow, project_id, config, task_id, found, now)
        else:
            await _open_again(uow, project_id, config, task_id, found.more, now)
        return
    last = await skills.stop_asking(uow, task_id, found.more)
    if last is not None and not found.more:
        opinion_of = await chain_rows.opinion_of(uow, task_id)
        await _finish(uow, project_id, config, task_id, last, found, now, opinion_of)


async def _outcome(uow: UnitOfWork, config: ProjectConfig, task_id: int) -> Outcome:
    """The outcome of the standing answers, in a skilled project with what was learnt of the people who gave them. It
    takes one read."""
    family = skilled.family(config) if config.mode == "skilled" else None
    if family is None:
        values, belief = await rows.values(uow, task_id), None
    else:
        opinions = await skills.opinions(uow, family.key, task_id)
        values, belief = [each.value for each in opinions], skilled.belief(config, opinions)
    return agreement.outcome(config, values, belief) if values else Outcome(1)
