"""The practice project: the product's own content, one short paid task for each newcomer."""

from __future__ import annotations

from datetime import datetime

from backend.db.clients.queries import HOUSE_ID
from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.db.work import leases, projects
from backend.db.work import practice as rows
from backend.db.work.files import task_imports
from backend.domain.people.commands import Person
from backend.domain.work.formats.data_rows import TaskRow
from backend.domain.work.projects import ProjectConfig

FILE = "practice"


async def install(uow: UnitOfWork, config: ProjectConfig, rows: list[TaskRow], now: datetime) -> None:
    """Store the practice content, or its new texts. No effect on what is stored already."""
    project = await projects.by_name(uow, config.name)
    project_id = project.id if project else await projects.add(uow, config, True, now)
    if project is not None and project.config.to_json() != config.to_json():
        await projects.replace_config(uow, project_id, config)
    await ledger.open_account(uow, "client", HOUSE_ID, config.pay.currency)
    await ledger.open_account(uow, "project", project_id, config.pay.currency)
    await task_imports.stage(uow)
    await task_imports.copy_in(uow, rows)
    await task_imports.add_tasks(uow, project_id, FILE, 0, None, now, controls=False)


async def make_room(uow: UnitOfWork, person: Person, now: datetime) -> int | None:
    """Fund one more practice answer and open a slot, for this person only, once. Return the project's number; None if
    the person has had theirs or there is no practice content."""
    task = await rows.practice_task(uow, person.id)
    if task is None:
        return None
    config = await projects.config(uow, task.project_id, task.revision)
    await ledger.transfer(
        uow,
        f"practice:{person.id}",
        ("client", HOUSE_ID),
        ("project", task.project_id),
        config.pay,
        now,
    )
    await projects.book(uow, task.project_id, config.pay.units, config.pay.units)
    await leases.begin_project(uow, person.id, task.project_id, config.pay.currency, now)
    await rows.open_practice(uow, person.id, task.project_id, task.task_id)
    return task.project_id
