"""Statements that apply decisions of reviews to answers and tasks: refuse, restore, refuse for good, set a result by
hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.db.people.erasures import BEGUN
from backend.domain.money import Money
from backend.domain.quality.review import ReviewKind, Verdict
from backend.domain.work.commands import AnswerStatus
from backend.records import Record


async def refuse(uow: UnitOfWork, person_id: int, task_id: int, now: datetime) -> Money | None:
    """Refuse an answer that is not accepted yet. Return its pay; None if it was accepted meanwhile, or its author was
    erased, who could neither redo nor contest it. Its slot is kept for the person."""
    row = await uow.fetch_one(
        f"""
        with refused as (
            update answer set status = {AnswerStatus.REFUSED}, refused_at = %(now)s
            where person_id = %(person)s and task_id = %(task)s and status = {AnswerStatus.ANSWERED}
                  and accepted_at is null and not exists ({BEGUN} = %(person)s)
            returning project_id, units, currency
        ),
        freed as (
            update task set answers = answers - 1, refused = refused + 1 from refused where task.id = %(task)s
        ),
        counted as (
            update progress set answers = answers - 1 from refused
            where progress.person_id = %(person)s and progress.project_id = refused.project_id
        )
        select units, currency from refused
        """,  # noqa: S608 (constants)
        {"person": person_id, "task": task_id, "now": now},
    )
    return Money(row["units"], row["currency"]) if row else None


async def stand_again(
    uow: UnitOfWork,
    person_id: int,
    task_id: int,
    *,
    value: Any = None,
    accept_at: datetime | None = None,
    since: datetime | None = None,
) -> Money | None:
    """Restore a refused answer, with a new `value` if the person has redone it (once, refused after `since`). Return
    its pay; None if that is not possible. Its slot may have been given to others: then the task has one answer more
    than it wanted."""
    row = await uow.fetch_one(
        f"""
        with again as (
            update answer set status = {AnswerStatus.ANSWERED}, refused_at = null,
                   value = coalesce(%(value)s::jsonb, value),
                   redone = redone or %(value)s::jsonb is not null,
                   accept_at = coalesce(%(accept_at)s::timestamptz, accept_at)
            where person_id = %(person)s and task_id = %(task)s and status = {AnswerStatus.REFUSED}
                  and (%(value)s::jsonb is null or (not redone and refused_at > %(since)s::timestamptz))
            returning project_id, units, currency
        ),
        taken as (
            update task set answers = answers + 1, refused = refused - 1 from again where task.id = %(task)s
        ),
        counted as (
            update progress set answers = answers + 1 from again
            where progress.person_id = %(person)s and progress.project_id = again.project_id
        )
        select units, currency from again
        """,  # noqa: S608 (constants)
        {
            "person": person_id,
            "task": task_id,
            "value": None if value is None else Jsonb(value),
            "accept_at": accept_at,
            "since": since,
        },
    )
    return Money(row["units"], row["currency"]) if row else None


async def accept_now(uow: UnitOfWork, person_id: int, task_id: int, now: datetime) -> bool:
    """Accept a standing answer. False if that is not possible. The caller moves its pay."""
    done = await uow.execute(
        f"""
        update answer set accepted_at = %s
        where person_id = %s and task_id = %s and status = {AnswerStatus.ANSWERED} and accepted_at is null
        """,  # noqa: S608 (constants)
        (now, person_id, task_id),
    )
    return done == 1


async def lose(uow: UnitOfWork, refused_before: datetime, most: int) -> list[int]:
    """Refuse for good the refused answers that nobody redid or appealed in time. Return their tasks, whose slots are
    free now."""
    rows = await uow.fetch_all(
        f"""
        with late as (
            select person_id, task_id from answer a where status = {AnswerStatus.REFUSED} and refused_at <= %(before)s
               and not exists (select from review r where r.task_id = a.task_id and r.person_id = a.person_id
                                                     and r.kind = {ReviewKind.APPEAL} and r.decided_at is null)
            order by refused_at limit %(most)s for update skip locked
        ),
        lost as (
            update answer a set status = {AnswerStatus.LOST} from late
            where a.person_id = late.person_id and a.task_id = late.task_id returning a.task_id
        ),
        freed as (
            update task t set refused = t.refused - n.count,
                   slots = case when t.held_at is null and t.done_at is null then t.slots + n.count else t.slots end,
                   wanted = case when t.done_at is null then t.wanted else t.wanted - n.count end,
                   spare = case when t.done_at is null then t.spare else t.spare + n.count end
            from (select task_id, count(*)::int as count from lost group by task_id) n where t.id = n.task_id
        )
        select distinct task_id from lost
        """,  # noqa: S608 (constants)
        {"before": refused_before, "most": most},
    )
    return [row["task_id"] for row in rows]


async def finish_by_hand(uow: UnitOfWork, task_id: int, result: Mapping[str, Any], most: int, now: datetime) -> None:
    """Set a task's result as a person has decided it. The task is offered to nobody else. Of the `most` answers that
    were promised for it, those not needed become spare."""
    await uow.execute(
        f"""
        with counted as (  -- of a project's people anybody's: a project is counted by them
            update progress set done = done + 1 from task t
            where t.id = %(task)s and t.done_at is null and not t.control and progress.project_id = t.project_id
                  and progress.person_id = (select min(person_id) from progress where project_id = t.project_id)
        )
        update task set result = %(result)s, done_at = coalesce(done_at, %(now)s), slots = 0,
               wanted = case when done_at is null then answers + refused + leased.count else wanted end,
               spare = case when done_at is not null then spare
                            else case when control then wanted else %(most)s end - answers - refused - leased.count end
        from (select count(*)::int as count from answer
              where task_id = %(task)s and status = {AnswerStatus.LEASED}) leased
        where id = %(task)s
        """,  # noqa: S608 (constants)
        {"task": task_id, "result": Jsonb(result), "most": most, "now": now},
    )


async def go_on(uow: UnitOfWork, task_id: int) -> None:
    """Offer a task again that was held for a review."""
    await uow.execute(
        f"""
        update task set held_at = null, slots = greatest(0, wanted - answers - refused - (
            select count(*) from answer where task_id = %(task)s and status = {AnswerStatus.LEASED}))
        where id = %(task)s and held_at is not null
        """,  # noqa: S608 (constants)
        {"task": task_id},
    )


async def rewrite(uow: UnitOfWork, task_id: int, text: str) -> None:
    """Correct the text that a task shows."""
    await uow.execute(
        "update task set content = jsonb_set(content, '{text}', to_jsonb(%s::text)) where id = %s", (text, task_id)
    )


class RefusedAnswer(Record):
    """A person's refused answer that is not refused for good yet. `appealed`: when the decision on the appeal is due;
    None: no appeal is open. `decided`: an appeal was decided already."""

    task_id: int
    project_id: int
    revision: int
    content: Mapping[str, str]
    value: Any
    refused_at: datetime
    redone: bool
    review_id: int
    reason: str
    words: str
    judged: Any
    appealed: datetime | None
    decided: bool


async def refused_of(uow: UnitOfWork, person_id: int) -> list[RefusedAnswer]:
    """A person's refused answers, the oldest refusal first."""
    return await uow.fetch_all(
        f"""
        select a.task_id, a.project_id, p.revision, t.content, a.value, a.refused_at, a.redone, r.id as review_id,
               r.reason, r.words, r.judged,
               (select x.due_at from review x where x.task_id = a.task_id and x.person_id = a.person_id
                   and x.kind = {ReviewKind.APPEAL} and x.decided_at is null limit 1) as appealed,
               exists (select from review x where x.task_id = a.task_id and x.person_id = a.person_id
                          and x.kind = {ReviewKind.APPEAL} and x.decided_at is not null) as decided
        from answer a join task t on t.id = a.task_id join project p on p.id = a.project_id
        join lateral (select * from review where task_id = a.task_id and person_id = a.person_id
                         and kind = {ReviewKind.ANSWER} and verdict = {Verdict.REFUSED} and not held
                      order by decided_at desc, id desc limit 1) r on true
        where a.person_id = %s and a.status = {AnswerStatus.REFUSED} order by a.refused_at, a.task_id
        """,  # noqa: S608 (constants)
        (person_id,),
        row=RefusedAnswer,
    )


async def add_time(uow: UnitOfWork, person_id: int, day: date, seconds: int, estimated: int) -> None:
    """Add time spent on reviewing to a person's day, with what the client estimates."""
    await uow.execute(
        """
        insert into day (person_id, date, active, counted, estimated, answers, euro_units, franc_units)
        values (%s, %s, %s, %s, %s, 0, 0, 0)
        on conflict (person_id, date) do update set active = day.active + excluded.active,
            counted = day.counted + excluded.counted, estimated = day.estimated + excluded.estimated
        """,
        (person_id, day, seconds, seconds, estimated),
    )
