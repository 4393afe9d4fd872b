"""The statements of supplements to the minimum wage: measured paces, who worked how long for what, and which answers a
supplement has counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.work.counting import look
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectStatus


@dataclass(frozen=True, slots=True)
class MeasuredProject:
    """`told`: its owners know already that it pays less than a minimum wage."""

    id: int
    name: str
    revision: int
    median_seconds: int
    told: bool


@dataclass(frozen=True, slots=True)
class PaidWork:
    """A person's standing answers to a project that no supplement has counted: what they were paid and took (none
    shorter than it takes to read), and their tasks."""

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
    """Since when its owners know that it pays less than a minimum wage; None: it does not any more."""
    await uow.execute("update project set underpaid_at = %s where id = %s", (at, project_id))


async def paid_work(uow: UnitOfWork, project_id: int, countries: Sequence[str]) -> list[PaidWork]:
    """By person of these countries."""
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
    """These answers of hers were counted for a supplement (`pay_events`), and are counted for no other."""
    await uow.execute(
        "update answer set topup_id = %s where person_id = %s and task_id = any(%s) and topup_id is null",
        (event_id, person_id, list(tasks)),
    )
