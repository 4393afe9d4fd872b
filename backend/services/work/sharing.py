"""Sharing scarce work: a job measures the shares of each country, and a turn reads the person's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Literal

from backend.db.engine.uow import UnitOfWork
from backend.db.work import projects, steering
from backend.db.work import sharing as rows
from backend.db.work.sharing import ActiveWomen, KeptShare
from backend.domain import days
from backend.domain.people.commands import Person
from backend.domain.work.agreement import first_wanted
from backend.domain.work.commands import usual_minutes
from backend.domain.work.projects import ProjectConfig, ProjectStatus
from backend.domain.work.sharing import CountryWork, shares
from backend.domain.work.steering import ListedProject
from backend.services import access

MOST_PROJECTS = 1_000
"""The most open projects that are read."""


async def measure(uow: UnitOfWork, now: datetime) -> None:
    """Store the share of each country where work is scarce. Work that is open to several countries is divided among
    them by their numbers of active women."""
    women = await rows.active_women(uow, now)
    asked, takes = await _open_work(uow, women, now)
    found = {}
    for each in women:
        work = CountryWork(
            asked[each.country], Fraction(each.done), takes[each.country] + each.took, each.women, each.unpaid
        )
        if (share := shares(work)) is not None:
            found[each.country] = share, each.women
    await rows.keep(uow, found, now)


async def open_work(uow: UnitOfWork, now: datetime) -> dict[str, Fraction]:
    """Seconds of open work by country, as measured. Work that is open to several countries is divided among them by
    their numbers of active women."""
    _, takes = await _open_work(uow, await rows.active_women(uow, now), now)
    return takes


async def without_women(uow: UnitOfWork, countries: Sequence[str], now: datetime) -> Fraction:
    """Seconds of open work, as measured, that women of these countries could do (empty: of any), whether anybody is
    active there or not."""
    seconds = Fraction()
    for project, config in await _open_projects(uow, now):
        if not countries or not config.countries or set(countries) & set(config.countries):
            missing = project.missing(first_wanted(config)) * 60
            seconds += missing * usual_minutes(config, project.median_seconds)
    return seconds


async def _open_projects(uow: UnitOfWork, now: datetime) -> list[tuple[ListedProject, ProjectConfig]]:
    """The projects that can be worked on, with their configurations."""
    found = []
    for project in await steering.page(uow, 0, MOST_PROJECTS):
        if project.status is ProjectStatus.OPEN:
            config = await projects.config(uow, project.id, project.revision)
            if not config.ended(now.date()):
                found.append((project, config))
    return found


async def _open_work(
    uow: UnitOfWork, women: Sequence[ActiveWomen], now: datetime
) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
    """By country, seconds of open work: (by the clients' estimates, as measured)."""
    numbers = {each.country: each.women for each in women}
    asked, takes = dict.fromkeys(numbers, Fraction()), dict.fromkeys(numbers, Fraction())
    for project, config in await _open_projects(uow, now):
        sharing = [country for country in numbers if not config.countries or country in config.countries]
        among = sum(numbers[country] for country in sharing)
        missing = project.missing(first_wanted(config)) * 60
        for country in sharing:
            part = Fraction(numbers[country], among) * missing
            asked[country] += part * Fraction(config.minutes)
            takes[country] += part * usual_minutes(config, project.median_seconds)
    return asked, takes


async def done(uow: UnitOfWork, person: Person, now: datetime) -> Literal["share", "kept"] | None:
    """ "share": the person has had their share of today's work. "kept": there is none for them, because it is kept for
    those who have had no paid task yet. None: they may work."""
    day = days.local_day(now, person.zone)
    midnight, _ = days.day_bounds(day, person.zone)
    hers = await rows.of(uow, person.id, person.country, day, midnight)
    if hers is None or hers.had < hers.share:
        return None
    return "share" if hers.share else "kept"


async def scarce(uow: UnitOfWork, by: Person) -> list[KeptShare]:
    """Countries where work is shared now. Raises `NotAllowed`."""
    access.require(by, "see figures")
    return await rows.kept(uow)
