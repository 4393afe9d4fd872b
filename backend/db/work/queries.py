"""Statements of work: leased tasks, the answers to them, and their acceptance.

`task.slots` = wanted − answers − refused − live leases (0 while a task is held). Every statement here and in `leases`
keeps it up to date, so that the next task is the first row of a partial index and never a count. A lease and its answer
are one row with the primary key (person, task): nobody gets a task twice, and no answer counts twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.earnings import ledger
from backend.db.engine.rows import first
from backend.db.engine.uow import Statement, UnitOfWork
from backend.domain.earnings.pay_events import BESIDE_ANSWERS, PayEvent
from backend.domain.money import Money
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectStatus
from backend.records import Record


class ProjectTask(Record, kw_only=True):
    """A task with what its project adds (the columns of `TASK`). `value`: the person's answer to it, if there is
    one."""

    id: int
    project_id: int
    content: Mapping[str, str]
    gold: Any
    explanation: str | None
    control: bool
    revision: int
    practice: bool
    project_status: ProjectStatus
    median_seconds: int | None
    value: Any = None


class OpenTask(ProjectTask, kw_only=True):
    """The task that a person has leased, and until when."""

    person_id: int
    expires_at: datetime


class TriedTask(ProjectTask, kw_only=True):
    """Any task and its state for a person. `status` and `leased_at` None: the person never had it."""

    status: AnswerStatus | None
    leased_at: datetime | None


class BookedAnswer(Record):
    """An answer that was just stored, and the sums with it.

    `active`: seconds of it that count as work. `answers` and `wanted` of its task; `answers` includes refused ones
    whose slots are kept. Of the person's day: `day_active` (seconds), `day_answers`, and the pay by currency, as
    `gains` tells it. `hers`: the person's answers in the project. `opinion_of`: the task whose result that of this one
    becomes.
    """

    active: int
    answers: int
    wanted: int
    day_active: int
    day_answers: int
    euro_units: int
    franc_units: int
    hers: int | None
    opinion_of: int | None


TASK = """t.id, t.project_id, t.content, t.gold, t.explanation, t.control, p.revision, p.practice,
           p.status as project_status, p.median_seconds"""


OPEN_TASKS = f"""
    select a.person_id, {TASK}, a.expires_at, a.value from unnest(%s::bigint[]) h (person_id)
    cross join lateral (
        select * from answer where person_id = h.person_id and status = {AnswerStatus.LEASED} offset 0) a
    cross join lateral (select * from task where id = a.task_id offset 0) t  -- by key under every plan
    join project p on p.id = t.project_id
"""  # noqa: S608 (constants)
"""The tasks that people have leased, as rows of `OpenTask`."""


async def open_task(uow: UnitOfWork, person_id: int) -> OpenTask | None:
    """The task that a person has leased; None if there is none."""
    return await uow.fetch_one(OPEN_TASKS, ([person_id],), row=OpenTask)


async def held(uow: UnitOfWork, person_id: int, task_id: int) -> TriedTask | None:
    """A task and its state for a person; None if there is no such task."""
    return await uow.fetch_one(
        f"""
        select {TASK}, a.status, a.leased_at, a.value
        from task t join project p on p.id = t.project_id
        left join answer a on a.task_id = t.id and a.person_id = %s
        where t.id = %s
        """,  # noqa: S608 (constants)
        (person_id, task_id),
        row=TriedTask,
    )


async def last_answered(uow: UnitOfWork, person_id: int) -> ProjectTask | None:
    """The task of the answer that a person gave, or redid, last, if it can still be corrected; else None."""
    return await uow.fetch_one(
        f"""
        select {TASK}, a.value from (
            select * from (
                (select task_id, value, accepted_at, answered_at as at from answer
                 where person_id = %(person)s and status = {AnswerStatus.ANSWERED} order by answered_at desc limit 1)
                union all
                (select r.task_id, r.value, r.accepted_at, e.at from pay_event e
                 join answer r on r.person_id = e.person_id and r.task_id = e.task_id
                 where e.person_id = %(person)s and e.kind = '{PayEvent.REDONE}' and r.status = {AnswerStatus.ANSWERED}
                 order by e.at desc limit 1)
            ) given order by at desc limit 1
        ) a join task t on t.id = a.task_id join project p on p.id = t.project_id
        where a.accepted_at is null and not p.practice
        """,  # noqa: S608 (constants)
        {"person": person_id},
        row=ProjectTask,
    )


def answer_statement(
    person_id: int,
    task_id: int,
    value: Any,
    pay: Money,
    now: datetime,
    accept_at: datetime,
    cap: timedelta,
    day: date,
    midnight: datetime,
    reading: timedelta = timedelta(),
    estimated: timedelta = timedelta(),
    contact_id: int | None = None,
    right: bool | None = None,
) -> Statement:
    """Turn a lease into an answer, book its pay, and add it to the person's day. The row has the columns of a
    `BookedAnswer`.

    There is no row if the person has no lease on the task (or no account: then the unit of work must be given up).
    `reading`: how long the task takes to read; `estimated`: how long it takes in all, by the client's estimate.
    `contact_id`: the chat in which it was given. `right`: of a control task, whether it is the known answer.
    """
    euro = pay.currency == "EUR"
    return (
        _ANSWER,
        {
            "person": person_id,
            "task": task_id,
            "value": Jsonb(value),
            "units": pay.units,
            "currency": pay.currency,
            "now": now,
            "accept_at": accept_at,
            "cap": int(cap.total_seconds()),
            "reading": round(reading.total_seconds()),
            "estimated": round(estimated.total_seconds()),
            "key": f"answer:{person_id}:{task_id}",
            "day": day,
            "midnight": midnight,
            "contact": contact_id,
            "right": right,
            "euro": pay.units if euro else 0,
            "franc": 0 if euro else pay.units,
        },
    )


_BOOKED = ledger.entries(
    key="%(key)s",
    debit=("'project'", "given.project_id"),
    credit=("'pending'", "%(person)s"),
    units="%(units)s",
    currency="%(currency)s",
    at="%(now)s",
    source="given",
)
_ANSWER = f"""
    with given as (
        update answer set status = {AnswerStatus.ANSWERED}, value = %(value)s, answered_at = %(now)s, units = %(units)s,
               currency = %(currency)s, accept_at = %(accept_at)s, contact_id = %(contact)s,
               seconds = least(extract(epoch from %(now)s - leased_at), 2000000000)::int,
               active = greatest(0, least(extract(epoch from %(now)s - leased_at), %(cap)s))::int,
               reading = %(reading)s, estimated = %(estimated)s, control_right = %(right)s::boolean
        where person_id = %(person)s and task_id = %(task)s and status = {AnswerStatus.LEASED}
        returning task_id, project_id, active, greatest(active, reading) as counted, estimated
    ),
    booked as ({_BOOKED} returning id),
    tallied as (
        update progress set answers = progress.answers + 1,
               controls = controls + (%(right)s::boolean is not null)::int,
               control_streak = case %(right)s::boolean when true then control_streak + 1 when false then 0
                                else control_streak end
        from given
        where progress.person_id = %(person)s and progress.project_id = given.project_id
        returning progress.answers as hers
    ),
    counted as (
        insert into day (person_id, date, active, counted, estimated, answers, euro_units, franc_units)
        select %(person)s, %(day)s, active, counted, estimated, 1, %(euro)s, %(franc)s from given
        on conflict (person_id, date) do update set
            active = day.active + excluded.active, counted = day.counted + excluded.counted,
            estimated = day.estimated + excluded.estimated, answers = day.answers + 1,
            euro_units = day.euro_units + excluded.euro_units, franc_units = day.franc_units + excluded.franc_units
        returning active as day_active, answers as day_answers, euro_units, franc_units
    ),
    beside as (  -- the day's pay that is not for answers, less refused ones, as `earnings.queries.by_day` counts it
        select coalesce(sum(units) filter (where currency = 'EUR'), 0)::bigint as euros,
               coalesce(sum(units) filter (where currency <> 'EUR'), 0)::bigint as francs
        from (
            select currency, units from pay_event
            where person_id = %(person)s and at >= %(midnight)s and kind in {BESIDE_ANSWERS}
            union all
            select a.currency, -a.units from (
                select distinct task_id from pay_event
                where person_id = %(person)s and at >= %(midnight)s and kind = '{PayEvent.REFUSED}'
            ) refused
            cross join lateral (  -- by its key: the day's answers are many, those refused are few
                select currency, units from answer
                where person_id = %(person)s and task_id = refused.task_id and answered_at >= %(midnight)s
                      and status in ({AnswerStatus.REFUSED:d}, {AnswerStatus.LOST:d})
                offset 0
            ) a
        ) other
    )
    update task set answers = task.answers + 1 from given, booked, counted, beside where task.id = given.task_id
    returning given.active, task.answers + task.refused as answers, task.wanted, day_active, day_answers,
              euro_units + beside.euros as euro_units, franc_units + beside.francs as franc_units,
              (select hers from tallied) as hers, case when task.opinion then task.parent_id end as opinion_of
"""  # noqa: S608 (constants)


async def answer(
    uow: UnitOfWork, given: Statement, following: Statement | None = None
) -> tuple[BookedAnswer | None, ProjectTask | None]:
    """Send an `answer_statement` together with the claim of the next task (`leases.claim_statement`), in one round
    trip. Return what was booked and what was claimed."""
    booked, *claimed = await uow.pipeline(given, *([following] if following else []))
    return first(BookedAnswer, booked), first(ProjectTask, claimed[0]) if claimed else None


async def answers_to(uow: UnitOfWork, person_id: int, project_id: int) -> int:
    """How many answers a person has given to a project."""
    return (
        await uow.find_value(
            "select answers from progress where person_id = %s and project_id = %s", (person_id, project_id)
        )
        or 0
    )


async def is_barred(uow: UnitOfWork, person_id: int, project_id: int) -> bool:
    """Whether a person's decision bars this person from the project."""
    return await uow.fetch_bool(
        "select barred_at from progress where person_id = %s and project_id = %s", (person_id, project_id)
    )


async def active_today(uow: UnitOfWork, person_id: int, day: date) -> timedelta:
    """How much time of a day counts as work."""
    row = await uow.fetch_one("select active from day where person_id = %s and date = %s", (person_id, day))
    return timedelta(seconds=row["active"] if row else 0)


async def correct(uow: UnitOfWork, person_id: int, task_id: int, value: Any) -> bool:
    """Replace an answer that is not accepted yet; its pay stays the same. False if that is not possible."""
    return (
        await uow.execute(
            f"""
            update answer set value = %s, revised = revised + 1
            where person_id = %s and task_id = %s and status = {AnswerStatus.ANSWERED} and accepted_at is null
            """,  # noqa: S608 (constants)
            (Jsonb(value), person_id, task_id),
        )
        == 1
    )


async def accept_due(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Accept at most `most` answers that nobody refused in time, and move their pay. Return how many."""
    row = await uow.fetch_one(_ACCEPT_DUE, {"now": now, "most": most})
    assert row is not None
    if row["accepted"] != row["moved"]:
        raise RuntimeError("an accepted answer has no account to move its pay to")
    return int(row["accepted"])


_MOVED = ledger.entries(
    key="'accept:' || done.person_id || ':' || done.task_id",
    debit=("'pending'", "done.person_id"),
    credit=("'accepted'", "done.person_id"),
    units="done.units",
    currency="done.currency",
    at="%(now)s",
    source="done",
)
_ACCEPT_DUE = f"""
    with due as (
        select person_id, task_id from answer
        where status = {AnswerStatus.ANSWERED} and accepted_at is null and accept_at <= %(now)s
        order by accept_at limit %(most)s for update skip locked
    ),
    done as (
        update answer a set accepted_at = %(now)s from due
        where a.person_id = due.person_id and a.task_id = due.task_id
        returning a.person_id, a.task_id, a.units, a.currency
    ),
    moved as ({_MOVED} returning id)
    select (select count(*) from done) as accepted, (select count(*) from moved) as moved
"""  # noqa: S608 (constants)
