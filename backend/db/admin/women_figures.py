"""Statements behind the figures of women: who joined, who began to earn, who learned; and those of one woman, or of the
women who did most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

from backend.db.admin.figures import EARNED, OTHER_PAY, REVIEWS, SUMS, TESTS, TIME, WORKED, work
from backend.db.admin.figures_scope import (
    HER_DATE,
    HERS,
    WHERE_SHE_IS,
    Grouping,
    columns,
    counts,
    parameters,
    person_keys,
)
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work.counting import FRESH, MARK, look
from backend.domain.admin.metrics import Cell, FigureLine, FigureList, Key
from backend.domain.admin.statistics import Scope, Work
from backend.domain.earnings.pace import MOST_TIMES
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.earnings.savings import OutcomeKind
from backend.domain.french.ranges import Span
from backend.domain.money import FRANCS_PER_EURO, Money
from backend.domain.work.commands import GIVEN, AnswerStatus
from backend.records import Record


def _count(by: Grouping, source: str, at: str, which: str) -> str:
    """A statement: the number of rows of a source in these days, by key. The source names a woman `p` and her chat
    `c`."""
    on = HER_DATE.format(at=at)
    key = person_keys(on)[by]
    return f"""
    select {key} as key, count(*) as count from {source}
    where {which} and {at} >= %(lowest)s and {at} < %(highest)s and {on} between %(first)s and %(last)s and {HERS}
    group by 1 order by 1
    """  # noqa: S608 (constants)


_PEOPLE = "person p left join conversation t on t.person_id = p.id left join contact c on c.id = t.contact_id"
_JOINED = "p.role in ('hiteuse', 'trainee') and p.merged_into is null"


async def joined(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, int]:
    """How many women joined, by key: they gave consent and completed their profile."""
    return counts(await look(uow, _count(by, _PEOPLE, "p.joined_at", _JOINED), parameters(span, scope)))


_LESSONS = f"lesson_progress l {WHERE_SHE_IS.format(person='l.person_id')}"
_HERS_ALONE = "(%(person)s::bigint is null or l.person_id = %(person)s)"


async def lessons(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, int]:
    """How many lessons were finished for the first time, by key."""
    return counts(await look(uow, _count(by, _LESSONS, "l.finished_at", _HERS_ALONE), parameters(span, scope)))


_HER_OUTCOME = HER_DATE.format(at="u.at")


async def outcomes(uow: UnitOfWork, span: Span, scope: Scope) -> dict[OutcomeKind, int]:
    """How many women said in this span that they had done something with their money, by kind."""
    rows = await look(
        uow,
        f"""
        select u.kind, count(distinct u.person_id)::int as count
        from outcome u {WHERE_SHE_IS.format(person="u.person_id")}
        where u.at >= %(lowest)s and u.at < %(highest)s and {_HER_OUTCOME} between %(first)s and %(last)s and {HERS}
        group by 1
        """,  # noqa: S608 (constants)
        parameters(span, scope),
    )
    return {OutcomeKind(row["kind"]): row["count"] for row in rows}


class FirstIncomes(Record):
    """How many women gave their first paid answer or review to a client, and the median time from joining to it."""

    count: int
    median: timedelta


async def first_incomes(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, FirstIncomes]:
    """First incomes of this span, by key. Practice is the product's own task and does not count."""
    on = HER_DATE.format(at="i.at")
    key = person_keys(on)[by]
    rows = await look(
        uow,
        f"""
        select {key} as key, count(*) as count, percentile_cont(0.5) within group (
                   order by extract(epoch from i.at - coalesce(p.joined_at, p.created_at))) as seconds
        from (
            select person_id, at from first_income where at >= %(lowest)s and at < %(highest)s
            union all
            select f.person_id, min(f.at) from (
                {FRESH.format(since=MARK, until="%(highest)s")}) f
            where f.income and not exists (select from first_income o where o.person_id = f.person_id)
            group by 1
        ) i {WHERE_SHE_IS.format(person="i.person_id")}
        where {on} between %(first)s and %(last)s and {HERS} group by 1 order by 1
        """,  # noqa: S608 (constants)
        parameters(span, scope),
    )
    return {row["key"]: FirstIncomes(row["count"], timedelta(seconds=float(row["seconds"]))) for row in rows}


class FirstDays(Record):
    """Hiteuses who joined at least a day ago, and how many had their first paid answer within a day. To count those of
    today who have one already would leave out those who have none yet."""

    joined: int
    within: int


async def first_days(uow: UnitOfWork, span: Span, scope: Scope, now: datetime) -> FirstDays:
    """Counts the people who joined in this span."""
    (found,) = await look(
        uow,
        f"""
        with fresh as (
            select f.person_id, min(f.at) as at from ({FRESH.format(since=MARK, until="%(now)s")}) f
            where f.income group by 1
        )
        select count(*) as joined, count(*) filter (where i.at - p.joined_at <= interval '1 day') as within
        from {_PEOPLE}
        left join first_income o on o.person_id = p.id and o.at < %(now)s left join fresh f on f.person_id = p.id
        cross join lateral (select least(o.at, f.at) as at) i
        where p.role = 'hiteuse' and p.merged_into is null
          and p.joined_at >= %(lowest)s and p.joined_at < %(highest)s
          and {HER_DATE.format(at="p.joined_at")} between %(first)s and %(last)s and {HERS}
          and p.joined_at <= %(now)s::timestamptz - interval '1 day'
        """,  # noqa: S608 (constants)
        {**parameters(span, scope), "now": now},
        row=FirstDays,
    )
    return found


# --- one woman, and those who did most ----------------------------------------------------------------

_HER_WORK = """
    select {columns}, {sums}
    from (
        select {date} as date, w.*, case when currency = 'EUR' then units else 0 end as euro_units,
               case when currency = 'EUR' then 0 else units end as franc_units
        from (
            select answered_at as at, project_id, 1 as answers, active, greatest(active, reading) as counted, estimated,
                   units, currency
            from answer
            where person_id = %(person)s and status in {given} and answered_at >= %(lowest)s
              and answered_at < %(highest)s
            union all
            select at, project_id, 0, 0, seconds, seconds, units, currency from assessment
            where person_id = %(person)s and at >= %(lowest)s and at < %(highest)s and %(tests)s
            union all
            select at, project_id, 0, seconds, seconds, estimated,
                   case kind when '{refused}' then -units else units end, currency
            from pay_event
            where person_id = %(person)s and at >= %(lowest)s and at < %(highest)s
              and (%(tests)s or kind = '{reviewed}')
        ) w join person p on p.id = %(person)s
        where (%(countries)s::text[] is null or coalesce(p.country, '') = any(%(countries)s::text[]))
    ) each
    where date between %(first)s and %(last)s and (%(project)s::bigint is null or project_id = %(project)s)
      and (%(projects)s::bigint[] is null or project_id = any(%(projects)s::bigint[]))
    group by 1 order by 1
"""


async def work_of(
    uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all", *, with_tests: bool = True
) -> dict[Key, Work]:
    """As `figures.sums`, but of the scope's person alone. `with_tests`: False leaves out paid tests and all pay that is
    for neither an answer nor a review, as her pace needs it."""
    statement = _HER_WORK.format(
        columns=columns((by,)),
        sums=SUMS,
        date=HER_DATE.format(at="w.at"),
        given=GIVEN,
        refused=PayEvent.REFUSED,
        reviewed=PayEvent.REVIEWED,
    )
    rows = await look(uow, statement, {**parameters(span, scope), "tests": with_tests})
    return {row["key_0"]: work(row) for row in rows}


# What was paid out to women and did not come back: the balances of the accounts for it.
_PAID_OUT = """
    select coalesce(sum(a.units) filter (where a.currency = 'EUR'), 0)::bigint as euro_units,
           coalesce(sum(a.units) filter (where a.currency <> 'EUR'), 0)::bigint as franc_units,
           {key} as key
    from (select * from account where kind = 'paid') a
"""
Order = Literal["answers", "active", "earned", "owed", "pace"]
_ORDERS: dict[Order, str] = {
    "answers": "answers",
    "active": "active",
    "earned": "euro_units * 655957 + franc_units * 1000",
    "owed": "(euro_units - paid_euros) * 655957 + (franc_units - paid_francs) * 1000",
    "pace": "pace",
}
_RANKED = f"""
    select *, count(*) over () as among from (
        select *, count(*) over () as in_all, rank() over (order by {{order}} {{way}}) as place from (
            select e.person_id as key, p.first_name as name, coalesce(p.country, '') as country, e.answers, e.active,
                   e.euro_units + coalesce(n.euro_units, 0) as euro_units,
                   e.franc_units + coalesce(n.franc_units, 0) as franc_units, coalesce(x.euro_units, 0) as paid_euros,
                   coalesce(x.franc_units, 0) as paid_francs,
                   case when e.counted >= %(least)s then floor({EARNED} / {TIME} * 3600 / 10000000)::bigint end as pace
            from (
                select person_id, sum(answers)::bigint as answers, sum(active)::bigint as active,
                       sum(greatest(active, counted))::bigint as counted, sum(estimated)::bigint as estimated,
                       sum(euro_units)::bigint as euro_units, sum(franc_units)::bigint as franc_units
                from day where date between %(first)s and %(last)s group by 1 having {WORKED}
            ) e {WHERE_SHE_IS.format(person="e.person_id")}
            left join ({TESTS}) s on s.person_id = e.person_id
            left join ({REVIEWS}) r on r.person_id = e.person_id
            left join ({OTHER_PAY}) n on n.person_id = e.person_id
            left join ({_PAID_OUT.format(key="a.owner")} group by 3) x on x.key = e.person_id
            where {HERS}
        ) each where {{order}} is not null
    ) ranked
    where place <= %(most)s order by place, key limit %(shown)s
"""  # noqa: S608 (constants)


async def ranked(
    uow: UnitOfWork, span: Span, scope: Scope, order: Order, most: int, shown: int, least: timedelta, *, lowest: bool
) -> FigureList:
    """Up to `shown` of the women who did most (`lowest`: least) of something, among those who worked.

    Each line has her work and her pace (None below `least` of work). `FigureList.level` counts the women who are level
    with the last of the first `most` and not shown.
    """
    statement = _RANKED.format(order=_ORDERS[order], way="asc" if lowest else "desc")
    values: dict[str, Any] = {
        **parameters(span, scope),
        "most": most,
        "shown": shown,
        "least": int(least.total_seconds()),
        "most_times": MOST_TIMES,
    }
    rows = await look(uow, statement, values)
    lines = tuple(
        FigureLine(row["key"], Cell(work=work(row), pace=row["pace"], measured=True), row["name"], row["country"])
        for row in rows
    )
    return FigureList(lines, rows[0]["in_all"], rows[0]["among"] - len(lines)) if rows else FigureList((), 0)


# --- what is owed -------------------------------------------------------------------------------------

_WAITING = """
    select coalesce(sum(a.units) filter (where a.currency = 'EUR'), 0)::bigint as euro_units,
           coalesce(sum(a.units) filter (where a.currency <> 'EUR'), 0)::bigint as franc_units,
           {key} as key
    from answer a join person p on p.id = a.person_id
    where a.status = {answered:d} and a.accepted_at is null and (%(person)s::bigint is null or a.person_id = %(person)s)
      and (%(countries)s::text[] is null or coalesce(p.country, '') = any(%(countries)s::text[]))
      and coalesce(p.country, '') <> all(%(no_countries)s::text[])
    group by 3
"""
_PAID = f"""
    {_PAID_OUT} join person p on p.id = a.owner
    where (%(person)s::bigint is null or a.owner = %(person)s)
      and (%(countries)s::text[] is null or coalesce(p.country, '') = any(%(countries)s::text[]))
      and coalesce(p.country, '') <> all(%(no_countries)s::text[])
    group by 3
"""
_OWED_KEYS: dict[Grouping, str] = {"all": "''::text", "country": "coalesce(p.country, '')", "person": "p.id"}


async def waiting(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, Work]:
    """The pay of answers that are not accepted yet, by key."""
    statement = _WAITING.format(key=_OWED_KEYS[by], answered=AnswerStatus.ANSWERED)
    return _pay(await look(uow, statement, parameters(span, scope)))


async def paid(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, Work]:
    """What was paid out to women, by key."""
    return _pay(await look(uow, _PAID.format(key=_OWED_KEYS[by]), parameters(span, scope)))


def _pay(rows: Iterable[Row]) -> dict[Key, Work]:
    return {row["key"]: Work(euros=Money(row["euro_units"]), francs=Money(row["franc_units"], "XOF")) for row in rows}


async def pay_of_each(uow: UnitOfWork, span: Span) -> dict[str, list[int]]:
    """What each hiteuse who worked in this span earned in it, by country, in units of a franc. Days are in her own
    calendar."""
    rows = await look(
        uow,
        f"""
        select p.country, (e.euro_units * {FRANCS_PER_EURO} + e.franc_units)::bigint as units
        from (
            select d.person_id, sum(d.euro_units) + coalesce(min(n.euro_units), 0) as euro_units,
                   sum(d.franc_units) + coalesce(min(n.franc_units), 0) as franc_units
            from day d left join ({OTHER_PAY}) n on n.person_id = d.person_id
            where d.date between %(first)s and %(last)s group by 1 having {WORKED}
        ) e join person p on p.id = e.person_id
        where p.role = 'hiteuse' order by p.country
        """,  # noqa: S608 (constants)
        parameters(span, Scope()),
    )
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["country"], []).append(row["units"])
    return found


# --- where there are women --------------------------------------------------------------------------


async def inhabited(uow: UnitOfWork) -> list[str]:
    """Codes of the countries in which somebody has joined."""
    rows = await look(
        uow,
        """
        select distinct country from person
        where role in ('hiteuse', 'trainee') and joined_at is not null and merged_into is null and country <> ''
        order by 1
        """,
    )
    return [row["country"] for row in rows]
