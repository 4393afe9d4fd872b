"""Clients' projects, as those who look after them see and steer them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from backend.db.admin import audit, figures
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work import projects as rows
from backend.db.work import steering
from backend.domain import days
from backend.domain.admin.metric_query.question import Project
from backend.domain.admin.statistics import EVERYTHING, Scope
from backend.domain.errors import Misuse, NotFound
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.money import Money
from backend.domain.people.commands import Actor, Person
from backend.domain.work.steering import COMPARED, PACE_DAYS, PRIORITIES, STATUSES, Figures, Listed, Status, Steered
from backend.services import access

CHART_DAYS = 14
MOST = 1_000
"""Projects in one table."""


async def listing(uow: UnitOfWork, by: Actor) -> list[Row]:
    """Every project but the practice one, oldest first, with its counts; see `backend.db.work.projects.listing`.
    Raises `NotAllowed` for who is no admin."""
    access.require(by, "see projects")
    return await rows.listing(uow)


@dataclass(frozen=True, slots=True)
class Page:
    """`total`: how many projects there are; `number`: of the page, from 1."""

    projects: tuple[Listed, ...]
    number: int
    total: int


async def page(uow: UnitOfWork, by: Person, number: int, most: int) -> Page:
    """Open ones first, in the order in which they are offered. Raises `NotAllowed`."""
    access.require(by, "see projects")
    total = await steering.how_many(uow)
    number = min(max(1, number), max(1, -(-total // most)))
    found = await steering.page(uow, (number - 1) * most, most)
    return Page(tuple(_listed(row) for row in found), number, total)


async def one(uow: UnitOfWork, by: Person, project_id: int, now: datetime) -> Figures:
    """Everything about one. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "see projects")
    row = await steering.one(uow, project_id)
    if row is None:
        raise NotFound(f"there is no project {project_id}")
    today = days.local_day(now, by.zone)
    scope = Scope(project_id=project_id)
    span = Span.up_to(today, CHART_DAYS)
    found = {each["key"]: each["answers"] for each in await figures.sums(uow, span, scope, "date")}
    agreed = await steering.agreement(uow, project_id, COMPARED)
    config = await rows.config(uow, project_id, row["revision"])
    return Figures(
        listed=_listed(row),
        wanted=config.wanted,
        last_day=await steering.answers_since(uow, project_id, now - timedelta(days=1)),
        by_day=tuple(found.get(span.first + timedelta(days=n), 0) for n in range(CHART_DAYS)),
        agreement=None if agreed["share"] is None else Fraction(agreed["share"]),
        compared=agreed["compared"],
        spent=_spent(row["currency"], await figures.sums(uow, Span(BEGINNING, _end(now)), scope)),
        promised=Money(row["promised"], row["currency"]),
        begun=await steering.first_answer(uow, project_id),
    )


COLUMNS = (
    *("id", "name", "client", "title", "status", "priority", "tasks", "done", "answers", "answers_7_days"),
    *("funded", "spent", "left", "currency"),
)


async def table(uow: UnitOfWork, by: Person, now: datetime) -> list[list[str | int]]:
    """Rows of `COLUMNS`, at most `MOST`. Raises `NotAllowed`."""
    access.require(by, "see projects")
    ever = {row["key"]: row for row in await figures.sums(uow, Span(BEGINNING, _end(now)), EVERYTHING, "project")}
    week = Span.up_to(days.local_day(now, by.zone), PACE_DAYS)
    late = {row["key"]: row["answers"] for row in await figures.sums(uow, week, EVERYTHING, "project")}
    found: list[list[str | int]] = []
    for row in await steering.page(uow, 0, MOST):
        spent = _spent(row["currency"], [ever[row["id"]]] if row["id"] in ever else [])
        left = Money(row["funded"] - spent.units, row["currency"])
        found.append(
            [
                *(row["id"], row["name"], row["client"], row["title"], row["status"], row["priority"]),
                *(row["tasks"], row["done"]),
                *(row["answers"], late.get(row["id"], 0), str(Money(row["funded"], row["currency"]))),
                *(str(spent), str(left), row["currency"]),
            ]
        )
    return found


async def askable(uow: UnitOfWork, by: Person) -> tuple[Project, ...]:
    """The projects that a question may name: a Huber's those that are open to her countries. Raises `NotAllowed`."""
    access.require(by, "ask figures")
    hers = set(access.countries(by))
    return tuple(
        Project(row["id"], row["name"], row["title"])
        for row in await figures.project_names(uow)
        if not row["practice"] and (not hers or not row["countries"] or hers & {*row["countries"]})
    )


# --- steering -----------------------------------------------------------------------------------------


async def standing(uow: UnitOfWork, by: Person, project_id: int) -> Listed:
    """How it stands, for whoever may change that. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "steer projects")
    row = await steering.one(uow, project_id)
    if row is None:
        raise NotFound(f"there is no project {project_id}")
    return _listed(row)


async def set_status(
    uow: UnitOfWork, by: Person, project_id: int, status: Status, channel: str, now: datetime
) -> Steered:
    """Open, pause or close it. One that is not open gives out no task any more; tasks that people hold stay theirs
    to answer, and are paid. Its money stays where it is. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "steer projects")
    if status not in STATUSES:
        raise Misuse(f"{status!r} is no status")
    row = await _locked(uow, project_id)
    if row["status"] == status:
        return Steered(row["title"], False)
    await rows.set_status(uow, project_id, status)
    await _note(uow, by, "project.status", project_id, row, {"status": status}, channel, now)
    return Steered(row["title"], True)


async def set_priority(
    uow: UnitOfWork, by: Person, project_id: int, priority: int, channel: str, now: datetime
) -> Steered:
    """Where it stands among the offers. Raises `NotAllowed`, `NotFound`."""
    access.require(by, "steer projects")
    if priority not in PRIORITIES:
        raise Misuse(f"{priority} is no priority")
    row = await _locked(uow, project_id)
    if row["priority"] == priority:
        return Steered(row["title"], False)
    await steering.set_priority(uow, project_id, priority)
    await _note(uow, by, "project.priority", project_id, row, {"priority": priority}, channel, now)
    return Steered(row["title"], True)


async def _locked(uow: UnitOfWork, project_id: int) -> Row:
    row = await steering.locked(uow, project_id)
    if row is None:
        raise NotFound(f"there is no project {project_id}")
    return row


async def _note(
    uow: UnitOfWork,
    by: Person,
    action: str,
    project_id: int,
    row: Row,
    after: dict[str, str | int],
    channel: str,
    now: datetime,
) -> None:
    before = {name: row[name] for name in after}
    about = {"project": project_id, "name": row["name"]}
    await audit.note(uow, by.id, channel, action, about, now, before=before, after=after)


def _listed(row: Row) -> Listed:
    return Listed(
        *(row["id"], row["name"], row["title"], row["status"], row["priority"]),
        *(row["tasks"], row["done"], row["answers"], Money(row["funded"], row["currency"]), row["client"]),
    )


def _spent(currency: str, sums: list[Row]) -> Money:
    column = "euro_units" if currency == "EUR" else "franc_units"
    return Money(sum(row[column] for row in sums), currency)


def _end(now: datetime) -> date:
    """A day that has begun nowhere yet, so that all work is before it."""
    return (now + timedelta(days=2)).date()
