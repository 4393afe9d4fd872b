"""Which task a person has: the leased one, one whose lease ran out, or the next one; and whether the day has room for
another. `service` has what the person does with it.

Every function is part of a turn, as there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from backend.db.certificates import badges as badge_rows
from backend.db.engine.uow import UnitOfWork
from backend.db.work import leases
from backend.db.work import projects as project_rows
from backend.db.work import queries as rows
from backend.db.work.queries import ProjectTask
from backend.domain import days
from backend.domain.errors import Misuse
from backend.domain.people.commands import Person
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectConfig, ProjectStatus
from backend.services.work import hard_content, sharing


async def with_config(uow: UnitOfWork, task: ProjectTask) -> work_commands.Task:
    """A task with its project's configuration."""
    config = await project_rows.config(uow, task.project_id, task.revision)
    return work_commands.Task(
        id=task.id,
        project_id=task.project_id,
        config=config,
        content=task.content,
        practice=task.practice,
        gold=task.gold,
        explanation=task.explanation or "",
        control=task.control,
        value=task.value,
        minutes=work_commands.usual_minutes(config, task.median_seconds),
    )


async def open_task(uow: UnitOfWork, person: Person) -> work_commands.Task | None:
    """The task that the person has leased; None if there is none."""
    task = await rows.open_task(uow, person.id)
    return await with_config(uow, task) if task else None


async def late_task(uow: UnitOfWork, person: Person, task_id: int) -> work_commands.Task | None:
    """A task whose lease ran out while the person worked on it; else None. An answer still counts if there is a slot
    for it."""
    held = await rows.held(uow, person.id, task_id)
    return await with_config(uow, held) if held is not None and held.status is AnswerStatus.GIVEN_BACK else None


async def previous(uow: UnitOfWork, person: Person) -> work_commands.Task | None:
    """The person's last answer, if it can still be corrected; else None."""
    task = await rows.last_answered(uow, person.id)
    return await with_config(uow, task) if task else None


async def answerable(
    uow: UnitOfWork, person: Person, now: datetime, task_id: int
) -> work_commands.Task | work_commands.AnswerRefused:
    """A task that the person is answering. If the lease ran out, it is taken again if there is a slot. Raises `Misuse`
    for a task that the person never had."""
    held = await rows.held(uow, person.id, task_id)
    if held is None or held.status is None:
        raise Misuse("this task was never hers")
    task = await with_config(uow, held)
    if held.status is AnswerStatus.LEASED:
        return task
    full = held.status is AnswerStatus.GIVEN_BACK and await _has_given_most(uow, person, task.project_id, task.config)
    if (
        held.status is AnswerStatus.GIVEN_BACK
        and not full
        and await leases.take_again(uow, person.id, task.id, work_commands.lease_ends(now, task.minutes), None)
    ):
        return task
    given = await current(uow, person, now, held)
    if full:
        return work_commands.AnswerRefused("most", given.task, given.why)
    return work_commands.AnswerRefused(
        "already" if held.status is AnswerStatus.ANSWERED else "gone", given.task, given.why
    )


async def go_on(uow: UnitOfWork, person: Person, now: datetime, command: work_commands.GoOn) -> work_commands.TaskGiven:
    """After a pause, renew the lease and restart the time of work, so that the pause does not count as work.

    If the lease ran out and others have filled the task, the next one is leased. If the project is no longer open, or
    not to this person, there is none.
    """
    held = await rows.held(uow, person.id, command.task_id)
    if held is None or held.status is None:
        return work_commands.TaskGiven(None, "none_left")
    task = await with_config(uow, held)
    expires = work_commands.lease_ends(now, task.minutes)
    if held.status is AnswerStatus.GIVEN_BACK:
        if why := await barred(uow, person, task.project_id, task.config, now):
            return work_commands.TaskGiven(None, why)
        if await leases.take_again(uow, person.id, task.id, expires, now):
            return await hand_over(uow, person, now, held)
    elif held.status is AnswerStatus.LEASED:
        paused = held.leased_at is not None and now - held.leased_at > days.cap(estimate(task.config))
        shown = now if paused else None
        await leases.renew(uow, person.id, task.id, expires, shown)
        return work_commands.TaskGiven(task)
    return await current(uow, person, now, held)


async def keep_working(
    uow: UnitOfWork, person: Person, now: datetime, command: work_commands.KeepWorking
) -> work_commands.Task | work_commands.AnswerRefused | None:
    """Extend the lease of a task on which the person works. If it ran out, the task is taken again and returned. If
    others have filled it, that is said before she does the rest."""
    held = await rows.held(uow, person.id, command.task_id)
    if held is not None and held.status is AnswerStatus.GIVEN_BACK:
        return await answerable(uow, person, now, command.task_id)
    if held is not None and held.status is AnswerStatus.LEASED:
        expires = work_commands.lease_ends(now, (await with_config(uow, held)).minutes)
        await leases.renew(uow, person.id, command.task_id, expires, None)
    return None


async def current(uow: UnitOfWork, person: Person, now: datetime, held: ProjectTask | None) -> work_commands.TaskGiven:
    """The person's task after a step without an answer: the leased one, or the next one of the project of `held`, as
    long as the day lasts. Practice has no next one."""
    task = await open_task(uow, person)
    if task is not None:
        return work_commands.TaskGiven(task)
    if held is None:
        return work_commands.TaskGiven(None, "none_left")
    if held.practice:
        return work_commands.TaskGiven(None, None)
    if why := await over(uow, person, now):
        return work_commands.TaskGiven(None, why)
    left = await with_config(uow, held)
    if why := await barred(uow, person, left.project_id, left.config, now):
        return work_commands.TaskGiven(None, why)
    return await take_next(uow, person, left.project_id, now, left.minutes, left.config.most_per_person)


async def barred(
    uow: UnitOfWork, person: Person, project_id: int, config: ProjectConfig, now: datetime
) -> work_commands.Nothing | None:
    """Why a project gives the person no more tasks, by its own conditions; None: it may."""
    if config.ended(days.local_day(now, person.zone)):
        return "ended"
    if await rows.is_barred(uow, person.id, project_id):
        return "stopped"
    if await _has_given_most(uow, person, project_id, config):
        return "most"
    return await hard_content.barred(uow, person, now, config)


async def _has_given_most(uow: UnitOfWork, person: Person, project_id: int, config: ProjectConfig) -> bool:
    most = config.most_per_person
    return most is not None and await rows.answers_to(uow, person.id, project_id) >= most


async def take_next(
    uow: UnitOfWork, person: Person, project_id: int, now: datetime, minutes: Fraction, most: int | None = None
) -> work_commands.TaskGiven:
    """Lease the next task of a project, whose tasks take about `minutes`. `most`: answers that the person may give to
    it."""
    expires = work_commands.lease_ends(now, minutes)
    claimed = await leases.claim(uow, person.id, project_id, now, expires, most=most)
    if claimed is not None:
        return await hand_over(uow, person, now, claimed)
    return await from_the_front(uow, person, project_id, now, minutes, most)


async def from_the_front(
    uow: UnitOfWork, person: Person, project_id: int, now: datetime, minutes: Fraction, most: int | None = None
) -> work_commands.TaskGiven:
    """At the end of the queue, look from its front for tasks that others gave back."""
    await leases.back_to_front(uow, person.id, project_id)
    expires = work_commands.lease_ends(now, minutes)
    claimed = await leases.claim(uow, person.id, project_id, now, expires, wait=True, most=most)
    if claimed is None:
        barred = await rows.is_barred(uow, person.id, project_id)
        return work_commands.TaskGiven(None, "stopped" if barred else "none_left")
    return await hand_over(uow, person, now, claimed)


async def hand_over(uow: UnitOfWork, person: Person, now: datetime, leased: ProjectTask) -> work_commands.TaskGiven:
    """The task that was just leased. It is given back at once if its project is no longer open, or not to this person:
    they live elsewhere, a badge that it needs was revoked, or hard content is barred now."""
    task = await with_config(uow, leased)
    needs = task.config.needs
    if leased.project_status is not ProjectStatus.OPEN:
        closed = leased.project_status is ProjectStatus.CLOSED
        why: work_commands.Nothing = "closed" if closed else "paused"
    elif task.config.countries and person.country not in task.config.countries:
        why = "country"
    elif needs and not await badge_rows.holds(uow, person.id, needs):
        why = "badge"
    elif hard := await hard_content.barred(uow, person, now, task.config):
        why = hard
    else:
        return work_commands.TaskGiven(task)
    await leases.leave(uow, person.id, task.id, AnswerStatus.GIVEN_BACK, now)
    return work_commands.TaskGiven(None, why)


async def time_today(uow: UnitOfWork, person: Person, now: datetime) -> timedelta:
    """The time of work on the person's day so far."""
    return await rows.active_today(uow, person.id, days.local_day(now, person.zone))


async def day_done(uow: UnitOfWork, person: Person, now: datetime) -> bool:
    """Whether the person's 3 hours of today are reached."""
    return await time_today(uow, person, now) >= days.DAY_LIMIT


async def over(uow: UnitOfWork, person: Person, now: datetime) -> work_commands.Nothing | None:
    """Why the person gets no more work today: their 3 hours, or their share of scarce work; None if they may get
    some."""
    return "day_done" if await day_done(uow, person, now) else await sharing.done(uow, person, now)


def estimate(config: ProjectConfig) -> timedelta:
    """How long a task takes by the client's estimate."""
    return timedelta(minutes=float(config.minutes))
