"""One measure over a span and a scope, as a sum or grouped. Questions about figures are answered from it.

An admin may ask for everything, a Huber for the women of their countries. Each call checks its scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

from backend.db.admin import figures as rows
from backend.db.admin import message_figures as message_rows
from backend.db.admin import women_figures as women_rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.admin.metric_query.limits import PER_WOMAN
from backend.domain.admin.metric_query.question import Measure
from backend.domain.admin.metrics import MOST_SHOWN, Cell, FigureLine, FigureList, Key, ranked
from backend.domain.admin.statistics import LENGTHS, TIMES, By, Scope, Time, Work
from backend.domain.earnings import figures
from backend.domain.earnings import pace as rule
from backend.domain.earnings.figures import LEAST_TIME
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.money import Money
from backend.domain.people.commands import Person
from backend.records import replace
from backend.services import access

LISTED_PEOPLE = 10
"""The length of a list of people if the question names no number."""
_OF_THE_TEAM: frozenset[Measure] = frozenset({"messages", "delivered", "read", "failed", "cost", "spent", "progress"})
_ORDER: Mapping[Measure, women_rows.Order] = {
    "answers": "answers",
    "time": "active",
    "earned": "earned",
    "owed": "owed",
    "pace": "pace",
}
_Key = By | Literal["all"]


def require(by: Person, measure: Measure, scope: Scope) -> None:
    """Check that this person may see the measure for the scope: everything, or only what concerns women of their
    countries. Raises `NotAllowed`."""
    if not access.countries(by) or measure in _OF_THE_TEAM or not scope.countries:
        access.require(by, "see figures")
        return
    for country in scope.countries:
        access.require(by, "ask figures", country)


def of_the_team(measure: Measure) -> bool:
    """Whether the measure concerns no country by itself: the costs of the service, the state of projects."""
    return measure in _OF_THE_TEAM


async def one(uow: UnitOfWork, by: Person, measure: Measure, span: Span, scope: Scope, *, each: bool = False) -> Cell:
    """The figure over the whole scope. `each`: with the number of people among whom it is shared. Raises
    `NotAllowed`."""
    require(by, measure, scope)
    found = await _cells(uow, measure, span, scope, "all", each=each)
    return found.get("", Cell())


async def several(
    uow: UnitOfWork,
    by: Person,
    measure: Measure,
    span: Span,
    scope: Scope,
    apart: By,
    most: int = 0,
    *,
    each: bool = False,
) -> FigureList:
    """The figures grouped, the highest first, or in the order of time. Raises `NotAllowed`.

    `most`: the n highest, or the −n lowest. A list includes lines of zero where they say something: countries where
    women have joined, clients' projects, days that have passed or begun. People are only those who worked.
    """
    require(by, measure, scope)
    if apart == "person":
        return await _people(uow, measure, span, scope, most)
    found = await _cells(uow, measure, span, scope, apart, each=each)
    nothing_ever = span.first == BEGINNING and not found and apart in TIMES
    names = {} if nothing_ever else await _named(uow, apart, _since(span, found), scope)
    lines = [FigureLine(key, found.get(key, Cell()), name) for key, name in names.items()]
    if not (most and apart == "project"):  # in a ranking, the practice and messages about no project do not count
        lines += [FigureLine(key, cell) for key, cell in found.items() if key not in names]
    if measure == "pace" and most:  # in a ranking, estimates do not count
        lines = [line for line in lines if line.cell.measured]
    if apart in TIMES and not most:
        return FigureList(tuple(sorted(lines, key=lambda line: str(line.key))), len(lines))
    return ranked(lines, measure, most, each=each)


# --- by measure ---------------------------------------------------------------------------------------


async def _cells(
    uow: UnitOfWork, measure: Measure, span: Span, scope: Scope, by: _Key, *, each: bool = False
) -> dict[Key, Cell]:
    match measure:
        case "answers" | "time" | "earned":
            found = await _work(uow, span, scope, by)
            return await _among(uow, span, scope, by, found) if each and measure in PER_WOMAN else found
        case "people":
            return await _who_worked(uow, span, scope, by)
        case "pace":
            return await _pace(uow, span, scope, by)
        case "messages" | "cost":
            return await _sent(uow, span, scope, by)
        case "spent":
            work, told = await _work(uow, span, scope, by), await _sent(uow, span, scope, by)
            return {
                key: Cell(work=work.get(key, Cell()).work, sent=told.get(key, Cell()).sent) for key in {**work, **told}
            }
        case "delivered" | "read" | "failed":
            return _counts(await message_rows.receipts(uow, measure, span, scope, by))
        case "joined":
            return _counts(await women_rows.joined(uow, span, scope, by))
        case "lessons":
            return _counts(await women_rows.lessons(uow, span, scope, by))
        case "first income":
            first = await women_rows.first_incomes(uow, span, scope, by)
            return {key: Cell(count=each.count, time=each.median) for key, each in first.items()}
        case "owed":
            return await _owed(uow, span, scope, by)
        case "progress":  # projects give it themselves (`projects.page`)
            return {}


async def _work(uow: UnitOfWork, span: Span, scope: Scope, by: _Key) -> dict[Key, Cell]:
    if scope.person_id is not None:
        found = await women_rows.work_of(uow, span, scope, by)
    else:
        found = await rows.sums(uow, span, scope, by)
    return {key: Cell(work=work) for key, work in found.items()}


async def _among(uow: UnitOfWork, span: Span, scope: Scope, by: _Key, found: Mapping[Key, Cell]) -> dict[Key, Cell]:
    """The same cells with the number of people among whom each is shared."""
    people = await _who_worked(uow, span, scope, by)
    return {key: replace(cell, people=people[key].people) for key, cell in found.items() if key in people}


async def _who_worked(uow: UnitOfWork, span: Span, scope: Scope, by: _Key) -> dict[Key, Cell]:
    """How many people worked, and their pace."""
    if scope.project_id is not None:
        of_it = await rows.people_of_project(uow, span, scope)
        return {"": Cell(people=of_it.people, steady=of_it.steady)}
    found = await rows.people(uow, span, scope, by)
    return {
        key: Cell(people=workers.people, steady=workers.steady, pace=workers.pace) for key, workers in found.items()
    }


async def _pace(uow: UnitOfWork, span: Span, scope: Scope, by: _Key) -> dict[Key, Cell]:
    """The pace: the median over the hours worked; for a project or one woman the mean
    (`backend.domain.earnings.pace`)."""
    if scope.person_id is not None:
        found = await women_rows.work_of(uow, span, scope, by, with_tests=False)
        return {
            key: Cell(pace=figures.pace((done.euros, done.francs), done.counted, done.estimated), measured=True)
            for key, done in found.items()
        }
    people = await _who_worked(uow, span, scope, by)
    if scope.project_id is None:
        return {key: replace(cell, measured=cell.steady >= rule.LEAST_PEOPLE) for key, cell in people.items()}
    worked = people[""]
    sums = await rows.sums(uow, span, scope, by)
    measured = worked.steady >= rule.LEAST_PEOPLE
    return {key: replace(worked, pace=work.mean_pace(worked.steady), measured=measured) for key, work in sums.items()}


async def _sent(uow: UnitOfWork, span: Span, scope: Scope, by: _Key) -> dict[Key, Cell]:
    return {key: Cell(sent=sent) for key, sent in (await message_rows.sent(uow, span, scope, by)).items()}


async def _owed(uow: UnitOfWork, span: Span, scope: Scope, by: _Key) -> dict[Key, Cell]:
    """All that was ever earned and is not paid out. Of `span` only its end counts."""
    ever = Span(BEGINNING, span.last)
    earned = await _work(uow, ever, scope, by)
    paid = await women_rows.paid(uow, ever, scope, by)
    waiting = await women_rows.waiting(uow, ever, scope, by)
    return {
        key: Cell(work=_less(cell.work, paid.get(key, Work())), waiting=waiting.get(key, Work()))
        for key, cell in earned.items()
    }


def _less(all_: Work, part: Work) -> Work:
    euros = Money(all_.euros.units - part.euros.units)
    return replace(all_, euros=euros, francs=Money(all_.francs.units - part.francs.units, "XOF"))


def _counts(found: Mapping[Key, int]) -> dict[Key, Cell]:
    return {key: Cell(count=count) for key, count in found.items()}


# --- lists --------------------------------------------------------------------------------------------


async def _people(uow: UnitOfWork, measure: Measure, span: Span, scope: Scope, most: int) -> FigureList:
    """Women who worked, ranked."""
    count = abs(most) or LISTED_PEOPLE
    shown = max(count, MOST_SHOWN) if most else count
    if measure == "owed":
        span = Span(BEGINNING, span.last)
    found = await women_rows.ranked(uow, span, scope, _ORDER[measure], count, shown, LEAST_TIME, lowest=most < 0)
    lines = found.lines
    if measure == "owed":
        people = [line.key for line in lines if isinstance(line.key, int)]
        owed = [await _owed(uow, span, replace(scope, person_id=person_id), "all") for person_id in people]
        lines = tuple(replace(line, cell=each[""]) for line, each in zip(lines, owed, strict=True))
    return FigureList(lines, found.in_all, found.level if most else 0)


def _since(span: Span, found: Mapping[Key, Cell]) -> Span:
    """The span; if it begins at `BEGINNING`, without the days before the first figure."""
    days = [key for key in found if isinstance(key, date)]
    return Span(min(days), span.last) if span.first == BEGINNING and days else span


async def _named(uow: UnitOfWork, apart: By, span: Span, scope: Scope) -> dict[Key, str]:
    """The lines of a list, also those of zero, with their names."""
    match apart:
        case "country":
            where = scope.countries or tuple(await women_rows.inhabited(uow))
            return {code: "" for code in where if code not in scope.without.countries}
        case "project":
            names = await rows.project_names(uow)
            meant = scope.projects or ((scope.project_id,) if scope.project_id is not None else ())
            return {
                each.id: each.title
                for each in names
                if not each.practice and each.id not in scope.without.projects and (not meant or each.id in meant)
            }
        case "day" | "week" | "month" | "quarter":
            return dict.fromkeys(buckets(span, apart), "")
        case _:
            return {}


def buckets(span: Span, apart: Time) -> list[Key]:
    """The first days of all days, weeks, months or quarters that a span touches."""
    found: list[Key] = []
    on = bucket(span.first, apart)
    while on <= span.last:
        found.append(on)
        on = bucket(on + timedelta(days=LENGTHS[apart]), apart)
    return found


def bucket(on: date, apart: Time) -> date:
    """The first day of the day, week, month or quarter of this date."""
    if apart == "quarter":
        return on.replace(month=1 + (on.month - 1) // 3 * 3, day=1)
    if apart == "month":
        return on.replace(day=1)
    return on - timedelta(days=on.weekday()) if apart == "week" else on
