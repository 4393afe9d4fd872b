"""Statements that import tasks: streamed into a temporary table, then added to their project."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.db.work import chains
from backend.domain.work.formats.data_rows import TaskRow


async def stage(uow: UnitOfWork) -> None:
    """Create a temporary table for incoming rows, which the end of the transaction drops."""
    await uow.execute(
        """
        create temporary table if not exists incoming (place bigint generated always as identity, client_id text,
            content jsonb, gold jsonb, explanation text, chain jsonb) on commit drop
        """
    )


async def copy_in(uow: UnitOfWork, rows: Iterable[TaskRow]) -> None:
    """Stream rows into the temporary table."""
    connection = await uow.begun()
    async with (
        connection.cursor() as cursor,
        cursor.copy("copy incoming (client_id, content, gold, explanation, chain) from stdin") as copy,
    ):
        for row in rows:
            await copy.write_row(
                (
                    row.id,
                    Jsonb(row.content),
                    None if row.gold is None else Jsonb(row.gold),
                    row.extra.get("explanation"),
                    Jsonb(row.chain) if row.chain else None,
                )
            )


class Added(NamedTuple):
    """The result of adding tasks. `batch_id` is None if no row was new. `new` and `known` are without control tasks;
    `controls`: new control tasks. `differ`: rows whose task was there already and shows something else, or has another
    known answer."""

    batch_id: int | None
    new: int
    known: int
    controls: int
    differ: int


async def add_tasks(
    uow: UnitOfWork, project_id: int, file: str, wanted: int, by: int | None, now: datetime, *, controls: bool = True
) -> Added:
    """Make a batch of the incoming rows whose ids the project does not have yet. `controls`: rows with a known answer
    become control tasks, which are not part of the batch and take no answers until `grant_controls`."""
    batch_id = await uow.fetch_value(
        "insert into batch (project_id, file, created_by, created_at) values (%s, %s, %s, %s) returning id",
        (project_id, file, by, now),
    )
    await chains.make_room(uow, project_id)
    added = await uow.fetch_one(
        """
        with added as (
            insert into task (project_id, batch_id, client_id, content, gold, explanation, chain, control, wanted,
                              slots)
            select %(project)s, %(batch)s, client_id, content, gold, explanation,
                   case when not is_control then chain end, is_control,
                   case when is_control then 0 else %(wanted)s end, case when is_control then 0 else %(wanted)s end
            from incoming, lateral (select gold is not null and %(controls)s as is_control) c order by place
            on conflict (project_id, client_id) do nothing returning control
        )
        select count(*) filter (where not control) as new, count(*) filter (where control) as controls from added
        """,
        {"project": project_id, "batch": batch_id, "wanted": wanted, "controls": controls},
    )
    total = await uow.fetch_one("select count(*) as count from incoming where gold is null or not %s", (controls,))
    differ = await uow.fetch_int(
        """
        select count(*) from incoming i join task t on t.project_id = %s and t.client_id = i.client_id
        where t.content is distinct from i.content or t.gold is distinct from i.gold
        """,
        (project_id,),
    )
    assert added is not None and total is not None
    new, of_control = int(added["new"]), int(added["controls"])
    if new + of_control:
        await uow.execute("update batch set tasks = %s where id = %s", (new, batch_id))
    else:
        await uow.execute("delete from batch where id = %s", (batch_id,))
    await uow.execute("delete from incoming")
    return Added(batch_id if new + of_control else None, new, int(total["count"]) - new, of_control, differ)


async def grant_controls(uow: UnitOfWork, project_id: int, allowed: int) -> int:
    """Allow a project's control tasks `allowed` answers in total, including those they have already. Returns how many
    were added. All of them get the same number more, or one more than that."""
    row = await uow.fetch_one(
        """
        with control as (
            select id, row_number() over (order by id) - 1 as place, count(*) over () as tasks,
                   greatest(0, %(allowed)s - (select coalesce(sum(wanted), 0) from task
                                              where project_id = %(project)s and control)) as more
            from task where project_id = %(project)s and control and done_at is null and held_at is null
        ),
        granted as (
            update task set wanted = wanted + each.more, slots = slots + each.more
            from (select id, (more / tasks + (place < more %% tasks)::int)::int as more from control) each
            where task.id = each.id returning each.more
        )
        select coalesce(sum(more), 0)::bigint as granted from granted
        """,
        {"project": project_id, "allowed": allowed},
    )
    return int(row["granted"]) if row else 0
