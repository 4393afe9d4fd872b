"""Ratings of a project: which aspect the person is asked about at the end of a session, and their answer."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.work import projects
from backend.db.work import rating as rows
from backend.domain import days
from backend.domain.people.commands import Person
from backend.domain.work import rating as rules
from backend.domain.work.rating import Aspect, RatingAsked


async def asked(uow: UnitOfWork, person: Person, project_id: int, now: datetime) -> RatingAsked | None:
    """The question about a client's project at the end of a session. None: there is nothing to ask."""
    config = await projects.present_config(uow, project_id)
    if config is None:
        return None
    turn = person.id + days.local_day(now, person.zone).toordinal()
    aspect = rules.next_aspect(await rows.rated(uow, person.id, project_id), turn, now)
    return RatingAsked(project_id, config.title, aspect) if aspect is not None else None


async def rate(uow: UnitOfWork, person: Person, project_id: int, aspect: Aspect, value: int, now: datetime) -> bool:
    """Store the rating in place of an earlier one. False if the person has given no answer to the project."""
    return await rows.keep(uow, person.id, project_id, aspect, value, now)
