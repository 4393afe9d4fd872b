"""The statements about projects: configuration, import of tasks, offers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import psycopg
from psycopg.rows import DictRow
from psycopg.types.json import Jsonb

from backend.db.clients.queries import HOUSE
from backend.db.engine.uow import UnitOfWork
from backend.domain.work.data_rows import TaskRow
from backend.domain.work.projects import ProjectConfig

CONFIGS_KEPT = 5_000


async def config(uow: UnitOfWork, project_id: int, revision: int) -> ProjectConfig:
    """A project's configuration, read once: a revision never changes."""
    known: ProjectConfig | None = uow.kept.get((project_id, revision))
    if known is None:
        row = await uow.fetch_one("select config, revision from project where id = %s", (project_id,))
        assert row is not None
        known = ProjectConfig.from_json(row["config"])
        if len(uow.kept) > CONFIGS_KEPT:
            uow.kept.clear()
        uow.kept[project_id, row["revision"]] = known
    return known


async def by_name(uow: UnitOfWork, name: str) -> DictRow | None:
    """`id, config, status, practice, funded, promised, revision, client_id, client`, locked against a second import."""
    return await uow.fetch_one(
        """
        select id, name, config, status, practice, funded, promised, currency, revision, client_id,
               (select c.name from client c where c.id = client_id) as client
        from project where name = %s for no key update
        """,
        (name,),
    )


async def add(uow: UnitOfWork, config: ProjectConfig, practice: bool, now: datetime, client_id: int = HOUSE) -> int:
    row = await uow.fetch_one(
        """
        insert into project (name, config, practice, currency, client_id, created_at) values (%s, %s, %s, %s, %s, %s)
        on conflict (name) do nothing returning id
        """,
        (config.name, Jsonb(config.to_json()), practice, config.pay.currency, client_id, now),
    )
    if row is None:  # somebody else has just made it
        row = await by_name(uow, config.name)
        assert row is not None
    return int(row["id"])


async def replace_config(uow: UnitOfWork, project_id: int, config: ProjectConfig) -> None:
    await uow.execute(
        "update project set config = %s, revision = revision + 1 where id = %s",
        (Jsonb(config.to_json()), project_id),
    )


async def set_status(uow: UnitOfWork, project_id: int, status: str) -> None:
    await uow.execute("update project set status = %s where id = %s", (status, project_id))


async def book(uow: UnitOfWork, project_id: int, funded: int, promised: int) -> bool:
    """Add to what the client has booked and what the tasks can cost, in units; False when the
    promise would exceed the funds."""
    try:
        await uow.execute(
            "update project set funded = funded + %s, promised = promised + %s where id = %s",
            (funded, promised, project_id),
        )
    except psycopg.errors.CheckViolation:
        return False
    return True


async def stage(uow: UnitOfWork) -> None:
    """A place for incoming rows, gone with the transaction."""
    await uow.execute(
        """
        create temporary table incoming (place bigint generated always as identity, client_id text, content jsonb,
            gold jsonb, explanation text) on commit drop
        """
    )


async def copy_in(uow: UnitOfWork, rows: Iterable[TaskRow]) -> None:
    """Stream rows into the staging table."""
    connection = await uow.begun()
    async with (
        connection.cursor() as cursor,
        cursor.copy("copy incoming (client_id, content, gold, explanation) from stdin") as copy,
    ):
        for row in rows:
            await copy.write_row(
                (
                    row.id,
                    Jsonb(row.content),
                    None if row.gold is None else Jsonb(row.gold),
                    row.extra.get("explanation"),
                )
            )


class Added(NamedTuple):
    """`batch_id` None: no row was new."""

    batch_id: int | None
    new: int
    known: int


async def add_tasks(uow: UnitOfWork, project_id: int, file: str, wanted: int, by: int | None, now: datetime) -> Added:
    """Make a batch of the staged rows whose ids the project does not have yet."""
    row = await uow.fetch_one(
        "insert into batch (project_id, file, created_by, created_at) values (%s, %s, %s, %s) returning id",
        (project_id, file, by, now),
    )
    assert row is not None
    batch_id = row["id"]
    new = await uow.execute(
        """
        insert into task (project_id, batch_id, client_id, content, gold, explanation, wanted, slots)
        select %s, %s, client_id, content, gold, explanation, %s, %s from incoming order by place
        on conflict (project_id, client_id) do nothing
        """,
        (project_id, batch_id, wanted, wanted),
    )
    total = await uow.fetch_one("select count(*) as count from incoming")
    assert total is not None
    if new:
        await uow.execute("update batch set tasks = %s where id = %s", (new, batch_id))
    else:
        await uow.execute("delete from batch where id = %s", (batch_id,))
    await uow.execute("drop table incoming")
    return Added(batch_id if new else None, new, int(total["count"]) - new)


async def offers(uow: UnitOfWork, person_id: int, country: str, cap: int) -> list[DictRow]:
    """Open projects with work for her: by priority, of one priority those that she has begun first, then the oldest.

    `left`: open tasks beyond those that she has had, counted up to `cap` + 1.
    """
    return await _with_work(uow, person_id, country, cap, f"not {_LACKS}")


async def beyond(uow: UnitOfWork, person_id: int, country: str, cap: int) -> list[DictRow]:
    """As `offers`, of the projects that need badges which she does not hold."""
    return await _with_work(uow, person_id, country, cap, _LACKS)


_LACKS = """
    exists (select from jsonb_array_elements_text(p.config -> 'needs') n (key)
            where not exists (select from badge b
                              where b.person_id = %(person)s and b.key = n.key and b.revoked_at is null))
"""


async def _with_work(uow: UnitOfWork, person_id: int, country: str, cap: int, needs: str) -> list[DictRow]:
    rows = await uow.fetch_all(
        f"""
        select p.id, p.revision, p.median_seconds, g.person_id is not null as started, n.open, n.mine
        from project p
        left join progress g on g.project_id = p.id and g.person_id = %(person)s
        cross join lateral (
            select (select count(*) from (
                        select from task t where t.project_id = p.id and t.slots > 0 limit %(cap)s + 1) o) as open,
                   (select count(*) from (
                        select from task t join answer a on a.task_id = t.id and a.person_id = %(person)s
                        where t.project_id = p.id and t.slots > 0 and a.status <> 2 and g.person_id is not null
                        limit %(cap)s + 1) m) as mine
        ) n
        where p.status = 'open' and not p.practice and n.open > 0
          and (jsonb_array_length(p.config -> 'countries') = 0 or p.config -> 'countries' ? %(country)s)
          and {needs}
        order by p.priority desc, (g.person_id is not null) desc, p.id
        """,  # noqa: S608 (constants)
        {"person": person_id, "country": country, "cap": cap},
    )
    for row in rows:
        # she may have had many of the first ones: then what is open beyond them is counted exactly
        if row["open"] > cap and row["mine"]:
            row["left"] = await _left(uow, row["id"], person_id, cap)
        else:
            row["left"] = row["open"] - row["mine"]
    return [row for row in rows if row["left"] > 0]


async def _left(uow: UnitOfWork, project_id: int, person_id: int, cap: int) -> int:
    row = await uow.fetch_one(
        """
        select count(*) as count from (
            select from task t where t.project_id = %s and t.slots > 0
              and coalesce((select a.status from answer a where a.person_id = %s and a.task_id = t.id), 2) = 2
            limit %s) o
        """,
        (project_id, person_id, cap + 1),
    )
    return int(row["count"]) if row else 0


async def listing(uow: UnitOfWork) -> list[DictRow]:
    """Every project with its counts, for lists: of tasks by its batches, of answers and finished tasks
    by its people. No task is read, however many there are."""
    return await uow.fetch_all(
        """
        select p.name, c.name as client, p.config ->> 'title' as title, p.config ->> 'kind' as kind, p.status,
               p.currency, p.funded, p.promised, b.tasks, g.done, g.answers
        from project p join client c on c.id = p.client_id, lateral (
            select coalesce(sum(tasks), 0)::bigint as tasks from batch where project_id = p.id) b, lateral (
            select coalesce(sum(done), 0)::bigint as done, coalesce(sum(answers), 0)::bigint as answers
            from progress where project_id = p.id) g
        where not p.practice order by p.id
        """
    )


async def measure_pace(uow: UnitOfWork, least: int) -> None:
    """Keep each open project's time per answer, once so many people are among its newest answers: the median of
    their own medians, no answer being shorter than it takes to read."""
    await uow.execute(
        """
        update project p set median_seconds = m.seconds from (
            select q.id, (percentile_cont(0.5) within group (order by hers.seconds))::int as seconds
            from project q, lateral (
                select percentile_cont(0.5) within group (order by greatest(a.active, a.reading, 1)) as seconds
                from (select person_id, active, reading from answer where project_id = q.id and status = 1
                      order by answered_at desc limit 500) a
                group by a.person_id) hers
            where q.status = 'open' group by q.id having count(*) >= %s) m
        where p.id = m.id and p.median_seconds is distinct from m.seconds
        """,
        (least,),
    )
