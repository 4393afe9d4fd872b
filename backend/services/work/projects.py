"""Clients' projects, as admins see and steer them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction

from backend.db.admin import audit, figures
from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.work import chains, rating, steering
from backend.db.work import projects as rows
from backend.db.work.steering import SteeredProject
from backend.domain import days
from backend.domain.admin.metric_query.question import Project
from backend.domain.admin.statistics import EVERYTHING, Scope, Work
from backend.domain.errors import Misuse, existing
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.money import Money
from backend.domain.people.commands import Actor, Person
from backend.domain.work import minimum_pay
from backend.domain.work.agreement import first_wanted
from backend.domain.work.commands import usual_minutes
from backend.domain.work.minimum_pay import Floor
from backend.domain.work.projects import ProjectStatus
from backend.domain.work.rating import AspectRating
from backend.domain.work.steering import (
    COMPARED_ANSWERS,
    PACE_DAYS,
    PRIORITIES,
    ListedProject,
    OpenWork,
    ProjectFigures,
    Steered,
)
from backend.records import Record
from backend.services import access

CHART_DAYS = 14
"""Days in a project's chart."""
MAX_PROJECTS = 1_000
"""Projects in one table, at most."""


async def listing(uow: UnitOfWork, by: Actor) -> list[ListedProject]:
    """Every project except practice, oldest first. Raises `NotAllowed` unless `by` is an admin."""
    access.require(by, "see projects")
    return await steering.every(uow)


async def ratings(uow: UnitOfWork, by: Actor) -> dict[int, list[AspectRating]]:
    """What the people who work on each project think of it. Raises `NotAllowed`."""
    access.require(by, "see projects")
    return await rating.of_projects(uow)


class Page(Record):
    """A page of projects. `total`: how many projects there are; `number`: that of the page, from 1."""

    projects: tuple[ListedProject, ...]
    number: int
    total: int


async def page(uow: UnitOfWork, by: Person, number: int, most: int) -> Page:
    """Open projects first, in the order in which they are offered. Raises `NotAllowed`."""
    access.require(by, "see projects")
    total = await steering.how_many(uow)
    number = min(max(1, number), max(1, -(-total // most)))
    found = await steering.page(uow, (number - 1) * most, most)
    return Page(tuple(found), number, total)


async def one(uow: UnitOfWork, by: Person, project_id: int, now: datetime) -> ProjectFigures:
    """Everything about one project. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "see projects")
    project = existing(await steering.one(uow, project_id), f"there is no project {project_id}")
    today = days.local_day(now, by.zone)
    scope = Scope(project_id=project_id)
    span = Span.up_to(today, CHART_DAYS)
    found = await figures.sums(uow, span, scope, "date")
    agreed = await steering.agreement(uow, project_id, COMPARED_ANSWERS)
    config = await rows.config(uow, project_id, project.revision)
    ever = await figures.sums(uow, Span(BEGINNING, _end(now)), scope)
    return ProjectFigures(
        listed=project,
        wanted=first_wanted(config),
        last_day=await steering.answers_since(uow, project_id, now - timedelta(days=1)),
        by_day=tuple(found.get(span.first + timedelta(days=n), Work()).answers for n in range(CHART_DAYS)),
        agreement=None if agreed.share is None else Fraction(agreed.share),
        compared=agreed.compared,
        spent=ever.get("", Work()).paid(project.funded.currency),
        begun=await steering.first_answer(uow, project_id),
        ends=config.ends,
        most_per_person=config.most_per_person,
        hourly=minimum_pay.hourly(config, usual_minutes(config, project.median_seconds)),
        below=await below(uow, project),
        sent_on=tuple(await chains.sent_on(uow, config.name, config.then.values())) if config.then else (),
        ratings=tuple(await rating.of_project(uow, project.id)),
    )


async def below(uow: UnitOfWork, project: ListedProject) -> tuple[Floor, ...]:
    """The minimum wages that a project does not reach at its measured pace, the highest first; empty if the pace is
    unknown."""
    if project.median_seconds is None:
        return ()
    config = await rows.config(uow, project.id, project.revision)
    return minimum_pay.below(config, usual_minutes(config, project.median_seconds))


async def open_work(uow: UnitOfWork) -> OpenWork:
    """What all open projects together still need."""
    pay, minutes, answers = Fraction(), Fraction(), 0
    for project in await steering.page(uow, 0, MAX_PROJECTS):
        if project.status is ProjectStatus.OPEN:
            config = await rows.config(uow, project.id, project.revision)
            missing = project.missing(first_wanted(config))
            pay += config.pay.francs * missing
            minutes += Fraction(config.minutes) * missing
            answers += missing
    return OpenWork(pay, minutes, answers)


async def women_paid(uow: UnitOfWork, invited: int) -> int | None:
    """How many hiteuses the open work can pay `MONTHLY_GOAL`, if those who work and `invited` more are more than that;
    else None."""
    work = await open_work(uow)
    return work.women if await people_rows.working(uow) + invited > work.women else None


COLUMNS = (
    *("id", "name", "client", "title", "status", "priority", "tasks", "done", "answers", "answers_7_days"),
    *("funded", "spent", "left", "currency"),
)


async def table(uow: UnitOfWork, by: Person, now: datetime) -> list[list[str | int]]:
    """Rows of `COLUMNS`, at most `MAX_PROJECTS`. Raises `NotAllowed`."""
    access.require(by, "see projects")
    ever = await figures.sums(uow, Span(BEGINNING, _end(now)), EVERYTHING, "project")
    week = Span.up_to(days.local_day(now, by.zone), PACE_DAYS)
    late = await figures.sums(uow, week, EVERYTHING, "project")
    found: list[list[str | int]] = []
    for p in await steering.page(uow, 0, MAX_PROJECTS):
        currency = p.funded.currency
        spent = ever.get(p.id, Work()).paid(currency)
        left = Money(p.funded.units - spent.units, currency)
        found.append(
            [
                *(p.id, p.name, p.client, p.title, p.status.value, p.priority, p.tasks, p.done),
                *(p.answers, late.get(p.id, Work()).answers, str(p.funded), str(spent), str(left), currency),
            ]
        )
    return found


async def askable(uow: UnitOfWork, by: Person) -> tuple[Project, ...]:
    """The projects that a question may name; for a Huber those open to their countries. Raises `NotAllowed`."""
    access.require(by, "ask figures")
    hers = set(access.countries(by))
    return tuple(
        Project(each.id, each.name, each.title)
        for each in await figures.project_names(uow)
        if not each.practice and (not hers or not each.countries or hers.intersection(each.countries))
    )


# --- steering -----------------------------------------------------------------------------------------


async def standing(uow: UnitOfWork, by: Person, project_id: int) -> ListedProject:
    """The state of a project, for a person who may change it. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "steer projects")
    return existing(await steering.one(uow, project_id), f"there is no project {project_id}")


async def set_status(
    uow: UnitOfWork, by: Person, project_id: int, status: ProjectStatus, channel: str, now: datetime
) -> Steered:
    """Open, pause or close a project. Raises `NotAllowed`, `NotFound`.

    A project that is not open gives out no tasks. Leased tasks can still be answered and are paid. Its money stays
    where it is.
    """
    access.require(by, "steer projects")
    project = await _locked(uow, project_id)
    if project.status is status:
        return Steered(project.title, False)
    await rows.set_status(uow, project_id, status)
    before, after = {"status": project.status}, {"status": status}
    await _note(uow, by, "project.status", project_id, project.name, before, after, channel, now)
    return Steered(project.title, True)


async def set_priority(
    uow: UnitOfWork, by: Person, project_id: int, priority: int, channel: str, now: datetime
) -> Steered:
    """Set a project's place among the offers. Raises `NotAllowed`, `NotFound`, and `Misuse` for an unknown priority."""
    access.require(by, "steer projects")
    if priority not in PRIORITIES:
        raise Misuse(f"{priority} is no priority")
    project = await _locked(uow, project_id)
    if project.priority == priority:
        return Steered(project.title, False)
    await steering.set_priority(uow, project_id, priority)
    before, after = {"priority": project.priority}, {"priority": priority}
    await _note(uow, by, "project.priority", project_id, project.name, before, after, channel, now)
    return Steered(project.title, True)


async def _locked(uow: UnitOfWork, project_id: int) -> SteeredProject:
    return existing(await steering.locked(uow, project_id), f"there is no project {project_id}")


async def _note(
    uow: UnitOfWork,
    by: Person,
    action: str,
    project_id: int,
    name: str,
    before: Mapping[str, str | int],
    after: Mapping[str, str | int],
    channel: str,
    now: datetime,
) -> None:
    about = {"project": project_id, "name": name}
    await audit.note(uow, by.id, channel, action, about, now, before=before, after=after)


def _end(now: datetime) -> date:
    """A day that has not begun in any time zone, so that all work is before it."""
    return (now + timedelta(days=2)).date()
