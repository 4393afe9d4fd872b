"""The women whom a Huber looks after: who works, who has not begun yet, who has become inactive."""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import cohort as rows
from backend.db.earnings import goals
from backend.db.earnings.goals import Shower
from backend.db.engine.uow import UnitOfWork
from backend.domain import days
from backend.domain.admin.cohort import Member, Overview, Part
from backend.domain.earnings.savings import Project
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Person
from backend.services import access


async def overview(uow: UnitOfWork, by: Person, now: datetime) -> Overview:
    """The numbers of a Huber's countries, or for an admin of all. Raises `NotAllowed`."""
    access.require(by, "see the cohort")
    return await rows.overview(uow, access.countries(by), now, days.local_day(now, by.zone))


async def members(
    uow: UnitOfWork, by: Person, part: Part, now: datetime, most: int | None = None, skip: int = 0
) -> tuple[Member, ...]:
    """A page of one of the lists. Raises `NotAllowed`."""
    access.require(by, "see the cohort")
    today = days.local_day(now, by.zone)
    return tuple(await rows.members(uow, part, access.countries(by), now, today, most, skip))


async def shares_projects(uow: UnitOfWork, by: Person) -> bool:
    """Whether anybody lets this Huber see what they save for."""
    return by.role == "huber" and bool(await goals.showers(uow, by.looks_after, 1))


async def projects(uow: UnitOfWork, by: Person, most: int, skip: int = 0) -> list[tuple[Shower, Project]]:
    """The projects that hiteuses of a Huber's countries let their Huber see. Raises `NotAllowed` for all others: she
    shows it to her Huber, and to nobody else."""
    access.require(by, "see the cohort")
    if by.role != "huber":
        raise NotAllowed
    found = []
    for each in await goals.showers(uow, by.looks_after, most, skip):
        project = await goals.project(uow, each.person_id)
        assert project is not None
        found.append((each, project))
    return found
