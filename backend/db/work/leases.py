"""Statements of leases: who holds which task, and until when. The rules are in `backend.services.work.tasks`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import randrange

from backend.db.earnings import ledger
from backend.db.engine.uow import Statement, UnitOfWork
from backend.db.work.queries import TASK, ProjectTask
from backend.db.work.sharing import TAKEN_UP
from backend.domain.quality.review import ReviewKind
from backend.domain.work import controls
from backend.domain.work.commands import AnswerStatus
from backend.records import Record

LOCK_TIMEOUT_MS = 40
"""Milliseconds. A claim waits at least this long for a lock, and less than twice as long. A turn takes about 2."""


class WorkDay(Record):
    """A day of the person's calendar: its date, its beginning, the limit of work in it, and the person's country."""

    date: date
    midnight: datetime
    limit: timedelta
    country: str


async def claim(
    uow: UnitOfWork,
    person_id: int,
    project_id: int,
    now: datetime,
    expires: datetime,
    *,
    wait: bool = False,
    most: int | None = None,
) -> ProjectTask | None:
    """Lease the next task of a project to a person: the oldest batch first, from the person's place in the queue on.
    None if there is none. `most`: answers that the person may give to the project; None: no limit.

    Rows that others are taking just now are skipped. `wait` waits for them instead; it is for the end of the queue,
    where one of them may be given back. Two people there may each hold what the other waits for (the task just
    answered). So the wait is short, and the one that gives up (an error of `failures.RETRYABLE`) has its whole turn run
    again.
    """
    if not wait:
        return await uow.fetch_one(*claim_statement(person_id, project_id, now, expires, most=most), row=ProjectTask)
    patience = f"{LOCK_TIMEOUT_MS + randrange(LOCK_TIMEOUT_MS)}ms"  # noqa: S311 (not both at the same moment)
    await uow.execute("select set_config('lock_timeout', %s, true)", (patience,))
    statement = claim_statement(person_id, project_id, now, expires, wait=True, most=most)
    task = await uow.fetch_one(*statement, row=ProjectTask)
    await uow.execute("select set_config('lock_timeout', %s, true)", (uow.lock_timeout,))
    return task


def claim_statement(
    person_id: int,
    project_id: int,
    now: datetime,
    expires: datetime,
    *,
    wait: bool = False,
    day: WorkDay | None = None,
    most: int | None = None,
) -> Statement:
    """The statement of `claim`, to be sent together with others. With `day`, nothing is claimed once its limit of work
    or the person's share of scarce work (`sharing`) is reached. With `most`, nothing is claimed once the person has
    given the project that many answers, including those sent before in the same round trip."""
    return (
        _CLAIM_WAITING if wait else _CLAIM,
        {
            "person": person_id,
            "project": project_id,
            "now": now,
            "expires": expires,
            "date": day.date if day else None,
            "limit": int(day.limit.total_seconds()) if day else 0,
            "country": day.country if day else None,
            "midnight": day.midnight if day else None,
            "most": most,
        },
    )


REOPENED_SEEN = 32
"""Reopened tasks of a project that a claim looks through before it goes on to new ones. The person may have answered
many of them, and a turn must not read them all. At the end of the queue every task is looked at."""


CONTROLS_SEEN = 32
"""The number of control tasks of a project that a claim looks through, those with the most answers left first."""
DISTANCE = f"({controls.EVERY} << least(control_streak / {controls.STEP}, {controls.DOUBLINGS}))"
"""SQL: `controls.distance`, of a row of progress."""
# SQL: the place of the control task in its stretch, from a row of progress; the same each time it is computed.
_PLACE_IN_STRETCH = f"(hashint8extended(control_from, person_id # (project_id << 32)) & 1023) %% {DISTANCE}"


def _claim_sql(skip: str) -> str:
    """The SQL of a claim: a control task if one is due; else a task that was reopened for more answers, wherever the
    person's place is; else the next task from there.

    There is no join that the planner could reorder: the place and the person's former answer are given as values. So
    the index is entered right behind the place, and a task costs one look-up by key, whatever the planner's statistics
    say. The taken row is found by its key alone: the lock guarantees that it still has a slot, and checking again could
    lead over all open tasks.
    """
    hers = f"""coalesce((
                  select a.status from answer a where a.person_id = %(person)s and a.task_id = t.id
              ), {AnswerStatus.GIVEN_BACK}) = {AnswerStatus.GIVEN_BACK}"""  # noqa: S608 (constants)
    return f"""
        with place as (
            select batch_id, task_id, gets_reopened,
                   answers >= control_from + {controls.EVERY} - 1 + {_PLACE_IN_STRETCH} as control_due
            from progress
            where person_id = %(person)s and project_id = %(project)s and answers < coalesce(%(most)s, answers + 1)
               and barred_at is null
               and not exists (
                   select 1 from day where person_id = %(person)s and date = %(date)s::date and active >= %(limit)s)
               and not {TAKEN_UP}
        ),
        due as (
            select t.id, t.batch_id from (
                select id, slots from task where project_id = %(project)s and control and slots > 0
                order by slots desc, id limit {CONTROLS_SEEN}
            ) r
            join lateral (select * from task where id = r.id offset 0) t on true
            where (select control_due from place) and {hers}
            order by r.slots desc, r.id limit 1
        ),
        control as (
            select t.id, t.batch_id from task t
            where t.id = (select id from due) and t.slots + 0 > 0 and t.held_at is null
            for no key update of t {skip}
        ),
        again as (
            select t.id, t.batch_id from (
                select id from task where project_id = %(project)s and slots > 0 and reopened
                order by id limit {REOPENED_SEEN}
            ) r
            join lateral (select * from task where id = r.id offset 0) t on true  -- by key under every plan
            where (select gets_reopened from place) and not exists (select from control) and {hers}
            order by r.id limit 1
        ),
        first as (
            select t.id, t.batch_id from task t
            where t.id = (select id from again) and t.slots + 0 > 0  -- not by the index of open tasks
            for no key update of t {skip}
        ),
        next as (
            select t.id, t.batch_id from task t
            where not exists (select from control) and not exists (select from first)
              and t.project_id = %(project)s and t.slots > 0 and not t.control
              and (t.batch_id, t.id) > ((select batch_id from place), (select task_id from place))
              and {hers}
            order by t.batch_id, t.id limit 1 for no key update of t {skip}
        ),
        found as (select id from control union all select id from first union all select id from next),
        taken as (
            update task t set slots = t.slots - 1 from found where t.id = found.id
            returning t.id, t.project_id, t.batch_id, t.content, t.gold, t.explanation, t.control
        ),
        lease as (
            insert into answer (person_id, task_id, project_id, status, leased_at, expires_at)
            select %(person)s, id, project_id, {AnswerStatus.LEASED}, %(now)s, %(expires)s from taken
            on conflict (person_id, task_id) do update
            set status = {AnswerStatus.LEASED}, leased_at = %(now)s, expires_at = %(expires)s
        ),
        moved as (
            update progress set batch_id = coalesce((select batch_id from next), batch_id),
                   task_id = coalesce((select id from next), task_id),
                   control_from = case when (select control_due from place)
                       then greatest(control_from + {DISTANCE}, answers + 2 - {controls.EVERY}) else control_from end
            where person_id = %(person)s and project_id = %(project)s
              and (exists (select from next) or (select control_due from place))
        )
        select {TASK} from taken t join project p on p.id = t.project_id
    """  # noqa: S608 (constants)


_CLAIM = _claim_sql("skip locked")


_CLAIM_WAITING = _claim_sql("")


async def any_open(uow: UnitOfWork, project_id: int) -> bool:
    """Whether a project has a task that somebody may take."""
    return await uow.fetch_bool(
        "select exists (select from task where project_id = %s and slots > 0 and not control) as open",
        (project_id,),
    )


async def back_to_front(uow: UnitOfWork, person_id: int, project_id: int) -> bool:
    """Move the person's place to the beginning of the queue, for tasks that others gave back. False if it was there
    already."""
    return (
        await uow.execute(
            """
            update progress set batch_id = 0, task_id = 0
            where person_id = %s and project_id = %s and (batch_id, task_id) <> (0, 0)
            """,
            (person_id, project_id),
        )
        == 1
    )


async def begin_project(uow: UnitOfWork, person_id: int, project_id: int, currency: str, now: datetime) -> bool:
    """Create the person's place in a project and accounts in its currency. True the first time."""
    new = await uow.execute(
        "insert into progress (person_id, project_id, accepted_at) values (%s, %s, %s) on conflict do nothing",
        (person_id, project_id, now),
    )
    await ledger.open_earnings(uow, person_id, currency)
    return new == 1


async def take_again(uow: UnitOfWork, person_id: int, task_id: int, expires: datetime, shown: datetime | None) -> bool:
    """Lease a task again whose lease ran out, if it has a slot and the person holds no other task. `shown`: the time of
    work restarts then; None: it ran on."""
    row = await uow.fetch_one(
        f"""
        with taken as (
            update task set slots = slots - 1 where id = %(task)s and slots + 0 > 0  -- not by the index of open tasks
               and exists (select 1 from answer where person_id = %(person)s and task_id = %(task)s
                                                  and status = {AnswerStatus.GIVEN_BACK})
               and not exists (select 1 from answer where person_id = %(person)s and status = {AnswerStatus.LEASED})
            returning id
        )
        update answer set status = {AnswerStatus.LEASED}, leased_at = coalesce(%(shown)s, leased_at),
                          expires_at = %(expires)s from taken
        where person_id = %(person)s and task_id = taken.id and status = {AnswerStatus.GIVEN_BACK} returning task_id
        """,  # noqa: S608 (constants)
        {"person": person_id, "task": task_id, "shown": shown, "expires": expires},
    )
    return row is not None


async def leave(uow: UnitOfWork, person_id: int, task_id: int, status: AnswerStatus, now: datetime) -> bool:
    """End a lease without an answer (given back, skipped, reported) and free its slot. It counts as ended now, not as
    run out."""
    row = await uow.fetch_one(
        f"""
        with left_ as (
            update answer set status = %s, answered_at = null, expires_at = least(expires_at, %s)
            where person_id = %s and task_id = %s and status = {AnswerStatus.LEASED} returning task_id
        )
        update task set slots = slots + 1 from left_ where task.id = left_.task_id and held_at is null returning id
        """,  # noqa: S608 (constants)
        (status, now, person_id, task_id),
    )
    return row is not None


async def turn_away(uow: UnitOfWork, person_id: int, task_id: int, status: AnswerStatus) -> None:
    """Record that the person skipped or reported a task after the lease had run out, so that it does not come back."""
    await uow.execute(
        f"""
        update answer set status = %s where person_id = %s and task_id = %s and status = {AnswerStatus.GIVEN_BACK}
        """,  # noqa: S608 (constants)
        (status, person_id, task_id),
    )


async def report(uow: UnitOfWork, person_id: int, task_id: int, reason: str, now: datetime) -> int:
    """Store a report and return how many people have reported the task since it was last decided about. The task is
    locked, so that of two reports at the same moment one sees the other."""
    await uow.execute("select from task where id = %s for no key update", (task_id,))
    await uow.execute(
        "insert into report (person_id, task_id, reason, at) values (%s, %s, %s, %s) on conflict do nothing",
        (person_id, task_id, reason, now),
    )
    return await uow.fetch_int(
        f"""
        select count(*) from report where task_id = %(task)s and at > coalesce((
            select max(decided_at) from review where task_id = %(task)s and kind = {ReviewKind.REPORT}), '-infinity')
        """,  # noqa: S608 (a constant)
        {"task": task_id},
    )


async def hold(uow: UnitOfWork, task_id: int, now: datetime) -> bool:
    """Hold a task for a review: it is offered to nobody until then. False if it is held already, or done."""
    held = await uow.execute(
        "update task set held_at = %s, slots = 0 where id = %s and held_at is null and done_at is null", (now, task_id)
    )
    return held == 1


async def renew(uow: UnitOfWork, person_id: int, task_id: int, expires: datetime, shown: datetime | None) -> None:
    """Extend a lease. `shown`: the time of work restarts then; None: it runs on."""
    await uow.execute(
        f"""
        update answer set expires_at = %s, leased_at = coalesce(%s, leased_at)
        where person_id = %s and task_id = %s and status = {AnswerStatus.LEASED}
        """,  # noqa: S608 (constants)
        (expires, shown, person_id, task_id),
    )


async def give_back_expired(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Give back at most `most` leases that ran out, and free their slots. Return how many."""
    return await uow.fetch_int(
        f"""
        with late as (
            select person_id, task_id from answer where status = {AnswerStatus.LEASED} and expires_at <= %s
            order by expires_at limit %s for update skip locked
        ),
        back as (
            update answer a set status = {AnswerStatus.GIVEN_BACK} from late
            where a.person_id = late.person_id and a.task_id = late.task_id returning a.task_id
        ),
        freed as (
            update task t set slots = t.slots + n.count from (select task_id, count(*) from back group by task_id) n
            where t.id = n.task_id and t.held_at is null
        )
        select count(*) as count from back
        """,  # noqa: S608 (constants)
        (now, most),
    )
