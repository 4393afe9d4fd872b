"""Statements of tasks that are sent on to another project (`backend.services.work.chains`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.earnings import ledger
from backend.db.engine.uow import Row, Statement, UnitOfWork
from backend.domain.work.commands import GIVEN, AnswerStatus
from backend.domain.work.projects import ProjectConfig, ProjectStatus
from backend.domain.work.steering import SentOn
from backend.records import Record

# --- at import ------------------------------------------------------------------------------------


class LinkedProject(Record):
    """A client's project, as far as projects that send tasks on to it need it. `free`: units that are booked and not
    promised."""

    id: int
    config: ProjectConfig
    status: ProjectStatus
    client_id: int
    free: int


_LINKED = "select id, config, status, client_id, funded - promised as free from project where not practice"


async def named(uow: UnitOfWork, names: Collection[str]) -> list[LinkedProject]:
    """The projects with these names."""
    return [_linked(row) for row in await uow.fetch_all(f"{_LINKED} and name = any(%s) order by id", (list(names),))]


async def sending_to(uow: UnitOfWork, name: str) -> list[LinkedProject]:
    """The projects that send tasks on to the project with this name."""
    statement = f"{_LINKED} and exists (select from jsonb_each_text(config -> 'then') t where t.value = %s) order by id"
    return [_linked(row) for row in await uow.fetch_all(statement, (name,))]


def _linked(row: Row) -> LinkedProject:
    config = ProjectConfig.from_json(row["config"])
    return LinkedProject(row["id"], config, ProjectStatus(row["status"]), row["client_id"], row["free"])


def batch_name(parent: str) -> str:
    """The name of the batch of tasks that a project sends on. It stands in place of a file name."""
    return f"then: {parent}"


async def add_batch(uow: UnitOfWork, project_id: int, parent: str, by: int | None, now: datetime) -> None:
    """Create the batch in a project for what another project sends on to it, unless it exists."""
    await uow.execute(
        """
        insert into batch (project_id, file, created_by, created_at)
        select %(project)s, %(file)s, %(by)s, %(now)s
        where not exists (select from batch where project_id = %(project)s and file = %(file)s)
        """,
        {"project": project_id, "file": batch_name(parent), "by": by, "now": now},
    )


async def make_room(uow: UnitOfWork, project_id: int) -> None:
    """If a row of a file has the id of a task that was sent on here, give that task a longer id."""
    await uow.execute(
        """
        update task t set client_id = q.name || '/' || t.client_id
        from incoming i, task parent, project q
        where t.project_id = %s and t.parent_id is not null and t.client_id = i.client_id
          and parent.id = t.parent_id and q.id = parent.project_id
        """,
        (project_id,),
    )


# --- when a task is decided -----------------------------------------------------------------------


class SendingTask(Record):
    """A task that may be sent on. `chain`: as imported; None: it is never sent on."""

    client_id: str
    content: Mapping[str, str]
    chain: Mapping[str, Any] | None


async def sending(uow: UnitOfWork, task_id: int) -> SendingTask | None:
    """A task, locked, so that decisions on it are taken one after the other. None for a control task, which is never
    sent on."""
    return await uow.fetch_one(
        "select client_id, content, chain from task where id = %s and gold is null for no key update",
        (task_id,),
        row=SendingTask,
    )


class SentTask(Record):
    """A project to which a task may be sent on, and the child there. `child`: the child's id; None: there is none yet.
    `asks`: the child is a second opinion. `opinion`: its result once it is done; None for other children."""

    id: int
    name: str
    revision: int
    status: ProjectStatus
    child: int | None
    asks: bool
    opinion: Any


async def children(uow: UnitOfWork, task_id: int, names: Collection[str]) -> list[SentTask]:
    """The projects of these names as targets of the task, with the child there if it exists. Practice projects are left
    out."""
    return await uow.fetch_all(
        """
        select p.id, p.name, p.revision, p.status, c.id as child, coalesce(c.opinion, false) as asks,
               case when c.opinion and c.done_at is not null then c.result end as opinion
        from project p left join task c on c.parent_id = %s and c.project_id = p.id
        where p.name = any(%s) and not p.practice order by p.id
        """,
        (task_id, list(names)),
        row=SentTask,
    )


def send(
    uow: UnitOfWork,
    parent_id: int,
    parent: str,
    target: SentTask,
    content: Mapping[str, str],
    chain: Mapping[str, Any],
    *,
    opinion: bool,
    wanted: int,
    now: datetime,
) -> None:
    """Create the child of a task in that project, unless it exists; with the commit. `parent`: the name of the parent's
    project. People who answered the parent do not get the child. It is open once the project's money allows it."""
    uow.on_commit(
        _SEND,
        {
            "parent": parent_id,
            "name": parent,
            "file": batch_name(parent),
            "project": target.id,
            "content": Jsonb(content),
            "chain": Jsonb(chain) if chain else None,
            "opinion": opinion,
            "wanted": wanted,
            "now": now,
        },
    )
    uow.on_commit(*_fund(target.id, now))


_SEND = f"""
    with child as (
        insert into task (project_id, batch_id, client_id, content, chain, parent_id, opinion, unfunded, wanted)
        select %(project)s, b.id,
               case when exists (select from task where project_id = %(project)s and client_id = t.client_id)
                    then %(name)s || '/' || t.client_id else t.client_id end,
               %(content)s, %(chain)s, t.id, %(opinion)s, true, %(wanted)s
        from task t, batch b where t.id = %(parent)s and b.project_id = %(project)s and b.file = %(file)s
        order by b.id limit 1
        on conflict (parent_id, project_id) where parent_id is not null do nothing
        returning id, batch_id
    ),
    counted as (update batch set tasks = tasks + 1, unfunded = unfunded + 1 from child where batch.id = child.batch_id)
    insert into answer (person_id, task_id, project_id, status, leased_at, expires_at)
    select a.person_id, child.id, %(project)s, {AnswerStatus.SKIPPED}, %(now)s, %(now)s
    from answer a, child where a.task_id = %(parent)s and a.status in {GIVEN}
"""  # noqa: S608 (constants)


async def fund(uow: UnitOfWork, now: datetime) -> int:
    """Open tasks that wait for their projects' money, as far as it goes. Return how many. A project that another
    transaction is changing now is left for the next call."""
    (found,) = await uow.pipeline(_fund(None, now))
    return int(found[0]["count"])


def _fund(project_id: int | None, now: datetime) -> Statement:
    return _FUND, {"project": project_id, "now": now}


_CHARGED = ledger.entries(
    key="'fund:' || charged.id || ':then:' || charged.last",
    debit=("'client'", "charged.client_id"),
    credit=("'project'", "charged.id"),
    units="charged.units",
    currency="charged.currency",
    at="%(now)s",
    source="charged",
)
# A project with a budget pays out of it. One without a budget is funded as by an import: by what its answers can cost.
_FUND = f"""
    with room as (
        select id, client_id, currency, funded - promised as free,
               jsonb_typeof(config -> 'budget') = 'null' as unlimited,
               (config -> 'pay' ->> 0)::bigint * (config ->> 'answers_max')::bigint as cost
        from project
        where (id = %(project)s or %(project)s::bigint is null and id in (select project_id from task where unfunded))
          and status <> '{ProjectStatus.CLOSED}'
        order by id for no key update skip locked
    ),
    waiting as (
        select t.id, t.project_id, room.cost, room.unlimited
               or row_number() over (partition by t.project_id order by t.id) * room.cost <= room.free as paid
        from room join task t on t.project_id = room.id and t.unfunded
    ),
    opened as (
        update task set unfunded = false, slots = wanted from waiting
        where task.id = waiting.id and waiting.paid and task.unfunded
        returning task.id, task.project_id, task.batch_id, waiting.cost
    ),
    counted as (
        update batch set unfunded = unfunded - n.count
        from (select batch_id, count(*) as count from opened group by batch_id) n where batch.id = n.batch_id
    ),
    sums as (select project_id, sum(cost)::bigint as cost, max(id) as last from opened group by project_id),
    charged as (
        select room.*, sums.last, sums.cost - room.free as units from sums join room on room.id = sums.project_id
        where sums.cost > room.free
    ),
    moved as ({_CHARGED}),
    booked as (
        update project p set promised = p.promised + sums.cost, funded = greatest(p.funded, p.promised + sums.cost)
        from sums where p.id = sums.project_id
    )
    select count(*) as count from opened
"""  # noqa: S608 (constants)


class AskingTask(Record):
    """A task that asked for a second opinion."""

    project_id: int
    revision: int
    done: bool
    result: Any
    tie_open: bool


async def asking(uow: UnitOfWork, task_id: int, tie: int) -> AskingTask | None:
    """The parent of a second opinion, locked. `tie`: the kind of reviews of ties."""
    return await uow.fetch_one(
        """
        select t.project_id, p.revision, t.done_at is not null as done, t.result,
               exists (select from review r where r.task_id = t.id and r.kind = %s) as tie_open
        from task t join project p on p.id = t.project_id where t.id = %s for no key update of t
        """,
        (tie, task_id),
        row=AskingTask,
    )


async def opinion_of(uow: UnitOfWork, task_id: int) -> int | None:
    """The task to which this one is a second opinion; None if it is none."""
    return await uow.find_value("select parent_id from task where id = %s and opinion", (task_id,))


async def give_up(uow: UnitOfWork, now: datetime, most: int) -> list[int]:
    """Give up second opinions that nobody holds in projects that are closed or have ended. Returns the tasks that asked
    for them, at most `most`, each once."""
    return await uow.fetch_column(
        f"""
        with found as (
            select t.id from project p join task t on t.project_id = p.id
            where (p.status = '{ProjectStatus.CLOSED}' or (p.config ->> 'ends')::date < %(now)s::date - 1)
              and t.opinion and t.done_at is null
              and not exists (select from answer a where a.task_id = t.id and a.status = {AnswerStatus.LEASED})
            order by t.id limit %(most)s for no key update of t skip locked
        )
        update task set opinion = false from found where task.id = found.id returning task.parent_id
        """,  # noqa: S608 (constants)
        {"now": now, "most": most},
    )


# --- for those who look at it ---------------------------------------------------------------------


async def sent_on(uow: UnitOfWork, parent: str, names: Collection[str]) -> list[SentOn]:
    """How many tasks were sent on, by target project."""
    return await uow.fetch_all(
        """
        select p.config ->> 'title' as title, coalesce(sum(b.tasks), 0)::int as sent
        from project p left join batch b on b.project_id = p.id and b.file = %s
        where p.name = any(%s) group by p.id order by p.id
        """,
        (batch_name(parent), list(names)),
        row=SentOn,
    )
