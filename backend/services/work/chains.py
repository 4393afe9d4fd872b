"""Chains (`then:`): tasks of one project that become tasks of another, and second opinions that come back.

At import every named project must exist and fit. A task stores what its children would show. When its result is known,
its child is created in the same transaction, once (there is a unique index of parent and project). The child is paid
out of its own project's budget. If that is used up, the child waits for more money and is offered to nobody
(`backend.db.work.chains.fund`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.db.work import chains as rows
from backend.db.work import projects as project_rows
from backend.db.work import results
from backend.db.work.chains import LinkedProject
from backend.domain.errors import BadInput, Reason
from backend.domain.quality.review import ReviewKind
from backend.domain.work import chains as rules
from backend.domain.work.agreement import first_wanted
from backend.domain.work.chains import SECOND_OPINION, Target
from backend.domain.work.projects import DISAGREEMENT, ProjectConfig, ProjectStatus
from backend.records import Record
from backend.services.work import ties

BY_HAND = "review"
"""The method of a result that a reviewer has set. Answers and second opinions do not change it."""

# --- at import ------------------------------------------------------------------------------------


async def targets(uow: UnitOfWork, config: ProjectConfig, client_id: int) -> tuple[Target, ...]:
    """The projects to which a project of this client sends tasks on. Raises `BadInput` if one does not exist or does
    not fit, if the chain is a circle, or if this project no longer fits those that send tasks on to it."""
    for other in await rows.sending_to(uow, config.name):
        if missing := [theme for theme in other.config.sensitive if theme not in config.sensitive]:
            raise BadInput(
                Reason(
                    "{other!r} sends tasks on here that are marked sensitive: {themes}; mark this project as well",
                    other=other.config.name,
                    themes=", ".join(missing),
                )
            )
    if not config.then:
        return ()
    known = await _linked(uow, config)
    way = rules.circle(config.name, {name: _names(each.config) for name, each in known.items()})
    if way:
        raise BadInput(Reason("then goes in a circle: {way}", way=" → ".join(way)))
    for key, name in config.then.items():
        if name not in known:
            raise BadInput(Reason("then.{key}: there is no project {name!r}; import it first", key=key, name=name))
        if reason := rules.misfit(config, key, _target(known, name), client_id):
            raise BadInput(reason)
    return tuple(_target(known, name) for name in _names(config))


def _names(config: ProjectConfig) -> tuple[str, ...]:
    return tuple(dict.fromkeys(config.then.values()))


async def _linked(uow: UnitOfWork, config: ProjectConfig) -> dict[str, LinkedProject]:
    """This project with its new configuration, and all projects that its tasks can reach."""
    known = {config.name: LinkedProject(0, config, ProjectStatus.OPEN, 0, 0)}
    wanted: Collection[str] = set(_names(config)) - known.keys()
    while wanted:
        found = await rows.named(uow, wanted)
        known |= {each.config.name: each for each in found}
        wanted = {name for each in found for name in _names(each.config)} - known.keys()
    return known


def _target(known: Mapping[str, LinkedProject], name: str) -> Target:
    project = known[name]
    then = tuple(_target(known, each) for each in _names(project.config) if each in known)
    return Target(project.id, project.config, project.status, project.client_id, then)


class ShortBudget(Record):
    """A project whose budget pays for `paid` of the `most` tasks that another can send on to it."""

    project: str
    paid: int
    most: int


async def prepare(
    uow: UnitOfWork, config: ProjectConfig, found: Iterable[Target], tasks: int, by: int | None, now: datetime
) -> tuple[ShortBudget, ...]:
    """Create the batches for what will be sent on. Return the projects whose budgets do not pay for all of `tasks`
    tasks."""
    short = []
    for target in found:
        await rows.add_batch(uow, target.id, config.name, by, now)
        if target.config.budget is not None:
            (project,) = await rows.named(uow, [target.config.name])
            paid = project.free // target.config.promise.units
            if paid < tasks:
                short.append(ShortBudget(target.config.name, paid, tasks))
    return tuple(short)


# --- when a task is decided -----------------------------------------------------------------------


async def decided(
    uow: UnitOfWork,
    project_id: int,
    config: ProjectConfig,
    task_id: int,
    answer: Any,
    now: datetime,
    *,
    disputed: bool = False,
    tied: bool = False,
    again: bool = False,
    confidence: str = "1",
    opinion_of: int | None = None,
) -> None:
    """Apply the consequences of a task's result. The task is sent on; if its answers tie, it goes to a reviewer. If it
    is a second opinion (`opinion_of`: the task that asked for it), its result becomes that task's result. `again`: the
    task had a result before, which may have been a tie."""
    asked = await _send_on(uow, config, task_id, answer, now, disputed=disputed)
    if again:
        review = await ties.follow(uow, project_id, config, task_id, now, tied=tied and not asked)
    else:
        review = tied and not asked and await ties.open_for(uow, project_id, config, task_id, now)
    if opinion_of is not None and not (tied and (review or asked)):
        await _tell(uow, opinion_of, answer, confidence, now)


async def _send_on(
    uow: UnitOfWork, config: ProjectConfig, task_id: int, answer: Any, now: datetime, *, disputed: bool
) -> bool:
    """Send the task on. True if a second opinion is asked for, or there."""
    keys = rules.keys(config, answer, disputed=disputed)
    task = await rows.sending(uow, task_id) if keys else None
    if task is None or task.chain is None:
        return False
    opinion = config.then.get(DISAGREEMENT) if disputed else None
    asked = False
    for target in await rows.children(uow, task_id, {config.then[key] for key in keys}):
        sent = task.chain.get(target.name)
        if target.child is not None:
            if target.name == opinion and target.asks:
                asked = True
                if target.opinion is not None:
                    await _tell(uow, task_id, target.opinion["answer"], target.opinion["confidence"], now, done=True)
            continue
        there = await project_rows.config(uow, target.id, target.revision)
        if sent is not None and target.status is not ProjectStatus.CLOSED and not there.ended(now.date()):
            asked = asked or target.name == opinion
            values = [answer] if answer is not None else await results.values(uow, task_id)
            said = rules.said(config, values, task.content)
            rows.send(
                uow,
                task_id,
                config.name,
                target,
                rules.filled(sent["content"], said),
                sent["then"],
                opinion=target.name == opinion,
                wanted=first_wanted(there),
                now=now,
            )
    return asked


async def give_up(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Send tasks to a reviewer whose second opinion will not come, because its project is closed or has ended. Return
    how many, at most `most`."""
    found = await rows.give_up(uow, now, most)
    for task_id in found:
        await _tell(uow, task_id, None, "0", now)
    return len(found)


async def no_opinion(uow: UnitOfWork, task_id: int, now: datetime) -> None:
    """A task is over without a result. The task that asked for it as a second opinion goes to a reviewer."""
    parent = await rows.opinion_of(uow, task_id)
    if parent is not None:
        await _tell(uow, parent, None, "0", now)


async def _tell(
    uow: UnitOfWork, task_id: int, opinion: Any, confidence: str, now: datetime, *, done: bool = False
) -> None:
    """Tell a task that its second opinion is there; None: it has no result. `done`: the task is about to be done."""
    asking = await rows.asking(uow, task_id, ReviewKind.TIE)
    if asking is None or not (asking.done or done):
        return  # the parent is open again, and asks when it is done
    own = asking.result or {}
    if own.get("method") == BY_HAND:
        return
    config = await project_rows.config(uow, asking.project_id, asking.revision)
    answer = rules.adopted(config, own.get("answer"), opinion)
    if answer is None:
        if own.get("answer") is None and config.review and not asking.tie_open:
            await ties.open_for(uow, asking.project_id, config, task_id, now)
        return
    results.settle(uow, task_id, {"answer": answer, "confidence": confidence, "method": SECOND_OPINION})
    parent = await rows.opinion_of(uow, task_id)
    await decided(
        uow, asking.project_id, config, task_id, answer, now, again=True, confidence=confidence, opinion_of=parent
    )
