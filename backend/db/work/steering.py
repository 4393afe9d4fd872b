"""Statements by which admins look at projects and change them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work.counting import look
from backend.domain.money import Money
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectStatus
from backend.domain.work.steering import ListedProject
from backend.records import Record


class ComparedAnswers(Record):
    """How many answers could be compared with the result of their task, and the share that agree; None if there are
    none."""

    compared: int
    share: Decimal | None


class SteeredProject(Record):
    """What admins may change of a project, with its names."""

    name: str
    title: str
    status: ProjectStatus
    priority: int


# Tasks are counted from a project's batches, answers and finished tasks from its people. No task is read.
_COUNTED = """
    select p.id, p.name, p.config ->> 'title' as title, p.config ->> 'kind' as kind, p.status, p.priority, p.revision,
           p.currency, p.funded, p.promised, p.median_seconds, c.name as client, b.tasks, b.unfunded, g.done,
           g.answers, g.controls
    from ({which}) p join client c on c.id = p.client_id, lateral (
        select coalesce(sum(tasks), 0)::bigint as tasks, coalesce(sum(unfunded), 0)::bigint as unfunded
        from batch where project_id = p.id) b, lateral (
        select coalesce(sum(done), 0)::bigint as done, coalesce(sum(answers - controls), 0)::bigint as answers,
               coalesce(sum(controls), 0)::bigint as controls
        from progress where project_id = p.id) g
    order by {order}
"""
_ALL = _COUNTED.format(which="select * from project where not practice", order="p.id")
# Open projects first, among them by priority, as they are offered.
_ORDER = (
    f"array_position(array['{ProjectStatus.OPEN}', '{ProjectStatus.PAUSED}', '{ProjectStatus.CLOSED}'], {{0}}.status), "
    "{0}.priority desc, {0}.id"
)
_PAGE = _COUNTED.format(
    which=f"select * from project q where not practice order by {_ORDER.format('q')} offset %s limit %s",  # noqa: S608
    order=_ORDER.format("p"),
)
_ONE = _COUNTED.format(which="select * from project where id = %s and not practice", order="p.id")


async def every(uow: UnitOfWork) -> list[ListedProject]:
    """Clients' projects, the oldest first."""
    return [_listed(row) for row in await look(uow, _ALL)]


async def page(uow: UnitOfWork, offset: int, most: int) -> list[ListedProject]:
    """A page of clients' projects in the order in which they are offered; those not open come last."""
    return [_listed(row) for row in await look(uow, _PAGE, (offset, most))]


async def how_many(uow: UnitOfWork) -> int:
    """How many projects clients have."""
    return await uow.fetch_int("select count(*) from project where not practice")


async def one(uow: UnitOfWork, project_id: int) -> ListedProject | None:
    """A client's project; None if there is none."""
    found = await look(uow, _ONE, (project_id,))
    return _listed(found[0]) if found else None


def _listed(row: Row) -> ListedProject:
    return ListedProject(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        kind=row["kind"],
        status=ProjectStatus(row["status"]),
        priority=row["priority"],
        revision=row["revision"],
        tasks=row["tasks"],
        done=row["done"],
        answers=row["answers"],
        controls=row["controls"],
        funded=Money(row["funded"], row["currency"]),
        promised=Money(row["promised"], row["currency"]),
        client=row["client"],
        median_seconds=row["median_seconds"],
        unfunded=row["unfunded"],
    )


async def answers_since(uow: UnitOfWork, project_id: int, since: datetime) -> int:
    """The number of answers to a project since then, without those to control tasks."""
    return await uow.fetch_int(
        f"""
        select count(*) from answer
        where project_id = %s and status = {AnswerStatus.ANSWERED} and answered_at >= %s and control_right is null
        """,  # noqa: S608 (constants)
        (project_id, since),
    )


async def first_answer(uow: UnitOfWork, project_id: int) -> datetime | None:
    """When a project got its first answer; None if it has none."""
    return await uow.find_value(
        f"""
        select answered_at from answer where project_id = %s and status = {AnswerStatus.ANSWERED}
        order by answered_at limit 1
        """,  # noqa: S608 (constants)
        (project_id,),
    )


async def agreement(uow: UnitOfWork, project_id: int, most: int) -> ComparedAnswers:
    """Compare those of a project's newest `most` answers whose task is done with two answers or more with the task's
    result. Answers to forms count by the share of their fields that agree."""
    (found,) = await look(
        uow,
        f"""
        select count(*) as compared, avg(case
            when jsonb_typeof(t.result -> 'answer') = 'null' then (t.result ->> 'confidence')::numeric  -- they tie
            when jsonb_typeof(t.result -> 'answer') <> 'object' then (a.value = t.result -> 'answer')::int
            else (select coalesce(avg((a.value -> f.key is not distinct from f.value)::int), 1)
                  from jsonb_each(t.result -> 'answer') f) end) as share
        from (
            select task_id, value from answer where project_id = %s and status = {AnswerStatus.ANSWERED}
            order by answered_at desc limit %s) a
        join task t on t.id = a.task_id
        where t.done_at is not null and t.answers >= 2
        """,  # noqa: S608 (constants)
        (project_id, most),
        row=ComparedAnswers,
    )
    return found


async def locked(uow: UnitOfWork, project_id: int) -> SteeredProject | None:
    """A client's project, locked until the end of the transaction; None if there is none."""
    return await uow.fetch_one(
        """
        select name, config ->> 'title' as title, status, priority from project where id = %s and not practice
        for no key update
        """,
        (project_id,),
        row=SteeredProject,
    )


async def set_priority(uow: UnitOfWork, project_id: int, priority: int) -> None:
    """Set a project's place among the offers."""
    await uow.execute("update project set priority = %s where id = %s", (priority, project_id))
