"""The statements of work: the next task, its lease, its answer.

`task.slots` = wanted − answers − live leases, kept by every statement here, so that the next task is
the first row of a partial index and never a count. A lease and its answer are one row with primary
key (person, task): nobody is given a task twice, no answer counts twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import randrange
from typing import Any

from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from backend.db.uow import Statement, UnitOfWork
from backend.domain.money import Money

PATIENCE = 40
"""Milliseconds that a claim waits at least, and half of what it waits at most: a turn takes about 2."""

LEASED, ANSWERED, GIVEN_BACK, SKIPPED, REPORTED = range(5)

_TASK = """t.id, t.project_id, t.content, t.gold, t.explanation, p.revision, p.practice, p.status as project_status,
           p.median_seconds"""


OPEN_TASK = f"""
    select {_TASK}, a.leased_at, a.expires_at, a.value from answer a
    join lateral (select * from task where id = a.task_id offset 0) t on true  -- by key under every plan
    join project p on p.id = t.project_id
    where a.person_id = %s and a.status = 0
"""  # noqa: S608 (a constant)


async def open_task(uow: UnitOfWork, person_id: int) -> DictRow | None:
    """The task that she holds a lease on, with `leased_at`, `expires_at`."""
    return await uow.one(OPEN_TASK, (person_id,))


async def held(uow: UnitOfWork, person_id: int, task_id: int) -> DictRow | None:
    """Her row for one task, whatever its status, with the task."""
    return await uow.one(
        f"""
        select {_TASK}, a.status, a.leased_at, a.expires_at, a.value, a.accepted_at, a.answered_at
        from task t join project p on p.id = t.project_id
        left join answer a on a.task_id = t.id and a.person_id = %s
        where t.id = %s
        """,  # noqa: S608
        (person_id, task_id),
    )


async def last_answered(uow: UnitOfWork, person_id: int) -> DictRow | None:
    """Her newest answer that can still be corrected."""
    return await uow.one(
        f"""
        select {_TASK}, a.value, a.answered_at from (
            select * from answer where person_id = %s and status = 1 order by answered_at desc limit 1
        ) a join task t on t.id = a.task_id join project p on p.id = t.project_id
        where a.accepted_at is null and not p.practice
        """,  # noqa: S608
        (person_id,),
    )


async def claim(
    uow: UnitOfWork,
    person_id: int,
    project_id: int,
    now: datetime,
    expires: datetime,
    *,
    wait: bool = False,
) -> DictRow | None:
    """Lease her the next task of a project: the oldest batch first, from her place in the queue on.

    Rows that others are just taking are stepped over; `wait` waits for them instead, for the end of
    the queue where one of them may be given back. Two people there may each hold what the other
    waits for (the task just answered): so the wait is short, and who gives way (an error of
    `uow.GAVE_WAY`) has her whole turn run again.
    """
    if not wait:
        return await uow.one(*claim_statement(person_id, project_id, now, expires))
    patience = f"{PATIENCE + randrange(PATIENCE)}ms"  # noqa: S311 (not both at the same moment)
    await uow.do("select set_config('lock_timeout', %s, true)", (patience,))
    row = await uow.one(*claim_statement(person_id, project_id, now, expires, wait=True))
    await uow.do("set local lock_timeout to default")
    return row


def claim_statement(
    person_id: int,
    project_id: int,
    now: datetime,
    expires: datetime,
    *,
    wait: bool = False,
    day: tuple[date, timedelta] | None = None,
) -> Statement:
    """What `claim` does, to be sent along with others. `day`: nothing once her day has so much work."""
    date_, limit = day or (None, timedelta())
    return (
        _CLAIM_WAITING if wait else _CLAIM,
        {
            "person": person_id,
            "project": project_id,
            "now": now,
            "expires": expires,
            "date": date_,
            "limit": int(limit.total_seconds()),
        },
    )


def _claim_sql(skip: str) -> str:
    """Nothing is joined that the planner could read in another order: her place and what she has had
    of a task come as values. So the index is entered right behind her place, and a task costs one
    look by key, whatever the planner believes of the tables. What is taken is found by its key alone:
    the lock holds that it still has a slot, and to ask again could lead over all open tasks."""
    return f"""
        with place as (
            select batch_id, task_id from progress where person_id = %(person)s and project_id = %(project)s
               and not exists (
                   select 1 from day where person_id = %(person)s and date = %(date)s::date and active >= %(limit)s)
        ),
        found as (
            select t.id, t.batch_id from task t
            where t.project_id = %(project)s and t.slots > 0
              and (t.batch_id, t.id) > ((select batch_id from place), (select task_id from place))
              and coalesce((
                  select a.status from answer a where a.person_id = %(person)s and a.task_id = t.id), 2) = 2
            order by t.batch_id, t.id limit 1 for no key update of t {skip}
        ),
        taken as (
            update task t set slots = t.slots - 1 from found where t.id = found.id
            returning t.id, t.project_id, t.batch_id, t.content, t.gold, t.explanation
        ),
        lease as (
            insert into answer (person_id, task_id, project_id, status, leased_at, expires_at)
            select %(person)s, id, project_id, 0, %(now)s, %(expires)s from taken
            on conflict (person_id, task_id) do update set status = 0, leased_at = %(now)s, expires_at = %(expires)s
        ),
        moved as (
            update progress set batch_id = taken.batch_id, task_id = taken.id from taken
            where person_id = %(person)s and progress.project_id = %(project)s
        )
        select {_TASK} from taken t join project p on p.id = t.project_id
    """  # noqa: S608 (constants)


_CLAIM = _claim_sql("skip locked")
_CLAIM_WAITING = _claim_sql("")


async def back_to_front(uow: UnitOfWork, person_id: int, project_id: int) -> bool:
    """Read the queue from its beginning again: tasks given back lie behind her. False: she is there."""
    return (
        await uow.do(
            """
            update progress set batch_id = 0, task_id = 0
            where person_id = %s and project_id = %s and (batch_id, task_id) <> (0, 0)
            """,
            (person_id, project_id),
        )
        == 1
    )


async def begin_project(uow: UnitOfWork, person_id: int, project_id: int, currency: str, now: datetime) -> bool:
    """Her place in a project and her accounts in its currency; True the first time."""
    new = await uow.do(
        "insert into progress (person_id, project_id, accepted_at) values (%s, %s, %s) on conflict do nothing",
        (person_id, project_id, now),
    )
    await uow.do(
        """
        insert into account (kind, owner, currency)
        select kind, %s, %s from unnest(array['pending', 'accepted', 'paid']) as kind on conflict do nothing
        """,
        (person_id, currency),
    )
    return new == 1


async def take_again(uow: UnitOfWork, person_id: int, task_id: int, expires: datetime, shown: datetime | None) -> bool:
    """Lease her a task again whose lease ran out, if there is still room for it and she holds no other.
    `shown`: the clock of her work on it starts anew; None: it ran on."""
    row = await uow.one(
        """
        with taken as (
            update task set slots = slots - 1 where id = %(task)s and slots + 0 > 0  -- not by the index of open tasks
               and exists (select 1 from answer where person_id = %(person)s and task_id = %(task)s and status = 2)
               and not exists (select 1 from answer where person_id = %(person)s and status = 0)
            returning id
        )
        update answer set status = 0, leased_at = coalesce(%(shown)s, leased_at), expires_at = %(expires)s from taken
        where person_id = %(person)s and task_id = taken.id and status = 2 returning task_id
        """,
        {"person": person_id, "task": task_id, "shown": shown, "expires": expires},
    )
    return row is not None


def answer_statement(
    person_id: int,
    task_id: int,
    value: Any,
    pay: Money,
    now: datetime,
    accept_at: datetime,
    cap: timedelta,
    day: date,
) -> Statement:
    """Turn her lease into an answer, book its pay, and count it into her day; no row when she holds
    no lease on it (or has no account: then the unit of work must be given up).

    The row: `active` (seconds of this answer that count as work), `answers` and `wanted` of the task,
    and of her day `day_active`, `day_answers`, `euro_units`, `franc_units`, this answer included.
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
            "key": f"answer:{person_id}:{task_id}",
            "day": day,
            "euro": pay.units if euro else 0,
            "franc": 0 if euro else pay.units,
        },
    )


_ANSWER = """
    with given as (
        update answer set status = 1, value = %(value)s, answered_at = %(now)s, units = %(units)s,
               currency = %(currency)s, accept_at = %(accept_at)s,
               seconds = least(extract(epoch from %(now)s - leased_at), 2000000000)::int,
               active = greatest(0, least(extract(epoch from %(now)s - leased_at), %(cap)s))::int
        where person_id = %(person)s and task_id = %(task)s and status = 0
        returning task_id, project_id, active
    ),
    booked as (
        insert into transfer (key, debit, credit, units, currency, at)
        select %(key)s, d.id, c.id, %(units)s, %(currency)s, %(now)s from given, account d, account c
        where d.kind = 'project' and d.owner = given.project_id and d.currency = %(currency)s
          and c.kind = 'pending' and c.owner = %(person)s and c.currency = %(currency)s
        returning id
    ),
    counted as (
        insert into day (person_id, date, active, answers, euro_units, franc_units)
        select %(person)s, %(day)s, active, 1, %(euro)s, %(franc)s from given
        on conflict (person_id, date) do update set
            active = day.active + excluded.active, answers = day.answers + 1,
            euro_units = day.euro_units + excluded.euro_units, franc_units = day.franc_units + excluded.franc_units
        returning active as day_active, answers as day_answers, euro_units, franc_units
    )
    update task set answers = task.answers + 1 from given, booked, counted where task.id = given.task_id
    returning given.active, task.answers, task.wanted, counted.*
"""


async def active_today(uow: UnitOfWork, person_id: int, day: date) -> timedelta:
    row = await uow.one("select active from day where person_id = %s and date = %s", (person_id, day))
    return timedelta(seconds=row["active"] if row else 0)


async def correct(uow: UnitOfWork, person_id: int, task_id: int, value: Any) -> bool:
    """Replace her answer while it is not accepted yet; its pay stays as it is."""
    return (
        await uow.do(
            """
            update answer set value = %s, revised = revised + 1
            where person_id = %s and task_id = %s and status = 1 and accepted_at is null
            """,
            (Jsonb(value), person_id, task_id),
        )
        == 1
    )


async def leave(uow: UnitOfWork, person_id: int, task_id: int, status: int, now: datetime) -> bool:
    """End her lease without an answer (given back, skipped, reported); its slot is free again."""
    row = await uow.one(
        """
        with left_ as (
            update answer set status = %s, answered_at = null where person_id = %s and task_id = %s and status = 0
            returning task_id
        )
        update task set slots = slots + 1 from left_ where task.id = left_.task_id and held_at is null returning id
        """,
        (status, person_id, task_id),
    )
    return row is not None


async def turn_away(uow: UnitOfWork, person_id: int, task_id: int, status: int) -> None:
    """Skipped or reported after her lease had run out: it does not come back to her."""
    await uow.do(
        "update answer set status = %s where person_id = %s and task_id = %s and status = 2",
        (status, person_id, task_id),
    )


async def hold(uow: UnitOfWork, person_id: int, task_id: int, reason: str, now: datetime) -> None:
    """Put a reported task aside for a second look: it is offered to nobody until then."""
    await uow.do(
        "insert into report (person_id, task_id, reason, at) values (%s, %s, %s, %s) on conflict do nothing",
        (person_id, task_id, reason, now),
    )
    await uow.do("update task set held_at = %s, slots = 0 where id = %s and held_at is null", (now, task_id))


async def renew(uow: UnitOfWork, person_id: int, task_id: int, expires: datetime, shown: datetime | None) -> None:
    """Keep her lease alive; `shown`: the clock of her work on it starts anew."""
    await uow.do(
        """
        update answer set expires_at = %s, leased_at = coalesce(%s, leased_at)
        where person_id = %s and task_id = %s and status = 0
        """,
        (expires, shown, person_id, task_id),
    )


async def give_back_expired(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Free the slots of leases that ran out; at most `most` at once."""
    row = await uow.one(
        """
        with late as (
            select person_id, task_id from answer where status = 0 and expires_at <= %s
            order by expires_at limit %s for update skip locked
        ),
        back as (
            update answer a set status = 2 from late
            where a.person_id = late.person_id and a.task_id = late.task_id returning a.task_id
        ),
        freed as (
            update task t set slots = t.slots + n.count from (select task_id, count(*) from back group by task_id) n
            where t.id = n.task_id and t.held_at is null
        )
        select count(*) as count from back
        """,
        (now, most),
    )
    assert row is not None
    return int(row["count"])


async def values(uow: UnitOfWork, task_id: int) -> list[Any]:
    """A task's standing answers, in the order in which they were given."""
    rows = await uow.all(
        "select value from answer where task_id = %s and status = 1 order by answered_at, person_id",
        (task_id,),
    )
    return [row["value"] for row in rows]


def settle(uow: UnitOfWork, task_id: int, result: Any, now: datetime) -> None:
    """Write a task's result, with the commit."""
    uow.later(
        "update task set result = %s, done_at = coalesce(done_at, %s) where id = %s",
        (Jsonb(result), now, task_id),
    )


async def accept_due(uow: UnitOfWork, now: datetime, most: int) -> int:
    """Accept answers that nobody refused in time and move their pay; at most `most` at once."""
    row = await uow.one(
        """
        with due as (
            select person_id, task_id from answer where status = 1 and accepted_at is null and accept_at <= %s
            order by accept_at limit %s for update skip locked
        ),
        done as (
            update answer a set accepted_at = %s from due
            where a.person_id = due.person_id and a.task_id = due.task_id
            returning a.person_id, a.task_id, a.units, a.currency
        ),
        moved as (
            insert into transfer (key, debit, credit, units, currency, at)
            select 'accept:' || done.person_id || ':' || done.task_id, p.id, c.id, done.units, done.currency, %s
            from done
            join account p on p.kind = 'pending' and p.owner = done.person_id and p.currency = done.currency
            join account c on c.kind = 'accepted' and c.owner = done.person_id and c.currency = done.currency
            returning id
        )
        select (select count(*) from done) as accepted, (select count(*) from moved) as moved
        """,
        (now, most, now, now),
    )
    assert row is not None
    if row["accepted"] != row["moved"]:
        raise RuntimeError("an accepted answer has no account to move its pay to")
    return int(row["accepted"])


async def is_done(uow: UnitOfWork, task_id: int) -> bool:
    row = await uow.one("select done_at is not null as done from task where id = %s", (task_id,))
    return bool(row and row["done"])


async def practice_task(uow: UnitOfWork, person_id: int) -> DictRow | None:
    """The practice task for a person who has had none yet; people are spread over them by number."""
    return await uow.one(
        """
        select t.id as task_id, t.project_id, p.revision from project p join task t on t.project_id = p.id
        where p.practice and p.status = 'open'
          and not exists (select from progress g where g.person_id = %(person)s and g.project_id = p.id)
        order by t.id
        offset %(person)s %% (select greatest(count(*), 1) from task x join project y on y.id = x.project_id
                              where y.practice and y.status = 'open')
        limit 1
        """,
        {"person": person_id},
    )


async def unfinished_practice(uow: UnitOfWork, person_id: int) -> int | None:
    """Her practice task whose lease ran out before she answered it."""
    row = await uow.one(
        """
        select a.task_id from answer a join project p on p.id = a.project_id
        where a.person_id = %s and a.status = 2 and p.practice and p.status = 'open' limit 1
        """,
        (person_id,),
    )
    return int(row["task_id"]) if row else None


async def open_practice(uow: UnitOfWork, person_id: int, project_id: int, task_id: int) -> None:
    """One more slot on a practice task, and her place right before it."""
    await uow.do("update task set wanted = wanted + 1, slots = slots + 1 where id = %s", (task_id,))
    await uow.do(
        """
        update progress set batch_id = t.batch_id, task_id = t.id - 1 from task t
        where person_id = %s and progress.project_id = %s and t.id = %s
        """,
        (person_id, project_id, task_id),
    )
