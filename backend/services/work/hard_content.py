"""Work on hard content: only for people who agreed to its themes, with breaks, and for at most an hour a day."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from backend.db.engine.uow import UnitOfWork
from backend.db.people import themes as rows
from backend.db.work import leases, offers
from backend.db.work import projects as project_rows
from backend.db.work import queries as work_rows
from backend.domain import days
from backend.domain.people import themes
from backend.domain.people.commands import Person
from backend.domain.people.themes import THEMES, Decisions, Theme
from backend.domain.work.commands import AnswerStatus
from backend.domain.work.projects import ProjectConfig


async def decide(uow: UnitOfWork, person: Person, now: datetime, said: Decisions) -> bool:
    """Store a person's decisions on themes. True if their leased task was given back because of it."""
    await rows.decide(uow, person.id, said)
    held = await work_rows.open_task(uow, person.id)
    if held is None:
        return False
    config = await project_rows.config(uow, held.project_id, held.revision)
    if themes.allows(await rows.decisions(uow, person.id), config.sensitive):
        return False
    return await leases.leave(uow, person.id, held.id, AnswerStatus.GIVEN_BACK, now)


async def unasked(uow: UnitOfWork, person: Person, now: datetime) -> tuple[Theme, ...]:
    """Themes of available work about which the person was never asked."""
    if person.role != "hiteuse":
        return ()
    found = await offers.themes(uow, person.id, person.country, days.local_day(now, person.zone))
    said = await rows.decisions(uow, person.id) if found else {}
    return tuple(theme for theme in THEMES if theme in found and theme not in said)


async def accepts_any(uow: UnitOfWork, person: Person) -> bool:
    """Whether the person has agreed to some hard content."""
    return any((await rows.decisions(uow, person.id)).values())


async def barred(
    uow: UnitOfWork, person: Person, now: datetime, config: ProjectConfig
) -> Literal["themes", "hour", "rest"] | None:
    """Why a project with hard content gives the person no task now; None: it may."""
    if not config.sensitive:
        return None
    if not themes.allows(await rows.decisions(uow, person.id), config.sensitive):
        return "themes"
    return await too_much(uow, person, now)


async def too_much(uow: UnitOfWork, person: Person, now: datetime) -> Literal["hour", "rest"] | None:
    """ "hour" if the person's hour of such work is over today, "rest" during a break; else None."""
    since, _ = days.day_bounds(days.local_day(now, person.zone), person.zone)
    return themes.too_much(await rows.hard_work(uow, person.id, since), now)
