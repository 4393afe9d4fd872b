"""Statements that hand over work and money when two accounts become one; see `merging`."""

from __future__ import annotations

from datetime import datetime

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.domain.work.commands import GIVEN, AnswerStatus


async def same_task(uow: UnitOfWork, gone: int, kept: int) -> bool:
    """Whether both have answered the same task of a client, so that one of the two answers would be lost. Tasks of the
    practice project and control tasks do not count, because everybody answers them."""
    return await uow.fetch_bool(
        f"""
        select exists (
            select from answer a
            join answer b on b.task_id = a.task_id and b.person_id = %s and b.status in {GIVEN}
            join project p on p.id = a.project_id join task t on t.id = a.task_id
            where a.person_id = %s and a.status in {GIVEN} and not p.practice and not t.control) as there
        """,  # noqa: S608 (constants)
        (kept, gone),
    )


async def disputed_task(uow: UnitOfWork, gone: int, kept: int) -> bool:
    """Whether both have answered the same task of a client, and one of the answers was refused, or a review of it is
    open: it would be taken for the other one. Other two answers to one task stay two rows, as those to practice do."""
    return await uow.fetch_bool(
        f"""
        select exists (
            select from answer a
            join answer b on b.task_id = a.task_id and b.person_id = %(kept)s and b.status in {GIVEN}
            where a.person_id = %(gone)s and a.status in {GIVEN} and (
                a.status <> {AnswerStatus.ANSWERED} or b.status <> {AnswerStatus.ANSWERED}
                or exists (select from review r where r.task_id = a.task_id and r.person_id in (%(gone)s, %(kept)s)
                                                      and (r.decided_at is null or r.held)))) as there
        """,  # noqa: S608 (constants)
        {"gone": gone, "kept": kept},
    )


async def open_tasks(uow: UnitOfWork, gone: int, kept: int) -> list[tuple[int, int]]:
    """Leases to give back before a merge, as (person, task): all those of `gone`, and those of `kept` on tasks that
    `gone` has answered."""
    rows = await uow.fetch_all(
        f"""
        select a.person_id, a.task_id from answer a
        where a.status = {AnswerStatus.LEASED} and (a.person_id = %(gone)s or (a.person_id = %(kept)s and exists (
            select from answer b
            where b.person_id = %(gone)s and b.task_id = a.task_id and b.status in {GIVEN})))
        """,  # noqa: S608 (constants)
        {"gone": gone, "kept": kept},
    )
    return [(row["person_id"], row["task_id"]) for row in rows]


async def move_work(uow: UnitOfWork, gone: int, kept: int, now: datetime) -> None:
    """Move answers with their pay, days, and memberships of projects. Two answers to one practice or control task are
    both accepted and stay two rows."""
    who = {"gone": gone, "kept": kept, "now": now}
    await uow.pipeline(*((statement, who) for statement in _WORK))


async def move_money(uow: UnitOfWork, gone: int, kept: int, merge: int, now: datetime) -> None:
    """Move all balances of `gone`, with one transfer per kind and currency. Call it after `move_work`, so that answers
    accepted at that moment are included. `merge`: the merge's number (`merge_memory.remember`)."""
    who = {"gone": gone, "kept": kept, "now": now, "kinds": list(ledger.HERS), "merge": merge}
    await uow.pipeline(*((statement, who) for statement in _MONEY))


BOTH = "person_id = %(gone)s and exists (select from {0} o where o.person_id = %(kept)s and o.{1} = {0}.{1})"
"""A condition: the row belongs to `gone`, and `kept` has a row with the same key."""

_ACCEPTED = ledger.entries(
    key="'accept:' || %(gone)s::bigint || ':' || twice.task_id",
    debit=("'pending'", "%(gone)s"),
    credit=("'accepted'", "%(gone)s"),
    units="twice.units",
    currency="twice.currency",
    at="%(now)s",
    source="twice",
)

_WORK = (
    # of two rows for one task the one that says more stays: answered, then reported, skipped, given back
    f"""
    delete from answer a using answer b where a.person_id = %(kept)s and b.person_id = %(gone)s
       and b.task_id = a.task_id
       and a.status in ({AnswerStatus.GIVEN_BACK}, {AnswerStatus.SKIPPED}, {AnswerStatus.REPORTED})
       and (b.status in {GIVEN} or (
            a.status = {AnswerStatus.GIVEN_BACK} and b.status in ({AnswerStatus.SKIPPED}, {AnswerStatus.REPORTED})))
    """,  # noqa: S608 (constants)
    f"""
    delete from answer where status not in {GIVEN} and {BOTH.format("answer", "task_id")}
    """,  # noqa: S608 (constants)
    f"""
    with twice as (
        update answer a set accepted_at = %(now)s from answer b
        where a.person_id = %(gone)s and b.person_id = %(kept)s and b.task_id = a.task_id
          and a.status = {AnswerStatus.ANSWERED} and b.status = {AnswerStatus.ANSWERED} and a.accepted_at is null
        returning a.task_id, a.units, a.currency
    )
    {_ACCEPTED}
    """,  # noqa: S608 (constants)
    """
    update answer a set person_id = %(kept)s where person_id = %(gone)s
       and not exists (select from answer b where b.person_id = %(kept)s and b.task_id = a.task_id)
    """,
    f"delete from report where {BOTH.format('report', 'task_id')}",  # noqa: S608
    "update report set person_id = %(kept)s where person_id = %(gone)s",
    """
    insert into progress (person_id, project_id, batch_id, task_id, accepted_at, answers, done, controls, control_from,
                          barred_at)
    select %(kept)s, project_id, batch_id, task_id, accepted_at, answers, done, controls, control_from, barred_at
    from progress where person_id = %(gone)s
    on conflict (person_id, project_id) do update set
        accepted_at = least(progress.accepted_at, excluded.accepted_at),
        answers = progress.answers + excluded.answers, done = progress.done + excluded.done,
        controls = progress.controls + excluded.controls,
        control_from = progress.control_from + excluded.control_from,
        barred_at = coalesce(progress.barred_at, excluded.barred_at)
    """,
    "delete from progress where person_id = %(gone)s",
    """
    insert into rating (person_id, project_id, aspect, value, at)
    select %(kept)s, project_id, aspect, value, at from rating where person_id = %(gone)s
    on conflict (person_id, project_id, aspect) do update set value = excluded.value, at = excluded.at
    where excluded.at > rating.at
    """,
    "delete from rating where person_id = %(gone)s",
    """
    insert into day (person_id, date, active, counted, estimated, answers, euro_units, franc_units)
    select %(kept)s, date, active, counted, estimated, answers, euro_units, franc_units from day
    where person_id = %(gone)s
    on conflict (person_id, date) do update set
        active = day.active + excluded.active, answers = day.answers + excluded.answers,
        counted = day.counted + excluded.counted, estimated = day.estimated + excluded.estimated,
        euro_units = day.euro_units + excluded.euro_units, franc_units = day.franc_units + excluded.franc_units
    """,
    "delete from day where person_id = %(gone)s",
    """
    insert into first_income (person_id, at) select %(kept)s, at from first_income where person_id = %(gone)s
    on conflict (person_id) do update set at = least(first_income.at, excluded.at)
    """,
    "delete from first_income where person_id = %(gone)s",
)
_MONEY = (
    """
    insert into account (kind, owner, currency)
    select kind, %(kept)s, currency from account where owner = %(gone)s and kind = any(%(kinds)s) on conflict do nothing
    """,
    ledger.entries(
        key="'merge:' || %(gone)s::bigint || ':' || own.kind || ':' || own.currency || ':' || %(merge)s::bigint",
        debit=("own.kind", "%(gone)s"),
        credit=("own.kind", "%(kept)s"),
        units="own.units",
        currency="own.currency",
        at="%(now)s",
        source=f"""
            (select * from (
                select a.kind, a.currency, {ledger.BALANCE} as units from account a
                where a.owner = %(gone)s and a.kind = any(%(kinds)s)) each
             where units > 0) own
        """,  # noqa: S608 (constants)
    ),
)
