"""Work: offers, the next task, answers and their pay, skipping, reporting, correcting.

Every function is part of a turn: her conversation is locked, so nothing here happens twice at once
for one person; what others do to the same tasks is settled by the statements of `backend.db.work`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from backend.db import leases
from backend.db import practice as practice_rows
from backend.db import projects as project_rows
from backend.db import work as rows
from backend.db.uow import Row, Statement, UnitOfWork
from backend.domain import days, work
from backend.domain.answers import normalise
from backend.domain.errors import BadInput, Misuse, NotAllowed
from backend.domain.money import Money, francs
from backend.domain.people import Person
from backend.domain.projects import ProjectConfig
from backend.services import practice, wakeups


def require_worker(person: Person) -> None:
    """Paid work is for hiteuses who have joined. Raises `NotAllowed`."""
    if person.role != "hiteuse":
        raise NotAllowed


async def offers(uow: UnitOfWork, person: Person) -> tuple[work.Offer, ...]:
    """Projects that have work for her, the ones that she has begun first, then the oldest."""
    require_worker(person)
    found = []
    for row in await project_rows.offers(uow, person.id, person.country, work.LEFT_SHOWN):
        config = await project_rows.config(uow, row["id"], row["revision"])
        found.append(
            work.Offer(
                row["id"],
                config,
                min(row["left"], work.LEFT_SHOWN + 1),
                _minutes(config, row),
                row["started"],
            )
        )
    return tuple(found)


async def task_of(uow: UnitOfWork, row: Row) -> work.Task:
    """The task of a row that a turn has read already (`turns.Conversation.task`)."""
    return await _task(uow, row)


async def open_task(uow: UnitOfWork, person: Person) -> work.Task | None:
    """The task that is hers now."""
    row = await rows.open_task(uow, person.id)
    return await _task(uow, row) if row else None


async def late_task(uow: UnitOfWork, person: Person, task_id: int) -> work.Task | None:
    """A task whose lease ran out under her hands: an answer still counts where there is room for it."""
    row = await rows.held(uow, person.id, task_id)
    return await _task(uow, row) if row is not None and row["status"] == rows.GIVEN_BACK else None


async def previous(uow: UnitOfWork, person: Person) -> work.Task | None:
    """Her last answer, while she can still correct it."""
    row = await rows.last_answered(uow, person.id)
    return await _task(uow, row) if row else None


async def take(uow: UnitOfWork, person: Person, now: datetime, command: work.TakeWork) -> work.TaskGiven:
    """Begin or go on with a project. An open task of another project is given back."""
    require_worker(person)
    if person.joined_at is None:
        raise Misuse("she has not finished her profile")
    held = await rows.open_task(uow, person.id)
    if held is not None and held["project_id"] == command.project_id:
        return work.TaskGiven(await _task(uow, held))
    offer = next((o for o in await offers(uow, person) if o.project_id == command.project_id), None)
    if offer is None:
        return work.TaskGiven(None, "none_left")
    if await day_done(uow, person, now):
        return work.TaskGiven(None, "day_done")
    if held is not None:
        await leases.leave(uow, person.id, held["id"], rows.GIVEN_BACK, now)
    await leases.begin_project(uow, person.id, command.project_id, offer.config.pay.currency, now)
    return await _next(uow, person, command.project_id, now, offer.minutes)


async def start_practice(uow: UnitOfWork, person: Person, now: datetime) -> work.TaskGiven:
    """The paid practice task, once; the company funds it when it is given."""
    require_worker(person)
    held = await rows.open_task(uow, person.id)
    if held is None:
        project_id = await practice.make_room(uow, person, now)
        if project_id is not None:
            return await _next(uow, person, project_id, now, Fraction(1))
        task_id = await practice_rows.unfinished_practice(uow, person.id)
        if task_id is not None:
            return await go_on(uow, person, now, work.GoOn(task_id))
    return work.TaskGiven(await _task(uow, held) if held and held["practice"] else None, None)


async def submit(
    uow: UnitOfWork, person: Person, now: datetime, command: work.SubmitAnswer, hers: work.Task | None = None
) -> work.AnswerCounted | work.AnswerRefused:
    """Count an answer, book its pay, and lease the next task along with it. `hers`: the task that she
    holds, where the caller has just read it."""
    require_worker(person)
    task = hers if hers is not None and hers.id == command.task_id else None
    if task is None:
        found = await _leased(uow, person, now, command.task_id)
        if isinstance(found, work.AnswerRefused):
            return found
        task = found
    value = normalise(task.config, command.value)
    date = days.local_day(now, person.zone)
    cap = days.cap(_estimate(task.config))
    statements = [
        rows.answer_statement(
            person.id, task.id, value, task.config.pay, now, now + task.config.accept_after, cap, date
        )
    ]
    if not task.practice:
        expires = work.lease_ends(now, task.minutes)
        statements.append(leases.claim_statement(person.id, task.project_id, now, expires, day=(date, days.DAY_LIMIT)))
    (done, *_), *following = await _booked(uow, statements)
    if done["answers"] >= done["wanted"] and not task.practice:
        await _settle(uow, task.id, now)
    after = timedelta(seconds=done["day_active"])
    if after >= days.DAY_LIMIT:
        await wakeups.plan_tomorrow(uow, person, now)
        given = work.TaskGiven(None, "day_done")
    elif task.practice:
        given = work.TaskGiven(None, None)
    elif following and following[0]:
        given = await _given(uow, person, now, following[0][0])
    else:
        given = await _from_the_front(uow, person, task.project_id, now, task.minutes)
    return work.AnswerCounted(
        pay=task.config.pay,
        next=given.task,
        why=given.why,
        answers_today=done["day_answers"],
        francs_today=francs(Money(done["euro_units"], "EUR"), Money(done["franc_units"], "XOF")),
        time_today=after,
        crossed=days.crossed(after - timedelta(seconds=done["active"]), after),
        answered=replace(task, value=value),
    )


async def _leased(uow: UnitOfWork, person: Person, now: datetime, task_id: int) -> work.Task | work.AnswerRefused:
    """A task that she is answering; her lease on it, when it ran out, is taken again where there is
    room. Raises `Misuse` for a task that never was hers."""
    held = await rows.held(uow, person.id, task_id)
    if held is None or held["status"] is None:
        raise Misuse("this task was never hers")
    task = await _task(uow, held)
    if held["status"] == rows.LEASED:
        return task
    if held["status"] == rows.GIVEN_BACK and await leases.take_again(
        uow, person.id, task.id, work.lease_ends(now, task.minutes), None
    ):
        return task
    given = await _current(uow, person, now, held)
    return work.AnswerRefused("already" if held["status"] == rows.ANSWERED else "gone", given.task, given.why)


async def _booked(uow: UnitOfWork, statements: list[Statement]) -> list[list[Row]]:
    found = await uow.together(*statements)
    if not found[0]:  # an account is not there, or her lease ran out this very moment: nothing may stay of it
        raise RuntimeError("an answer could not be booked")
    return found


async def skip(uow: UnitOfWork, person: Person, now: datetime, command: work.SkipTask) -> work.TaskGiven:
    """Leave a task to others; it costs her nothing and does not come back to her."""
    return await _leave(uow, person, now, command.task_id, rows.SKIPPED)


async def report(uow: UnitOfWork, person: Person, now: datetime, command: work.ReportTask) -> work.TaskGiven:
    """Say that a task is flawed: it is put aside for a second look, and costs her nothing."""
    require_worker(person)
    held = await _leavable(uow, person, command.task_id)
    if held is None:
        return await _leave(uow, person, now, command.task_id, rows.REPORTED)
    words = f"{command.reason}: {command.words}" if command.words else command.reason
    await leases.hold(uow, person.id, command.task_id, words[:2_000], now)
    return await _leave(uow, person, now, command.task_id, rows.REPORTED)


async def correct(uow: UnitOfWork, person: Person, now: datetime, command: work.CorrectAnswer) -> work.AnswerCorrected:
    """Replace an answer that is not accepted yet. Its pay stays; the task's result follows."""
    held = await rows.held(uow, person.id, command.task_id)
    if held is None or held["status"] != rows.ANSWERED:
        return work.AnswerCorrected(False)
    config = await project_rows.config(uow, held["project_id"], held["revision"])
    changed = await rows.correct(uow, person.id, command.task_id, normalise(config, command.value))
    if changed and not held["practice"]:
        await _settle(uow, command.task_id, now, only_done=True)
    return work.AnswerCorrected(changed)


async def go_on(uow: UnitOfWork, person: Person, now: datetime, command: work.GoOn) -> work.TaskGiven:
    """After a pause: the lease and the clock of her work start anew, so that the pause is no work.
    Where the lease ran out and others have filled the task, the next one is hers."""
    held = await rows.held(uow, person.id, command.task_id)
    if held is None or held["status"] is None:
        return work.TaskGiven(None, "none_left")
    task = await _task(uow, held)
    expires = work.lease_ends(now, _minutes(task.config, held))
    if held["status"] == rows.GIVEN_BACK:
        if await leases.take_again(uow, person.id, task.id, expires, now):
            return work.TaskGiven(task)
    elif held["status"] == rows.LEASED:
        shown = now if now - held["leased_at"] > days.cap(_estimate(task.config)) else None
        await leases.renew(uow, person.id, task.id, expires, shown)
        return work.TaskGiven(task)
    return await _current(uow, person, now, held)


async def keep_working(uow: UnitOfWork, person: Person, now: datetime, command: work.KeepWorking) -> None:
    held = await rows.held(uow, person.id, command.task_id)
    if held is not None and held["status"] == rows.LEASED:
        config = await project_rows.config(uow, held["project_id"], held["revision"])
        expires = work.lease_ends(now, _minutes(config, held))
        await leases.renew(uow, person.id, command.task_id, expires, None)


async def time_today(uow: UnitOfWork, person: Person, now: datetime) -> timedelta:
    """Active time of her own day so far."""
    return await rows.active_today(uow, person.id, days.local_day(now, person.zone))


async def _leavable(uow: UnitOfWork, person: Person, task_id: int) -> Row | None:
    """A task that is hers, or was until its lease ran out. Raises `BadInput` for the practice task."""
    held = await rows.held(uow, person.id, task_id)
    if held is None or held["status"] not in (rows.LEASED, rows.GIVEN_BACK):
        return None
    if held["practice"]:
        raise BadInput("the practice task is hers to try")
    return held


async def _leave(uow: UnitOfWork, person: Person, now: datetime, task_id: int, status: int) -> work.TaskGiven:
    require_worker(person)
    held = await _leavable(uow, person, task_id)
    if held is None:
        return await _current(uow, person, now, await rows.held(uow, person.id, task_id))
    if not await leases.leave(uow, person.id, task_id, status, now):  # its lease ran out, perhaps just now
        await leases.turn_away(uow, person.id, task_id, status)
    return await _current(uow, person, now, held)


async def _current(uow: UnitOfWork, person: Person, now: datetime, held: Row | None) -> work.TaskGiven:
    """What is hers now, after a step that answered nothing: her open task, or the next one of the
    project that `held` is of, while her day lasts. Practice has no next one."""
    row = await rows.open_task(uow, person.id)
    if row is not None:
        return work.TaskGiven(await _task(uow, row))
    if held is None:
        return work.TaskGiven(None, "none_left")
    if held["practice"]:
        return work.TaskGiven(None, None)
    if await day_done(uow, person, now):
        return work.TaskGiven(None, "day_done")
    task = await _task(uow, held)
    return await _next(uow, person, task.project_id, now, task.minutes)


async def day_done(uow: UnitOfWork, person: Person, now: datetime) -> bool:
    """Whether her 3 hours of today are reached."""
    return await time_today(uow, person, now) >= days.DAY_LIMIT


async def _next(uow: UnitOfWork, person: Person, project_id: int, now: datetime, minutes: Fraction) -> work.TaskGiven:
    """Lease the next task of a project, whose tasks take about so many minutes."""
    row = await leases.claim(uow, person.id, project_id, now, work.lease_ends(now, minutes))
    if row is not None:
        return await _given(uow, person, now, row)
    return await _from_the_front(uow, person, project_id, now, minutes)


async def _from_the_front(
    uow: UnitOfWork, person: Person, project_id: int, now: datetime, minutes: Fraction
) -> work.TaskGiven:
    """At the end of the queue look from its front for what others gave back."""
    await leases.back_to_front(uow, person.id, project_id)
    row = await leases.claim(uow, person.id, project_id, now, work.lease_ends(now, minutes), wait=True)
    return await _given(uow, person, now, row) if row is not None else work.TaskGiven(None, "none_left")


async def _given(uow: UnitOfWork, person: Person, now: datetime, row: Row) -> work.TaskGiven:
    if row["project_status"] != "open":
        await leases.leave(uow, person.id, row["id"], rows.GIVEN_BACK, now)
        return work.TaskGiven(None, "closed")
    return work.TaskGiven(await _task(uow, row))


async def _settle(uow: UnitOfWork, task_id: int, now: datetime, *, only_done: bool = False) -> None:
    """Write a task's result from its standing answers, once it has as many as it wants."""
    if only_done and not await rows.is_done(uow, task_id):
        return
    answer, share = work.majority(await rows.values(uow, task_id))
    rows.settle(uow, task_id, {"answer": answer, "confidence": str(float(share)), "method": "majority"}, now)


async def _task(uow: UnitOfWork, row: Row) -> work.Task:
    config = await project_rows.config(uow, row["project_id"], row["revision"])
    return work.Task(
        id=row["id"],
        project_id=row["project_id"],
        config=config,
        content=row["content"],
        practice=row["practice"],
        gold=row["gold"],
        explanation=row["explanation"] or "",
        value=row.get("value"),
        minutes=_minutes(config, row),
    )


def _estimate(config: ProjectConfig) -> timedelta:
    return timedelta(minutes=float(config.minutes))


def _minutes(config: ProjectConfig, row: Row) -> Fraction:
    measured = row.get("median_seconds")
    return Fraction(measured, 60) if measured else Fraction(config.minutes)
