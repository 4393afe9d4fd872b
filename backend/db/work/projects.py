"""Statements about projects: configuration, status, money and pace."""

from __future__ import annotations

from datetime import datetime

from psycopg.types.json import Jsonb

from backend.db.clients.queries import HOUSE_ID
from backend.db.engine.uow import UnitOfWork
from backend.domain.money import Money
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectConfig, ProjectStatus
from backend.records import Record

CONFIGS_KEPT = 5_000
"""Configurations in memory. If there are more, all are read again."""


class StoredProject(Record):
    """A stored project. `funded`: what the client has booked; `promised`: what all answers to its tasks can cost.
    `client`: the client's name. `median_seconds`: per answer; None: not known yet."""

    id: int
    config: ProjectConfig
    status: ProjectStatus
    practice: bool
    funded: Money
    promised: Money
    client_id: int
    client: str
    median_seconds: int | None = None


async def config(uow: UnitOfWork, project_id: int, revision: int) -> ProjectConfig:
    """A project's configuration. It is read once, because a revision never changes."""
    known: ProjectConfig | None = uow.kept.get((project_id, revision))
    if known is None:
        row = await uow.fetch_one("select config, revision from project where id = %s", (project_id,))
        assert row is not None
        known = ProjectConfig.from_json(row["config"])
        if len(uow.kept) > CONFIGS_KEPT:
            uow.kept.clear()
        uow.kept[project_id, row["revision"]] = known
    return known


async def present_config(uow: UnitOfWork, project_id: int) -> ProjectConfig | None:
    """The present configuration of a client's project; None if there is no such project."""
    row = await uow.fetch_one("select revision from project where id = %s and not practice", (project_id,))
    return await config(uow, project_id, row["revision"]) if row else None


APART = """
    config ->> 'title'
    || case when count(*) over (partition by config ->> 'title') > 1 then ' (' || name || ')' else '' end
"""
"""SQL: the title of a project, with its name beside it where several that are read have that title."""


async def called(uow: UnitOfWork, most: int = 500) -> tuple[tuple[str, str], ...]:
    """Names and titles of the clients' projects that are not closed, the newest first."""
    rows = await uow.fetch_all(
        f"""
        select name, config ->> 'title' as title from project where status <> '{ProjectStatus.CLOSED}' and not practice
        order by id desc limit %s
        """,  # noqa: S608 (constants)
        (most,),
    )
    return tuple((row["name"], row["title"]) for row in rows)


async def open_titles(uow: UnitOfWork, most: int = 200) -> tuple[str, ...]:
    """The titles of the newest open projects."""
    rows = await uow.fetch_all(
        f"""
        select config ->> 'title' as title from project where status = '{ProjectStatus.OPEN}' and not practice
        order by id desc limit %s
        """,  # noqa: S608 (constants)
        (most,),
    )
    return tuple(row["title"] for row in rows)


async def by_name(uow: UnitOfWork, name: str) -> StoredProject | None:
    """A project, locked until the end of the transaction against a second import; None if there is none."""
    row = await uow.fetch_one(
        """
        select id, config, status, practice, funded, promised, currency, client_id,
               (select c.name from client c where c.id = client_id) as client, median_seconds
        from project where name = %s for no key update
        """,
        (name,),
    )
    if row is None:
        return None
    return StoredProject(
        row["id"],
        ProjectConfig.from_json(row["config"]),
        ProjectStatus(row["status"]),
        row["practice"],
        Money(row["funded"], row["currency"]),
        Money(row["promised"], row["currency"]),
        row["client_id"],
        row["client"],
        row["median_seconds"],
    )


async def add(uow: UnitOfWork, config: ProjectConfig, practice: bool, now: datetime, client_id: int = HOUSE_ID) -> int:
    """Create a project, unless there is one of this name. Return its number."""
    row = await uow.fetch_one(
        """
        insert into project (name, config, practice, currency, client_id, created_at) values (%s, %s, %s, %s, %s, %s)
        on conflict (name) do nothing returning id
        """,
        (config.name, Jsonb(config.to_json()), practice, config.pay.currency, client_id, now),
    )
    if row is not None:
        return int(row["id"])
    made = await by_name(uow, config.name)  # another transaction has just created it
    assert made is not None
    return made.id


async def replace_config(uow: UnitOfWork, project_id: int, config: ProjectConfig) -> None:
    """Keep a new configuration, with a new revision."""
    await uow.execute(
        "update project set config = %s, revision = revision + 1 where id = %s",
        (Jsonb(config.to_json()), project_id),
    )


async def set_status(uow: UnitOfWork, project_id: int, status: ProjectStatus) -> None:
    """Open, pause or close a project."""
    await uow.execute("update project set status = %s where id = %s", (status, project_id))


async def book(uow: UnitOfWork, project_id: int, funded: int, promised: int) -> bool:
    """Add to what the client has booked and what the tasks can cost, in units. False, and nothing is changed, if the
    promise would exceed the funds."""
    booked = await uow.execute(
        """
        update project set funded = funded + %(funded)s, promised = promised + %(promised)s
        where id = %(id)s and promised + %(promised)s <= funded + %(funded)s
        """,
        {"id": project_id, "funded": funded, "promised": promised},
    )
    return booked == 1


async def tasks(uow: UnitOfWork, project_id: int) -> int:
    """The number of tasks of a project, without control tasks."""
    return await uow.fetch_int(
        "select coalesce(sum(tasks), 0)::bigint as tasks from batch where project_id = %s", (project_id,)
    )


PACE_SEEN = 5_000
"""How many of a project's newest answers its pace is measured by."""


async def measure_pace(uow: UnitOfWork, people: int, answers: int) -> None:
    """Store each open project's seconds per answer, once `people` people gave `answers` of its newest answers each.

    It is the median of the people's medians. An answer counts at least as long as its task takes to read.
    """
    await uow.execute(
        f"""
        update project p set median_seconds = m.seconds from (
            select q.id, (percentile_cont(0.5) within group (order by hers.seconds))::int as seconds
            from project q, lateral (
                select percentile_cont(0.5) within group (order by greatest(a.active, a.reading, 1)) as seconds
                from (select person_id, active, reading from answer
                      where project_id = q.id and status = {AnswerStatus.ANSWERED}
                      order by answered_at desc limit {PACE_SEEN}) a
                group by a.person_id having count(*) >= %(answers)s) hers
            where q.status = '{ProjectStatus.OPEN}' group by q.id having count(*) >= %(people)s) m
        where p.id = m.id and p.median_seconds is distinct from m.seconds
        """,  # noqa: S608 (constants)
        {"people": people, "answers": answers},
    )
