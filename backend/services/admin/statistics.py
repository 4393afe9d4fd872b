"""How the service does: people, answers, money, and what its messages cost. Sums, never names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from backend.clock import Clock
from backend.db.admin import figures as rows
from backend.db.admin import message_figures as message_rows
from backend.db.admin import women_figures as women_rows
from backend.db.engine.uow import Database, Row, UnitOfWork
from backend.db.work import counting
from backend.domain import days
from backend.domain.admin.statistics import EVERYTHING, SPANS, Part, Period, Scope, Sent, Work
from backend.domain.french.ranges import Span
from backend.domain.money import Money, decimal
from backend.domain.people.commands import Person
from backend.services import access
from backend.services.admin import metrics as admin_metrics

LATE = timedelta(minutes=10)
"""Work is counted ahead up to this long ago, or this long before the oldest transaction that still runs: what a turn
has written by then is there to be seen."""
CHUNK = timedelta(days=1)


def today(by: Person, now: datetime) -> date:
    """On the calendar of whoever asks."""
    return days.local_day(now, by.zone)


async def periods(
    uow: UnitOfWork, by: Person, now: datetime, scope: Scope = EVERYTHING, spans: Sequence[Span] = ()
) -> tuple[Period, ...]:
    """One for each span; without any, for each of `SPANS`. Raises `NotAllowed`."""
    access.require(by, "see figures")
    spans = spans or [Span.up_to(today(by, now), count) for count in SPANS]
    return tuple([await _period(uow, span, scope) for span in spans])


async def _period(uow: UnitOfWork, span: Span, scope: Scope) -> Period:
    done = _work(_only(await rows.sums(uow, span, scope)))
    if scope.project_id is None:
        found = _only(await rows.people(uow, span, scope))
        people, hourly = (found["people"], admin_metrics.hourly(found)) if found else (0, None)
    else:
        people = await rows.people_of_project(uow, span, scope)
        hourly = done.mean_pace(people)
    joined, first_incomes, first_income = 0, 0, None
    if scope.project_id is None:  # women join and begin to earn in no one project
        joined = _count(await women_rows.joined(uow, span, scope))
        first = await women_rows.first_incomes(uow, span, scope)
        first_incomes = _count(first)
        first_income = timedelta(seconds=float(first[0]["seconds"])) if first_incomes else None
    return Period(span, people, done, hourly, joined, first_incomes, first_income, await _sent(uow, span, scope))


async def by_day(uow: UnitOfWork, by: Person, span: Span, scope: Scope) -> tuple[Work, ...]:
    """The work of each day of a span, in order. Raises `NotAllowed`."""
    access.require(by, "see figures")
    found = {row["key"]: row for row in await rows.sums(uow, span, scope, "date")}
    return tuple(_work(found.get(span.first + timedelta(days=n))) for n in range(span.days))


async def parts(uow: UnitOfWork, by: Person, span: Span, key: Literal["country", "channel"]) -> tuple[Part, ...]:
    """The shares of countries or channels, whoever has most answers first. Raises `NotAllowed`."""
    access.require(by, "see figures")
    sums = {row["key"]: row for row in await rows.sums(uow, span, EVERYTHING, key)}
    people = {row["key"]: row for row in await rows.people(uow, span, EVERYTHING, key)}
    sent: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in await message_rows.cells(uow, span, EVERYTHING):
        sent[row[key]][0] += row["messages"]
        sent[row[key]][1] += row["units"]
    found = [
        Part(
            name,
            people[name]["people"] if name in people else 0,
            _work(sums.get(name)),
            admin_metrics.hourly(people[name]) if name in people else None,
            sent[name][0] if name in sent else 0,
            Money(sent[name][1] if name in sent else 0),
        )
        for name in {*sums, *people, *sent}
    ]
    return tuple(sorted(found, key=lambda part: (-part.work.answers, -part.messages, part.key)))


COLUMNS = (
    *("date", "country", "channel", "project", "answers", "seconds"),
    *("earned_eur", "earned_fcfa", "messages", "messages_eur"),
)


async def table(uow: UnitOfWork, by: Person, span: Span, scope: Scope) -> list[list[str | int]]:
    """Rows of `COLUMNS`: work and messages by day, country, channel and project. What was earned is all of it, once
    in euros and once in F CFA, as chat says it; what messages cost is approximate. Raises `NotAllowed`."""
    access.require(by, "see figures")
    names = {row["id"]: row["name"] for row in await rows.project_names(uow)}
    work = {_cell(row): row for row in await rows.cells(uow, span, scope)}
    messages = {_cell(row): row for row in await message_rows.cells(uow, span, scope)}
    found: list[list[str | int]] = []
    for cell in sorted({*work, *messages}):
        on, project_id, country, channel = cell
        done = _work(work.get(cell))
        told = messages.get(cell)
        count, units = (told["messages"], told["units"]) if told else (0, 0)
        found.append(
            [
                *(on.isoformat(), country, channel, names.get(project_id, "")),
                *(done.answers, done.time // timedelta(seconds=1), decimal(done.earned), decimal(done.in_francs)),
                *(count, str(Money(units))),
            ]
        )
    return found


def _cell(row: Row) -> tuple[date, int, str, str]:
    return row["date"], row["project_id"], row["country"], row["channel"]


def _only(found: list[Row]) -> Row | None:
    return found[0] if found else None


def _count(found: list[Row]) -> int:
    return int(found[0]["count"]) if found else 0


def _work(row: Row | None) -> Work:
    return Work() if row is None else admin_metrics.work(row)


async def _sent(uow: UnitOfWork, span: Span, scope: Scope) -> tuple[Sent, ...]:
    found = await message_rows.sent(uow, span, scope)
    return tuple(Sent(row["channel"], row["category"], row["messages"], row["units"]) for row in found)


async def count_ahead(database: Database, clock: Clock) -> None:
    """Count what was worked until a moment ago, a day of it in each transaction. Where the clock was set back
    behind what is counted, all is counted anew."""
    done = False
    while not done:
        async with database.unit() as uow:
            until = clock.now() - LATE - await counting.longest_under_way(uow)
            mark = await counting.mark(uow)
            if mark is not None and mark > clock.now():
                await counting.forget(uow)
                mark = None
            since = mark or await counting.first_work(uow) or until
            step = min(since + CHUNK, until)
            done = step >= until
            if step > since:
                await counting.count(uow, since, step)
            elif mark is None:
                await counting.set_mark(uow, step)
            await uow.commit()
