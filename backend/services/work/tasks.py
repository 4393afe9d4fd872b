"""Which task is hers: the one that is open, one that ran out under her hands, the next one; and whether
her day has room for another. What she does with it is `work`'s.

As there, every function is part of a turn.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

from backend.db.certificates import badges as badge_rows
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work import leases
from backend.db.work import projects as project_rows
from backend.db.work import queries as rows
from backend.domain import days
from backend.domain.earnings import pace
from backend.domain.errors import Misuse
from backend.domain.people.commands import Person
from backend.domain.work import commands as work_commands
from backend.domain.work.projects import ProjectConfig


async def of_row(uow: UnitOfWork, row: Row) -> work_commands.Task:
    """The task of a row of `backend.db.work.queries` or `leases`, or of what a turn has read already
    (`turns.Conversation.task`)."""
    config = await project_rows.config(uow, row["project_id"], row["revision"])
    return work_commands.Task(
        id=row["id"],
        project_id=row["project_id"],
        config=config,
        content=row["content"],
        practice=row["practice"],
        gold=row["gold"],
        explanation=row["explanation"] or "",
        value=row.get("value"),
        minutes=usual(config, row),
    )


async def open_task(uow: UnitOfWork, person: Person) -> work_commands.Task | None:
    """The task that is hers now."""
    row = await rows.open_task(uow, person.id)
    return await of_row(uow, row) if row else None


async def late_task(uow: UnitOfWork, person: Person, task_id: int) -> work_commands.Task | None:
    """A task whose lease ran out under her hands: an answer still counts where there is room for it."""
    row = await rows.held(uow, person.id, task_id)
    return await of_row(uow, row) if row is not None and row["status"] == rows.GIVEN_BACK else None


async def previous(uow: UnitOfWork, person: Person) -> work_commands.Task | None:
    """Her last answer, while she can still correct it."""
    row = await rows.last_answered(uow, person.id)
    return await of_row(uow, row) if row else None


async def answerable(
    uow: UnitOfWork, person: Person, now: datetime, task_id: int
) -> work_commands.Task | work_commands.AnswerRefused:
    """A task that she is answering; her lease on it, when it ran out, is taken again where there is
    room. Raises `Misuse` for a task that never was hers."""
    held = await rows.held(uow, person.id, task_id)
    if held is None or held["status"] is None:
        raise Misuse("this task was never hers")
    task = await of_row(uow, held)
    if held["status"] == rows.LEASED:
        return task
    if held["status"] == rows.GIVEN_BACK and await leases.take_again(
        uow, person.id, task.id, work_commands.lease_ends(now, task.minutes), None
    ):
        return task
    given = await current(uow, person, now, held)
    return work_commands.AnswerRefused("already" if held["status"] == rows.ANSWERED else "gone", given.task, given.why)


async def go_on(uow: UnitOfWork, person: Person, now: datetime, command: work_commands.GoOn) -> work_commands.TaskGiven:
    """After a pause: the lease and the clock of her work start anew, so that the pause is no work.
    Where the lease ran out and others have filled the task, the next one is hers; where the project is no
    longer open, or no longer to her, there is none."""
    held = await rows.held(uow, person.id, command.task_id)
    if held is None or held["status"] is None:
        return work_commands.TaskGiven(None, "none_left")
    task = await of_row(uow, held)
    expires = work_commands.lease_ends(now, usual(task.config, held))
    if held["status"] == rows.GIVEN_BACK:
        if await leases.take_again(uow, person.id, task.id, expires, now):
            return await hand_over(uow, person, now, held)
    elif held["status"] == rows.LEASED:
        shown = now if now - held["leased_at"] > days.cap(estimate(task.config)) else None
        await leases.renew(uow, person.id, task.id, expires, shown)
        return work_commands.TaskGiven(task)
    return await current(uow, person, now, held)


async def keep_working(uow: UnitOfWork, person: Person, now: datetime, command: work_commands.KeepWorking) -> None:
    """Renew her lease while she is at her task."""
    held = await rows.held(uow, person.id, command.task_id)
    if held is not None and held["status"] == rows.LEASED:
        config = await project_rows.config(uow, held["project_id"], held["revision"])
        expires = work_commands.lease_ends(now, usual(config, held))
        await leases.renew(uow, person.id, command.task_id, expires, None)


async def current(uow: UnitOfWork, person: Person, now: datetime, held: Row | None) -> work_commands.TaskGiven:
    """What is hers now, after a step that answered nothing: her open task, or the next one of the
    project that `held` is of, while her day lasts. Practice has no next one."""
    row = await rows.open_task(uow, person.id)
    if row is not None:
        return work_commands.TaskGiven(await of_row(uow, row))
    if held is None:
        return work_commands.TaskGiven(None, "none_left")
    if held["practice"]:
        return work_commands.TaskGiven(None, None)
    if await day_done(uow, person, now):
        return work_commands.TaskGiven(None, "day_done")
    task = await of_row(uow, held)
    return await take_next(uow, person, task.project_id, now, task.minutes)


async def take_next(
    uow: UnitOfWork, person: Person, project_id: int, now: datetime, minutes: Fraction
) -> work_commands.TaskGiven:
    """Lease the next task of a project, whose tasks take about so many minutes."""
    row = await leases.claim(uow, person.id, project_id, now, work_commands.lease_ends(now, minutes))
    if row is not None:
        return await hand_over(uow, person, now, row)
    return await from_the_front(uow, person, project_id, now, minutes)


async def from_the_front(
    uow: UnitOfWork, person: Person, project_id: int, now: datetime, minutes: Fraction
) -> work_commands.TaskGiven:
    """At the end of the queue look from its front for what others gave back."""
    await leases.back_to_front(uow, person.id, project_id)
    row = await leases.claim(uow, person.id, project_id, now, work_commands.lease_ends(now, minutes), wait=True)
    return await hand_over(uow, person, now, row) if row is not None else work_commands.TaskGiven(None, "none_left")


async def hand_over(uow: UnitOfWork, person: Person, now: datetime, row: Row) -> work_commands.TaskGiven:
    """The task that was just leased to her; given back at once where its project is open no more, or not
    to her: a badge that it needs was taken back."""
    task = await of_row(uow, row)
    needs = task.config.needs
    if row["project_status"] != "open":
        why: work_commands.Nothing = "closed"
    elif needs and not await badge_rows.holds(uow, person.id, needs):
        why = "badge"
    else:
        return work_commands.TaskGiven(task)
    await leases.leave(uow, person.id, row["id"], rows.GIVEN_BACK, now)
    return work_commands.TaskGiven(None, why)


async def time_today(uow: UnitOfWork, person: Person, now: datetime) -> timedelta:
    """Active time of her own day so far."""
    return await rows.active_today(uow, person.id, days.local_day(now, person.zone))


async def day_done(uow: UnitOfWork, person: Person, now: datetime) -> bool:
    """Whether her 3 hours of today are reached."""
    return await time_today(uow, person, now) >= days.DAY_LIMIT


def estimate(config: ProjectConfig) -> timedelta:
    """How long a task takes by the client's own word."""
    return timedelta(minutes=float(config.minutes))


def usual(config: ProjectConfig, row: Row) -> Fraction:
    """Minutes that a task of this project takes: as measured (`backend.domain.earnings.pace`), or by the client's own
    word
    until then."""
    measured = row.get("median_seconds")
    estimated = Fraction(config.minutes)
    return pace.bounded(Fraction(measured, 60), estimated) if measured else estimated
