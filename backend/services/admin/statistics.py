"""Figures of the service: people, answers, money, and the cost of its messages. They are sums and never name
anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal

from backend.clock import Clock
from backend.db.admin import figures as rows
from backend.db.admin import message_figures as message_rows
from backend.db.admin import women_figures as women_rows
from backend.db.admin.figures_scope import Grouping
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.work import counting
from backend.domain import days
from backend.domain.admin.metrics import Key
from backend.domain.admin.statistics import EVERYTHING, SPANS, Period, Scope, Share, Work, cost, gini, messages
from backend.domain.earnings.savings import OutcomeKind
from backend.domain.french.ranges import Span
from backend.domain.money import decimal
from backend.domain.people.commands import Person
from backend.services import access

COUNTING_DELAY = timedelta(minutes=10)
"""Work is counted ahead up to this long before now, or before the start of the oldest running transaction. What a turn
wrote by then is visible."""
CHUNK_SPAN = timedelta(days=1)


def today(by: Person, now: datetime) -> date:
    """The date on the calendar of the person who asks."""
    return days.local_day(now, by.zone)


async def periods(
    uow: UnitOfWork, by: Person, now: datetime, scope: Scope = EVERYTHING, spans: Sequence[Span] = ()
) -> tuple[Period, ...]:
    """One period for each span; without spans, for each of `SPANS`. Raises `NotAllowed`."""
    access.require(by, "see figures")
    spans = spans or [Span.up_to(today(by, now), count) for count in SPANS]
    return tuple([await _period(uow, span, scope, now) for span in spans])


async def _period(uow: UnitOfWork, span: Span, scope: Scope, now: datetime) -> Period:
    done = (await rows.sums(uow, span, scope)).get("", Work())
    if scope.project_id is None:
        workers = (await rows.people(uow, span, scope)).get("")
        people, steady, hourly = (workers.people, workers.steady, workers.pace) if workers is not None else (0, 0, None)
    else:
        of_it = await rows.people_of_project(uow, span, scope)
        people, steady, hourly = of_it.people, of_it.steady, done.mean_pace(of_it.steady)
    joined, first, in_a_day = 0, None, None
    outcomes: dict[OutcomeKind, int] = {}
    if scope.project_id is None:  # women do not join, or begin to earn, in a single project
        joined = (await women_rows.joined(uow, span, scope)).get("", 0)
        first = (await women_rows.first_incomes(uow, span, scope)).get("")
        newest = await women_rows.first_days(uow, span, scope, now)
        in_a_day = Fraction(newest.within, newest.joined) if newest.joined else None
        outcomes = await women_rows.outcomes(uow, span, scope)
    sent = (await message_rows.sent(uow, span, scope)).get("", ())
    incomes, median = (first.count, first.median) if first is not None else (0, None)
    return Period(span, people, done, hourly, joined, incomes, median, sent, in_a_day, steady, outcomes)


async def by_day(uow: UnitOfWork, by: Person, span: Span, scope: Scope) -> tuple[Work, ...]:
    """The work of each day of a span, in order. Raises `NotAllowed`."""
    access.require(by, "see figures")
    found = await rows.sums(uow, span, scope, "date")
    return tuple(found.get(span.first + timedelta(days=n), Work()) for n in range(span.days))


async def parts(uow: UnitOfWork, by: Person, span: Span, key: Literal["country", "channel"]) -> tuple[Share, ...]:
    """The shares of countries or channels, those with most answers first. Raises `NotAllowed`."""
    access.require(by, "see figures")
    sums = await rows.sums(uow, span, EVERYTHING, key)
    people = await rows.people(uow, span, EVERYTHING, key)
    sent = await message_rows.sent(uow, span, EVERYTHING, key)
    found = [
        Share(
            str(name),
            people[name].people if name in people else 0,
            sums.get(name, Work()),
            people[name].pace if name in people else None,
            messages(sent.get(name, ())),
            cost(sent.get(name, ())),
        )
        for name in {*sums, *people, *sent}
    ]
    return tuple(sorted(found, key=lambda share: (-share.work.answers, -share.messages, share.key)))


COLUMNS = (
    *("date", "country", "channel", "project", "answers", "seconds"),
    *("earned_eur", "earned_fcfa", "messages", "messages_eur"),
)


_CELL: tuple[Grouping, ...] = ("date", "project", "country", "channel")


async def sharing(uow: UnitOfWork, by: Person, now: datetime) -> Mapping[str, Fraction]:
    """How unequally the pay of the last seven days is shared among those who worked, as the Gini index by country.
    Raises `NotAllowed`."""
    access.require(by, "see figures")
    found = await women_rows.pay_of_each(uow, Span.up_to(today(by, now), 7))
    return {country: gini(sums) for country, sums in found.items()}


async def table(uow: UnitOfWork, by: Person, span: Span, scope: Scope) -> list[list[str | int]]:
    """Rows of `COLUMNS`: work and messages by day, country, channel and project. Raises `NotAllowed`.

    All earnings are given twice, in euros and in F CFA. The cost of messages is approximate.
    """
    access.require(by, "see figures")
    names: dict[Key, str] = {each.id: each.name for each in await rows.project_names(uow)}
    work = await rows.sums_by(uow, span, scope, _CELL)
    sent = await message_rows.sent_by(uow, span, scope, _CELL)
    found: list[list[str | int]] = []
    for cell in sorted({*work, *sent}, key=lambda cell: (str(cell[0]), *cell[1:])):
        on, project_id, country, channel = cell
        done, told = work.get(cell, Work()), sent.get(cell, ())
        found.append(
            [
                *(str(on), str(country), str(channel), names.get(project_id, "")),
                *(done.answers, done.time // timedelta(seconds=1), decimal(done.earned), decimal(done.in_francs)),
                *(messages(told), str(cost(told))),
            ]
        )
    return found


async def count_ahead(database: Database, clock: Clock) -> None:
    """Count work ahead, one day in each transaction. If the clock was set back before the mark, count everything
    again."""
    done = False
    while not done:
        async with database.unit() as uow:
            until = clock.now() - COUNTING_DELAY - await counting.longest_under_way(uow)
            mark = await counting.mark(uow)
            if mark is not None and mark > clock.now():
                await counting.forget(uow)
                mark = None
            since = mark or await counting.first_work(uow) or until
            step = min(since + CHUNK_SPAN, until)
            done = step >= until
            if step > since:
                await counting.count(uow, since, step)
            elif mark is None:
                await counting.set_mark(uow, step)
            await uow.commit()
