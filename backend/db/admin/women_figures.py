"""The statements behind figures of women: who came, who began to earn, who learned; and of one woman, or of those
who did most."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from backend.db.admin.figures import EARNED, TESTS, TIME
from backend.db.admin.figures_scope import HER_DATE, HERS, WHERE_SHE_IS, Key, parameters, person_keys, time_key
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work.counting import FRESH, MARK, look
from backend.domain.admin.statistics import Scope
from backend.domain.earnings.pace import MOST_TIMES
from backend.domain.french.ranges import Span

_JOINED = {
    by: f"""
    select {key} as key, count(*) as count from person p
    left join conversation t on t.person_id = p.id
    left join contact c on c.id = t.contact_id
    where p.role in ('hiteuse', 'trainee') and p.merged_into is null and p.joined_at >= %(lowest)s
      and p.joined_at < %(highest)s
      and {HER_DATE.format(at="p.joined_at")} between %(first)s and %(last)s and {HERS}
    group by 1 order by 1
    """  # noqa: S608 (constants)
    for by, key in person_keys(HER_DATE.format(at="p.joined_at")).items()
}


async def joined(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`, how many women (`count`) joined: consent given and profile complete."""
    return await look(uow, _JOINED[by], parameters(span, scope))


_FIRST_INCOMES = {
    by: f"""
    select {key} as key, count(*) as count,
           percentile_cont(0.5) within group (order by extract(epoch from i.at - coalesce(p.joined_at, p.created_at)))
               as seconds
    from (
        select person_id, at from first_income where at >= %(lowest)s and at < %(highest)s
        union all
        select f.person_id, min(f.at) from (
            {FRESH.format(since=MARK, until="%(highest)s")}) f
        where f.answers > 0 and not f.practice
          and not exists (select from first_income o where o.person_id = f.person_id)
        group by 1
    ) i {WHERE_SHE_IS.format(person="i.person_id")}
    where {HER_DATE.format(at="i.at")} between %(first)s and %(last)s and {HERS}
    group by 1 order by 1
    """  # noqa: S608 (constants)
    for by, key in person_keys(HER_DATE.format(at="i.at")).items()
}


async def first_incomes(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`, how many (`count`) gave their first paid answer to a client's task in this span, and the median
    `seconds` from their joining to it. Practice, which is ours and paid at once, is no income."""
    return await look(uow, _FIRST_INCOMES[by], parameters(span, scope))


_LESSONS = {
    by: f"""
    select {key} as key, count(*) as count from lesson_progress l {WHERE_SHE_IS.format(person="l.person_id")}
    where l.finished_at >= %(lowest)s and l.finished_at < %(highest)s
      and {HER_DATE.format(at="l.finished_at")} between %(first)s and %(last)s and {HERS}
      and (%(person)s::bigint is null or l.person_id = %(person)s)
    group by 1 order by 1
    """  # noqa: S608 (constants)
    for by, key in person_keys(HER_DATE.format(at="l.finished_at")).items()
}


async def lessons(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`, how many lessons (`count`) were finished for the first time."""
    return await look(uow, _LESSONS[by], parameters(span, scope))


# --- one woman, and those who did most ----------------------------------------------------------------

_HER_WORK = """
    select {key} as key, coalesce(sum(answers), 0)::bigint as answers, coalesce(sum(active), 0)::bigint as active,
           coalesce(sum(counted), 0)::bigint as counted, coalesce(sum(estimated), 0)::bigint as estimated,
           coalesce(sum(units) filter (where currency = 'EUR'), 0)::bigint as euro_units,
           coalesce(sum(units) filter (where currency <> 'EUR'), 0)::bigint as franc_units
    from (
        select {date} as date, w.* from (
            select answered_at as at, project_id, 1 as answers, active, greatest(active, reading) as counted, estimated,
                   units, currency
            from answer
            where person_id = %(person)s and status = 1 and answered_at >= %(lowest)s and answered_at < %(highest)s
            union all
            select at, project_id, 0, 0, seconds, seconds, units, currency from assessment
            where person_id = %(person)s and at >= %(lowest)s and at < %(highest)s and %(tests)s
        ) w join person p on p.id = %(person)s
        where (%(countries)s::text[] is null or coalesce(p.country, '') = any(%(countries)s::text[]))
    ) each
    where date between %(first)s and %(last)s and (%(project)s::bigint is null or project_id = %(project)s)
      and (%(projects)s::bigint[] is null or project_id = any(%(projects)s::bigint[]))
    group by 1 order by 1
"""
_HER_KEYS: dict[Key, str] = {
    "all": "''::text",
    "project": "project_id",
    "day": "date",
    "week": str(time_key("week", "date")),
    "month": str(time_key("month", "date")),
}


async def work_of(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all", *, with_tests: bool = True) -> list[Row]:
    """As `figures.sums`, of the scope's person alone; without the pay of tests for her pace."""
    statement = _HER_WORK.format(key=_HER_KEYS[by], date=HER_DATE.format(at="w.at"))
    return await look(uow, statement, {**parameters(span, scope), "tests": with_tests})


# What was paid out to women; a merge moves what was paid before it.
_PAID_OUT = """
    select coalesce(sum(x.units) filter (where a.currency = 'EUR'), 0)::bigint as euro_units,
           coalesce(sum(x.units) filter (where a.currency <> 'EUR'), 0)::bigint as franc_units,
           {key} as key
    from account a join transfer x on x.credit = a.id and a.kind = 'paid' and x.key not like 'merge:%%'
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
                   e.euro_units, e.franc_units, coalesce(x.euro_units, 0) as paid_euros,
                   coalesce(x.franc_units, 0) as paid_francs,
                   case when e.counted >= %(least)s then floor({EARNED} / {TIME} * 3600 / 10000000)::bigint end as pace
            from (
                select person_id, sum(answers)::bigint as answers, sum(active)::bigint as active,
                       sum(greatest(active, counted))::bigint as counted, sum(estimated)::bigint as estimated,
                       sum(euro_units)::bigint as euro_units, sum(franc_units)::bigint as franc_units
                from day where date between %(first)s and %(last)s group by 1 having sum(answers) > 0
            ) e {WHERE_SHE_IS.format(person="e.person_id")}
            left join ({TESTS}) s on s.person_id = e.person_id
            left join ({_PAID_OUT.format(key="a.owner")} group by 3) x on x.key = e.person_id
            where {HERS}
        ) each where {{order}} is not null
    ) ranked
    where place <= %(most)s order by place, key limit %(shown)s
"""  # noqa: S608 (constants)


async def ranked(
    uow: UnitOfWork, span: Span, scope: Scope, order: Order, most: int, shown: int, least: timedelta, *, lowest: bool
) -> list[Row]:
    """Up to `shown` of the women who did most (or least) of something among those who worked: `key` (her number),
    `name`, `country`, `answers`, `active`, `euro_units`, `franc_units`, `pace` (whole F CFA per hour, None below
    `least` of work), `in_all`: how many are ranked, and `among`: how many stand on the first `most` places, those
    included that are level with the last of them."""
    statement = _RANKED.format(order=_ORDERS[order], way="asc" if lowest else "desc")
    values: dict[str, Any] = {
        **parameters(span, scope),
        "most": most,
        "shown": shown,
        "least": int(least.total_seconds()),
        "most_times": MOST_TIMES,
    }
    return await look(uow, statement, values)


# --- what is owed -------------------------------------------------------------------------------------

_WAITING = """
    select coalesce(sum(a.units) filter (where a.currency = 'EUR'), 0)::bigint as euro_units,
           coalesce(sum(a.units) filter (where a.currency <> 'EUR'), 0)::bigint as franc_units,
           {key} as key
    from answer a join person p on p.id = a.person_id
    where a.status = 1 and a.accepted_at is null and (%(person)s::bigint is null or a.person_id = %(person)s)
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
_OWED_KEYS: dict[Key, str] = {"all": "''::text", "country": "coalesce(p.country, '')", "person": "p.id"}


async def waiting(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`, the pay of answers that are not accepted yet, `euro_units` and `franc_units`."""
    return await look(uow, _WAITING.format(key=_OWED_KEYS[by]), parameters(span, scope))


async def paid(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`, what has been paid out to women, `euro_units` and `franc_units`."""
    return await look(uow, _PAID.format(key=_OWED_KEYS[by]), parameters(span, scope))


# --- where there are women --------------------------------------------------------------------------


async def inhabited(uow: UnitOfWork) -> list[str]:
    """Codes of the countries where somebody has joined."""
    rows = await look(
        uow,
        """
        select distinct country from person
        where role in ('hiteuse', 'trainee') and joined_at is not null and merged_into is null and country <> ''
        order by 1
        """,
    )
    return [row["country"] for row in rows]
