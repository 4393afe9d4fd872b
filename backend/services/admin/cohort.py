"""The women whom a Huber looks after: who works, who has not begun yet, who has become inactive."""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import cohort as rows
from backend.db.engine.uow import UnitOfWork
from backend.domain import days
from backend.domain.admin.cohort import Member, Overview, Part
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
