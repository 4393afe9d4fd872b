"""A person's earnings, from answers and accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from backend.db.earnings import goals
from backend.db.earnings import queries as rows
from backend.db.earnings.ledger import HERS
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import dates as payment_dates
from backend.domain import days
from backend.domain.earnings.figures import Earned, Figures, MonthEarned, SpanEarned, add
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.domain.payouts.amounts import carry_denominator
from backend.domain.people.commands import Person

PACE_SPAN = timedelta(days=30)
"""The recent time whose pace is told."""


async def figures(uow: UnitOfWork, person: Person, now: datetime) -> Figures:
    """Everything that `gains` shows, as of now on the person's calendar."""
    today = days.local_day(now, person.zone)
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    recent = today - PACE_SPAN
    since = min(days.day_bounds(d, person.zone)[0] for d in (monday, month, recent))
    spans = await rows.by_day(uow, person.id, person.zone, since)
    worked = {row.day: row for row in await rows.days(uow, person.id, monday)}
    day = worked.get(today)
    project = await goals.project(uow, person.id)
    goal = project.goal if project is not None else None
    part = project.next_instalment if project is not None else None
    late = [row for row in spans if row.day >= recent]
    return Figures(
        day=today,
        today=_earned(spans, today),
        week=_earned(spans, monday),
        month=_earned(spans, month),
        ever=standing(await rows.ever(uow, person.id)),
        by_day=tuple(add(*(row.money for row in spans if row.day == monday + timedelta(days=n))) for n in range(7)),
        time_today=timedelta(seconds=day.active if day else 0),
        answers_today=day.answers if day else 0,
        answers_week=sum(row.answers for row in worked.values()),
        recent_pay=add(*(row.money for row in late)),
        recent_time=timedelta(seconds=sum(row.counted for row in late)),
        recent_estimate=timedelta(seconds=sum(row.estimated for row in late)),
        project=goal.words if goal else "",
        goal=goal.amount if goal else None,
        spent=project.spent if project is not None else (),
        instalment=(part.amount, part.due) if part is not None else None,
        supplement=add(*(Money(row.supplement, row.currency) for row in spans if row.day >= month and row.supplement)),
        checked_by=max((row.until for row in spans if row.until is not None), default=None),
    )


async def last_month(uow: UnitOfWork, person: Person, now: datetime) -> MonthEarned:
    """The month before the present one, on the person's calendar."""
    until = days.local_day(now, person.zone).replace(day=1)
    first = (until - timedelta(days=1)).replace(day=1)
    start, end = days.day_bounds(first, person.zone)[0], days.day_bounds(until, person.zone)[0]
    pay = [row for row in await rows.by_day(uow, person.id, person.zone, start) if row.day < until]
    worked = await rows.days(uow, person.id, first)
    return MonthEarned(
        first,
        by_week=tuple(add(*(row.money for row in pay if min((row.day.day - 1) // 7, 4) == n)) for n in range(5)),
        answers=sum(row.answers for row in worked if row.day < until),
        paid=add(*await payment_dates.paid_between(uow, person.id, start, end)),
    )


async def between(uow: UnitOfWork, person: Person, span: Span) -> SpanEarned:
    """What the work of these days of the person's calendar brought, and what was paid in them."""
    start, end = days.day_bounds(span.first, person.zone)[0], days.day_bounds(span.last, person.zone)[1]
    pay = [row for row in await rows.by_day(uow, person.id, person.zone, start) if row.day <= span.last]
    worked = await rows.days(uow, person.id, span.first)
    return SpanEarned(
        span,
        earned=add(*(row.money for row in pay)),
        answers=sum(row.answers for row in worked if row.day <= span.last),
        paid=add(*await payment_dates.paid_between(uow, person.id, start, end)),
    )


def _earned(spans: Iterable[rows.DayPay], since: date) -> Earned:
    """Sums since a day, by the state of the pay."""
    rows_since = [row for row in spans if row.day >= since]
    return Earned(
        pending=add(*(row.money for row in rows_since if not row.accepted)),
        accepted=add(*(row.money for row in rows_since if row.accepted)),
    )


def standing(accounts: Sequence[rows.Balance]) -> Earned:
    """The balances of accounts, by the state of the pay."""
    sums = {kind: add(*(a.money for a in accounts if a.kind == kind)) for kind in HERS}
    carried = sum(a.units for a in accounts if a.kind == "carried")
    whole = any(a.kind == "carried" for a in accounts)
    return Earned(**sums, carried=Money(carried, "XOF").francs / carry_denominator("XOF"), whole=whole)
