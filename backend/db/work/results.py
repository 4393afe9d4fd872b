"""Statements of results: the answers of a task, its result, and the promised answers that it does not need."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.work.commands import GIVEN, AnswerStatus


async def values(uow: UnitOfWork, task_id: int) -> list[Any]:
    """A task's standing answers, in the order in which they were given."""
    return await uow.fetch_column(
        f"""
        select value from answer where task_id = %s and status = {AnswerStatus.ANSWERED} order by answered_at, person_id
        """,  # noqa: S608 (constants)
        (task_id,),
    )


def settle(uow: UnitOfWork, task_id: int, result: Any) -> None:
    """Store the new result of a task that is done, with the commit."""
    uow.on_commit("update task set result = %s where id = %s", (Jsonb(result), task_id))


def finish(
    uow: UnitOfWork, person_id: int, project_id: int, task_id: int, result: Any, most: int, now: datetime
) -> None:
    """Store a task's first result, and that its last answer was this person's; with the commit. Of the `most` answers
    that were promised for it, those not needed become spare."""
    uow.on_commit(
        """
        with done as (
            update task set result = %s, done_at = %s, spare = greatest(0, %s - answers - refused)
            where id = %s and done_at is null returning id
        )
        update progress set done = done + 1 from done where person_id = %s and project_id = %s
        """,
        (Jsonb(result), now, most, task_id, person_id, project_id),
    )


def ask_for_more(uow: UnitOfWork, task_id: int, more: int, most: int) -> None:
    """Let a task that has all its answers get `more` others, but no more than `most` in all; with the commit."""
    uow.on_commit(_ASK_FOR_MORE, {"task": task_id, "more": more, "most": most})


_ASK_FOR_MORE = """
    update task set wanted = wanted + least(%(more)s, %(most)s - wanted), reopened = true,
           slots = case when held_at is null then slots + least(%(more)s, %(most)s - wanted) else 0 end
    where id = %(task)s
"""


async def has_all(uow: UnitOfWork, task_id: int) -> bool:
    """Whether a task has every answer that it wants."""
    return await uow.fetch_bool("select answers + refused >= wanted as all from task where id = %s", (task_id,))


async def method(uow: UnitOfWork, task_id: int) -> str | None:
    """How a task's result was made; None if it has none."""
    return await uow.find_value("select result ->> 'method' as method from task where id = %s", (task_id,))


async def unpromised(uow: UnitOfWork, task_id: int, most: int) -> int:
    """How many of a done task's `most` answers its project no longer promises."""
    return await uow.fetch_int(
        "select greatest(0, %s - answers - refused - spare) as n from task where id = %s", (most, task_id)
    )


async def undo(uow: UnitOfWork, task_id: int) -> None:
    """Make a done task undecided again."""
    await uow.execute(
        f"""
        with open as (
            update task set done_at = null, result = null, spare = 0 where id = %(task)s returning project_id
        )
        update progress set done = done - 1 from open
        where progress.project_id = open.project_id and progress.person_id = (
            select person_id from answer where task_id = %(task)s and status in {GIVEN}
            order by answered_at desc, person_id desc limit 1)
        """,  # noqa: S608 (constants)
        {"task": task_id},
    )


_RELEASE = """
    with freed as ({freed}),
    cleared as (update task set spare = 0 from freed where task.id = freed.id),
    lowered as (
        update project p set promised = p.promised - n.spare * (p.config -> 'pay' ->> 0)::bigint
        from (select project_id, sum(spare) as spare from freed group by project_id) n where p.id = n.project_id
    )
    select count(*) as count from freed
"""


async def release(uow: UnitOfWork, task_id: int) -> None:
    """Subtract the answers that a done task does not need from what its project has promised."""
    await uow.fetch_one(
        _RELEASE.format(freed="select id, project_id, spare from task where id = %s and spare > 0 for update"),
        (task_id,),
    )


async def close_controls(uow: UnitOfWork) -> int:
    """Control tasks of projects whose other tasks are all done take no more answers until more tasks come; what was
    promised for them becomes spare. Returns how many were closed."""
    return await uow.execute(
        """
        update task set spare = spare + slots, wanted = wanted - slots, slots = 0
        where control and slots > 0 and project_id in (
            select p.id from project p
            where not p.practice and exists (
                      select from task t where t.project_id = p.id and t.control and t.slots > 0)
              and (select coalesce(sum(tasks), 0) from batch where project_id = p.id)
                  <= (select coalesce(sum(done), 0) from progress where project_id = p.id))
        """
    )


async def release_spare(uow: UnitOfWork, most: int) -> int:
    """The same for at most `most` done tasks. Return how many."""
    return await uow.fetch_int(
        _RELEASE.format(
            freed="select id, project_id, spare from task where spare > 0 order by id limit %s for update skip locked"
        ),
        (most,),
    )


async def is_done(uow: UnitOfWork, task_id: int) -> bool:
    """Whether a task has a result. Its row is locked: transactions that change its answers run one after the other, and
    the last one sees what the others did."""
    return await uow.fetch_bool(
        "select done_at is not null as done from task where id = %s for no key update", (task_id,)
    )


async def newest_texts(uow: UnitOfWork, project_id: int, most: int) -> list[str]:
    """The newest answers in words to a project, by anybody, the newest last."""
    found = await uow.fetch_column(
        """
        select value #>> '{}' from answer
        where project_id = %s and status = 1 and jsonb_typeof(value) = 'string'
        order by answered_at desc limit %s
        """,
        (project_id, most),
    )
    return found[::-1]
