"""The statements by which admins look at projects and steer them."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work.counting import look

_COUNTED = """
    select p.id, p.name, p.config ->> 'title' as title, p.status, p.priority, p.currency, p.funded, p.promised,
           p.created_at, p.revision, c.name as client, b.tasks, g.done, g.answers
    from ({which}) p join client c on c.id = p.client_id, lateral (
        select coalesce(sum(tasks), 0)::bigint as tasks from batch where project_id = p.id) b, lateral (
        select coalesce(sum(done), 0)::bigint as done, coalesce(sum(answers), 0)::bigint as answers
        from progress where project_id = p.id) g
    order by {order}
"""
# Those that are open first; among them by priority, as they are offered.
_ORDER = "array_position(array['open', 'paused', 'closed'], {0}.status), {0}.priority desc, {0}.id"
_PAGE = _COUNTED.format(
    which=f"select * from project q where not practice order by {_ORDER.format('q')} offset %s limit %s",  # noqa: S608
    order=_ORDER.format("p"),
)
_ONE = _COUNTED.format(which="select * from project where id = %s and not practice", order="p.id")


async def page(uow: UnitOfWork, offset: int, most: int) -> list[Row]:
    """Clients' projects with their counts (as `projects.listing`), and `id`, `priority`, `created_at`."""
    return await look(uow, _PAGE, (offset, most))


async def how_many(uow: UnitOfWork) -> int:
    row = await uow.fetch_one("select count(*) as count from project where not practice")
    return int(row["count"]) if row else 0


async def one(uow: UnitOfWork, project_id: int) -> Row | None:
    """The same of one; None for none of a client's."""
    found = await look(uow, _ONE, (project_id,))
    return found[0] if found else None


async def answers_since(uow: UnitOfWork, project_id: int, since: datetime) -> int:
    row = await uow.fetch_one(
        "select count(*) as count from answer where project_id = %s and status = 1 and answered_at >= %s",
        (project_id, since),
    )
    return int(row["count"]) if row else 0


async def first_answer(uow: UnitOfWork, project_id: int) -> datetime | None:
    row = await uow.fetch_one(
        "select answered_at from answer where project_id = %s and status = 1 order by answered_at limit 1",
        (project_id,),
    )
    return row["answered_at"] if row else None


async def agreement(uow: UnitOfWork, project_id: int, most: int) -> Row:
    """Of the newest `most` answers those to tasks that are done with two answers or more: how many they are
    (`compared`), and the `share` that says what became the task's result; of forms, the share of their fields.
    None where there are none."""
    (found,) = await look(
        uow,
        """
        select count(*) as compared, avg(case
            when jsonb_typeof(t.result -> 'answer') <> 'object' then (a.value = t.result -> 'answer')::int
            else (select coalesce(avg((a.value -> f.key is not distinct from f.value)::int), 1)
                  from jsonb_each(t.result -> 'answer') f) end) as share
        from (
            select task_id, value from answer where project_id = %s and status = 1
            order by answered_at desc limit %s) a
        join task t on t.id = a.task_id
        where t.done_at is not null and t.answers >= 2
        """,
        (project_id, most),
    )
    return found


async def locked(uow: UnitOfWork, project_id: int) -> Row | None:
    """`name`, `title`, `status` and `priority` of a client's project, held until the end of the transaction."""
    return await uow.fetch_one(
        """
        select name, config ->> 'title' as title, status, priority from project where id = %s and not practice
        for no key update
        """,
        (project_id,),
    )


async def set_priority(uow: UnitOfWork, project_id: int, priority: int) -> None:
    await uow.execute("update project set priority = %s where id = %s", (priority, project_id))
