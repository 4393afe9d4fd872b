"""Statements of supplements to the minimum wage: measured paces, who worked how long for what, and which answers a
supplement has counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.work.counting import look
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectStatus
from backend.records import Record


class MeasuredProject(Record):
    """A project with a measured pace. `told`: its owners know that it pays less than a minimum wage."""

    id: int
    name: str
    revision: int
    median_seconds: int
    told: bool


class PaidWork(Record):
    """A person's standing answers to a project that no supplement has counted: their pay in `units`, the `seconds` they
    took (none shorter than its task takes to read), and their tasks."""

    person_id: int
    first_name: str
    country: str
    units: int
    seconds: int
    tasks: Sequence[int]


async def measured(uow: UnitOfWork) -> list[MeasuredProject]:
    """Open projects whose pace is known."""
    return await uow.fetch_all(
        f"""
        select id, name, revision, median_seconds, underpaid_at is not null as told from project
        where status = '{ProjectStatus.OPEN}' and not practice and median_seconds is not null order by id
        """,  # noqa: S608 (a constant)
        row=MeasuredProject,
    )


async def set_underpaid(uow: UnitOfWork, project_id: int, at: datetime | None) -> None:
    """Record since when its owners know that a project pays less than a minimum wage; None: it no longer does."""
    await uow.execute("update project set underpaid_at = %s where id = %s", (at, project_id))


async def paid_work(uow: UnitOfWork, project_id: int, countries: Sequence[str]) -> list[PaidWork]:
    """The work of people of these countries in a project, by person."""
    return await look(
        uow,
        f"""
        select a.person_id, p.first_name, p.country, sum(a.units)::bigint as units,
               sum(greatest(a.active, a.reading))::bigint as seconds, array_agg(a.task_id) as tasks
        from answer a join person p on p.id = a.person_id
        where a.project_id = %s and a.status = {AnswerStatus.ANSWERED:d} and a.topup_id is null
          and p.country = any(%s)
        group by a.person_id, p.first_name, p.country order by a.person_id
        """,  # noqa: S608 (a constant)
        (project_id, list(countries)),
        row=PaidWork,
    )


async def note(uow: UnitOfWork, person_id: int, tasks: Sequence[int], event_id: int) -> None:
    """Record that a supplement (`pay_events`) has counted these answers. No other supplement counts them again."""
    await uow.execute(
        "update answer set topup_id = %s where person_id = %s and task_id = any(%s) and topup_id is null",
        (event_id, person_id, list(tasks)),
    )
