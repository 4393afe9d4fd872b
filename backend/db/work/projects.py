"""Statements about projects: configuration, import of tasks, offers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from psycopg.types.json import Jsonb

from backend.db.clients.queries import HOUSE_ID
from backend.db.engine.uow import UnitOfWork
from backend.db.people.themes import agreed
from backend.db.work import chains
from backend.domain.money import Money
from backend.domain.work import commands as work_commands
from backend.domain.work.commands import AnswerStatus, Offer, usual_minutes
from backend.domain.work.formats.data_rows import TaskRow
from backend.domain.work.projects import ProjectConfig, ProjectStatus

CONFIGS_KEPT = 5_000
"""Configurations in memory. If there are more, all are read again."""


@dataclass(frozen=True, slots=True)
class StoredProject:
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


async def stage(uow: UnitOfWork) -> None:
    """Create a temporary table for incoming rows, which the end of the transaction drops."""
    await uow.execute(
        """
        create temporary table incoming (place bigint generated always as identity, client_id text, content jsonb,
            gold jsonb, explanation text, chain jsonb) on commit drop
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
    `controls`: new control tasks."""

    batch_id: int | None
    new: int
    known: int
    controls: int


async def add_tasks(
    uow: UnitOfWork, project_id: int, file: str, wanted: int, by: int | None, now: datetime, *, controls: bool = True
) -> Added:
    """Make a batch of the incoming rows whose ids the project does not have yet. `controls`: rows with a known answer
    become control tasks, which are not part of the batch and take no answers until `grant_controls`."""
    row = await uow.fetch_one(
        "insert into batch (project_id, file, created_by, created_at) values (%s, %s, %s, %s) returning id",
        (project_id, file, by, now),
    )
    assert row is not None
    batch_id = row["id"]
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
    assert added is not None and total is not None
    new, of_control = int(added["new"]), int(added["controls"])
    if new + of_control:
        await uow.execute("update batch set tasks = %s where id = %s", (new, batch_id))
    else:
        await uow.execute("delete from batch where id = %s", (batch_id,))
    await uow.execute("drop table incoming")
    return Added(batch_id if new + of_control else None, new, int(total["count"]) - new, of_control)


async def tasks(uow: UnitOfWork, project_id: int) -> int:
    """The number of tasks of a project, without control tasks."""
    row = await uow.fetch_one(
        "select coalesce(sum(tasks), 0)::bigint as tasks from batch where project_id = %s", (project_id,)
    )
    return int(row["tasks"]) if row else 0


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


async def offers(uow: UnitOfWork, person_id: int, country: str, day: date) -> tuple[Offer, ...]:
    """Open projects with work for the person on that day of their calendar. Order: projects that a new badge has opened
    and that are not begun; then by priority, those that the person has begun, the oldest."""
    return await _with_work(uow, person_id, country, day, f"not {_LACKS}")


async def asking(uow: UnitOfWork, person_id: int, country: str, day: date) -> tuple[Offer, ...]:
    """Like `offers`, but of the projects with hard content that the person would get by agreeing to themes that they
    were never asked about."""
    return await _with_work(uow, person_id, country, day, f"not {_LACKS}", f"not {_AGREED} and {_NEVER_REFUSED}")


async def beyond(uow: UnitOfWork, person_id: int, country: str, day: date) -> tuple[Offer, ...]:
    """Like `offers`, but of the projects that need badges which the person does not have. It includes hard content that
    they were never asked about."""
    return await _with_work(uow, person_id, country, day, _LACKS, _NEVER_REFUSED)


def gives(config: str, answers: str, day: str, barred: str = "null") -> str:
    """SQL: whether a project gives out tasks on a day of the person's calendar, and more of them to a person with so
    many answers, by its end date and its limit per person."""
    return f"""(
        {barred} is null and coalesce(({config} ->> 'ends')::date >= {day}, true)
        and coalesce(({config} ->> 'most_per_person')::bigint > coalesce({answers}, 0), true))"""


_LACKS = """
    exists (select from jsonb_array_elements_text(p.config -> 'needs') n (key)
            where not exists (select from badge b
                              where b.person_id = %(person)s and b.key = n.key and b.revoked_at is null))
"""


NEW_DAYS = 7
"""Days for which work that a badge has just opened comes before all other offers, unless it is begun."""
_JUST_EARNED = f"""
    exists (select from jsonb_array_elements_text(p.config -> 'needs') n (key)
            join badge b on b.person_id = %(person)s and b.key = n.key and b.revoked_at is null
            where b.at >= %(day)s::date - {NEW_DAYS})
"""


_AGREED = agreed("p.config", "(select themes from person where id = %(person)s)")
_NEVER_REFUSED = agreed("p.config", "(select themes from person where id = %(person)s)", "true")


async def themes(uow: UnitOfWork, person_id: int, country: str, day: date) -> set[str]:
    """The themes of hard content in work that the person would get by agreeing to them."""
    rows = await uow.fetch_all(
        f"""
        select distinct theme.name from project p
        left join progress g on g.project_id = p.id and g.person_id = %(person)s
        cross join lateral jsonb_array_elements_text(p.config -> 'sensitive') theme (name)
        where p.status = '{ProjectStatus.OPEN}' and not p.practice
          and (jsonb_array_length(p.config -> 'countries') = 0 or p.config -> 'countries' ? %(country)s)
          and {gives("p.config", "g.answers", "%(day)s::date", "g.barred_at")} and not {_LACKS}
          and exists (select from task t where t.project_id = p.id and t.slots > 0 and not t.control)
        """,  # noqa: S608 (constants)
        {"person": person_id, "country": country, "day": day},
    )
    return {row["name"] for row in rows}


async def _with_work(
    uow: UnitOfWork, person_id: int, country: str, day: date, needs: str, hard: str = _AGREED
) -> tuple[Offer, ...]:
    rows = await uow.fetch_all(
        f"""
        select p.id, p.revision, p.median_seconds, g.person_id is not null as started, n.open, n.mine, g.answers
        from project p
        left join progress g on g.project_id = p.id and g.person_id = %(person)s
        cross join lateral (
            select (select count(*) from (
                        select from task t where t.project_id = p.id and t.slots > 0 and not t.control
                        limit %(cap)s + 1) o) as open,
                   (select count(*) from (
                        select from task t join answer a on a.task_id = t.id and a.person_id = %(person)s
                        where t.project_id = p.id and t.slots > 0 and not t.control
                          and a.status <> {AnswerStatus.GIVEN_BACK} and g.person_id is not null
                        limit %(cap)s + 1) m) as mine
        ) n
        where p.status = '{ProjectStatus.OPEN}' and not p.practice and n.open > 0
          and (jsonb_array_length(p.config -> 'countries') = 0 or p.config -> 'countries' ? %(country)s)
          and {gives("p.config", "g.answers", "%(day)s::date", "g.barred_at")} and {needs}
          and {hard}
        order by (g.person_id is null and {_JUST_EARNED}) desc, p.priority desc, (g.person_id is not null) desc, p.id
        """,  # noqa: S608 (constants)
        {"person": person_id, "country": country, "day": day, "cap": work_commands.LEFT_SHOWN},
    )
    found = []
    for row in rows:
        # the person may have had many of the first ones: then the rest is counted exactly
        among_more = row["open"] > work_commands.LEFT_SHOWN and row["mine"]
        left = await _left(uow, row["id"], person_id) if among_more else row["open"] - row["mine"]
        if left > 0:
            known = await config(uow, row["id"], row["revision"])
            if known.most_per_person is not None:
                left = min(left, known.most_per_person - (row["answers"] or 0))
            found.append(Offer(row["id"], known, left, usual_minutes(known, row["median_seconds"]), row["started"]))
    return tuple(found)


async def _left(uow: UnitOfWork, project_id: int, person_id: int) -> int:
    row = await uow.fetch_one(
        f"""
        select count(*) as count from (
            select from task t where t.project_id = %s and t.slots > 0 and not t.control
              and coalesce((
                  select a.status from answer a where a.person_id = %s and a.task_id = t.id
              ), {AnswerStatus.GIVEN_BACK}) = {AnswerStatus.GIVEN_BACK}
            limit %s) o
        """,  # noqa: S608 (constants)
        (project_id, person_id, work_commands.LEFT_SHOWN + 1),
    )
    return int(row["count"]) if row else 0


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
