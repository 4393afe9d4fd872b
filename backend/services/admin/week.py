"""The figures of a period and the Monday sheet: an admin's of all countries, a Huber's of their own. Each figure is
computed by the service of the word that shows it in full."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from backend.db.admin import week as rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.admin.statistics import EVERYTHING, Scope
from backend.domain.admin.week import (
    MEASURES,
    WEEK,
    Decisions,
    PeriodFigures,
    WeekSheet,
    WorkLeft,
    last_week,
    week_before,
)
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services import access
from backend.services.admin import cohort, metrics, statistics
from backend.services.payouts import claims
from backend.services.quality import concerns, review
from backend.services.threads import answers as threads
from backend.services.work import sharing

HOUR = time(8)
"""When the sheet comes on the reader's own clock, if they have chosen no hour for reminders."""
MAY_BE_LATE = timedelta(hours=6)
"""After a stop of the service the sheet still comes within this time, else not this week."""
_NEAR_MONDAY = frozenset({6, 0, 1})
"""Weekdays in UTC on which it can be Monday somewhere."""


def scope_of(by: Person) -> Scope:
    """What this person sees by default: a Huber their countries, an admin everything."""
    hers = access.countries(by)
    return Scope(among=hers) if hers else EVERYTHING


async def period(uow: UnitOfWork, by: Person, span: Span, scope: Scope) -> PeriodFigures:
    """The figures of a span. Raises `NotAllowed` for a scope that is not theirs."""
    cells = {each: await metrics.one(uow, by, each, span, scope) for each in MEASURES}
    return PeriodFigures(span, cells, await rows.paid(uow, span, scope), await rows.refused(uow, span, scope))


async def left(uow: UnitOfWork, by: Person, now: datetime) -> WorkLeft:
    """The work that is open to their countries, and what was worked there in the last 7 days. Raises `NotAllowed`."""
    access.require(by, "see the cohort")
    scope = scope_of(by)
    open_ = await sharing.open_work(uow, now)
    seconds = sum(found for country, found in open_.items() if not scope.countries or country in scope.countries)
    if not seconds:  # nobody is active there, but work may be open to them
        seconds = await sharing.without_women(uow, scope.countries, now)
    span = Span.up_to(statistics.today(by, now) - timedelta(days=1), WEEK)
    worked = await metrics.one(uow, by, "time", span, scope)
    return WorkLeft(timedelta(seconds=round(seconds)), worked.work.time)


async def sheet(uow: UnitOfWork, by: Person, now: datetime) -> WeekSheet:
    """The sheet of the last whole week. Raises `NotAllowed`."""
    access.require(by, "see the cohort")
    scope, today = scope_of(by), statistics.today(by, now)
    week = last_week(today)
    daily = await metrics.several(uow, by, "answers", week, scope, "day")
    by_day = {line.key: line.cell.work.answers for line in daily.lines}
    return WeekSheet(
        await period(uow, by, week, scope),
        await period(uow, by, week_before(week), scope),
        tuple(by_day.get(week.first + timedelta(days=n), 0) for n in range(WEEK)),
        (await cohort.overview(uow, by, now)).risk,
        await metrics.one(uow, by, "owed", Span(BEGINNING, today), scope),
        await left(uow, by, now),
        await decisions(uow, by, now),
    )


async def decisions(uow: UnitOfWork, by: Person, now: datetime) -> Decisions:
    """What waits for a decision that this person may take."""
    found = Decisions()
    if may(by, "answer threads"):
        found = replace(found, threads=(await threads.listing(uow, by, 1)).waiting)
    if may(by, "decide concerns"):
        found = replace(found, concerns=len(await concerns.waiting(uow, by)))
    if may(by, "decide refusals"):
        held = sum(each.refusals for each in await review.held(uow, by))
        found = replace(found, reviews=await rows.open_reviews(uow), held=held)
    if may(by, "approve payouts"):
        claimed = (await claims.count(uow, by, now)).open
        found = replace(found, runs=await rows.proposed_runs(uow), claims=claimed)
    return found


async def wake(uow: UnitOfWork, now: datetime) -> int:
    """Post an event for everybody whose sheet is due. Return for how many."""
    if now.weekday() not in _NEAR_MONDAY:
        return 0
    return await rows.post_due(uow, now, HOUR, MAY_BE_LATE)
