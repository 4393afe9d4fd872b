"""Statements about the women of some countries (no country given: all): how many do what, and who they are.

Each woman's days of the last weeks and her projects are read by key; earlier work is not read. The practice task does
not count as work, so what a day holds of it is subtracted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.domain.admin.cohort import GOAL_DAYS, LOST, NEW_FOR, QUIET, WEEK_DAYS, Member, Overview, Part
from backend.domain.days import DAY_LIMIT
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.work.commands import AnswerStatus

_PRACTISED = f"""
    select x.person_id, (sum(x.answers) filter (where x.date > %(week)s))::bigint as answers,
           (sum(x.active) filter (where x.date > %(week)s))::bigint as active,
           count(*) filter (where x.date > %(week)s and d.answers = x.answers) as days,
           max(x.date) filter (where d.answers = x.answers) as alone
    from (
        select a.person_id, (a.answered_at at time zone coalesce(q.zone, 'UTC'))::date as date,
               count(*) as answers, sum(a.active) as active
        from project j join task t on t.project_id = j.id
        join answer a on a.task_id = t.id and a.status = {AnswerStatus.ANSWERED:d} join person q on q.id = a.person_id
        where j.practice and a.answered_at > %(long_ago)s group by 1, 2
    ) x
    join day d on d.person_id = x.person_id and d.date = x.date where x.date > %(lost)s group by x.person_id
"""  # noqa: S608 (constants)
"""Work on the practice task in those days. `alone`: the last day that held nothing else."""
_HERS = f"""
    select p.id as person, p.first_name as name, p.joined_at, w.days - coalesce(x.days, 0) as days,
           w.active - coalesce(x.active, 0) as active, w.answers - coalesce(x.answers, 0) as answers,
           coalesce(x.answers, 0) as tried, w.full_days,
           case when x.alone = w.last then (
               select max(date) from day
               where person_id = p.id and date > %(lost)s and date < x.alone and (answers > 0 or active > 0))
           else w.last end as last,
           b.passed, b.passed_at, e.at as told_at,
           p.role = 'hiteuse' as works,
           p.joined_at > %(new)s and p.stopped_at is null and not exists (
               select from progress g join project j on j.id = g.project_id
               where g.person_id = p.id and g.answers > 0 and not j.practice) and not exists (
               select from pay_event e where e.person_id = p.id and e.kind = '{PayEvent.REVIEWED}') as is_new,
           x.person_id is not null or (p.joined_at > %(new)s and exists (
               select from progress g join project j on j.id = g.project_id
               where g.person_id = p.id and g.answers > 0 and j.practice)) as practised,
           w.last is null and f.at is not null as is_gone,
           case when w.last is null and f.at is not null then (
               select max(date) from day
               where person_id = p.id and (answers > 0 or active > 0) and date <= %(lost)s) end as before
    from person p
    left join first_income f on f.person_id = p.id
    left join practised x on x.person_id = p.id
    cross join lateral (
        select count(*) filter (where date > %(week)s and (answers > 0 or active > 0)) as days,
               coalesce(sum(active) filter (where date > %(week)s), 0)::bigint as active,
               coalesce(sum(answers) filter (where date > %(week)s), 0)::bigint as answers,
               count(*) filter (where date > %(week)s and active >= %(limit)s) as full_days,
               max(date) filter (where (answers > 0 or active > 0)) as last
        from day where person_id = p.id and date > %(lost)s
    ) w
    cross join lateral (
        select coalesce(array_agg(title order by at desc), '{{}}') as passed, max(at) as passed_at
        from badge where person_id = p.id and revoked_at is null and key = module_id
    ) b
    left join encouragement e on e.person_id = p.id
    where p.role in ('hiteuse', 'trainee') and p.joined_at is not null
      and (cardinality(%(countries)s::text[]) = 0 or p.country = any(%(countries)s))
"""  # noqa: S608 (constants)
_WHICH: dict[Part, tuple[str, str]] = {
    "week": ("works and days > 0", "active desc, person"),
    "new": ("works and is_new", "joined_at, person"),
    "risk": ("works and last <= %(quiet)s", "last desc, person"),
    "gone": ("works and is_gone", "before desc, person"),
    "full": ("works and full_days > 0", "full_days desc, active desc, person"),
    "passed": ("cardinality(passed) > 0", "passed_at desc, person"),
}


def _parameters(countries: Sequence[str], now: datetime, today: date) -> dict[str, object]:
    return {
        "countries": list(countries),
        "week": _before(today, WEEK_DAYS),
        "quiet": _before(today, QUIET),
        "lost": _before(today, LOST),
        "new": now - NEW_FOR,
        "long_ago": now - timedelta(days=LOST + 1),
        "late": _before(today, GOAL_DAYS),
        "limit": int(DAY_LIMIT.total_seconds()),
    }


def _before(today: date, days: int) -> date:
    return date.fromordinal(today.toordinal() - days)


async def overview(uow: UnitOfWork, countries: Sequence[str], now: datetime, today: date) -> Overview:
    """How many women do what."""
    return await uow.fetch_only(
        f"""
        with practised as materialized ({_PRACTISED}), hers as ({_HERS})
        select count(*) filter (where works) as people,
               count(*) filter (where works and days > 0) as week,
               coalesce(sum(answers) filter (where works), 0)::bigint as answers,
               coalesce(sum(active) filter (where works), 0)::bigint * interval '1 second' as active,
               coalesce(sum(tried) filter (where works), 0)::bigint as tried,
               count(*) filter (where works and is_new) as new,
               count(*) filter (where works and is_new and joined_at::date < %(late)s) as late,
               count(*) filter (where works and is_new and practised) as practised,
               count(*) filter (where works and last <= %(quiet)s) as risk,
               count(*) filter (where works and is_gone) as gone,
               count(*) filter (where works and full_days > 0) as full,
               count(*) filter (where cardinality(passed) > 0) as passed
        from hers
        """,  # noqa: S608 (constants)
        _parameters(countries, now, today),
        row=Overview,
    )


async def members(
    uow: UnitOfWork,
    part: Part,
    countries: Sequence[str],
    now: datetime,
    today: date,
    most: int | None,
    skip: int = 0,
) -> list[Member]:
    """One page of one of the lists."""
    which, order = _WHICH[part]
    return await uow.fetch_all(
        f"""
        with practised as materialized ({_PRACTISED}), hers as ({_HERS})
        select person, name, joined_at, days, active * interval '1 second' as active, answers, tried, full_days as full,
               coalesce(last, before) as last, practised, passed, told_at
        from hers where {which} order by {order} limit %(most)s offset %(skip)s
        """,  # noqa: S608 (constants)
        {**_parameters(countries, now, today), "most": most, "skip": skip},
        row=Member,
    )


async def told_at(uow: UnitOfWork, person_id: int) -> datetime | None:
    """When somebody last sent her an encouragement; None: never."""
    return await uow.find_value("select at from encouragement where person_id = %s", (person_id,))


async def tell(uow: UnitOfWork, person_id: int, by: int, now: datetime) -> None:
    """Record that `by` sends her an encouragement now."""
    await uow.execute(
        """
        insert into encouragement (person_id, by_id, at) values (%s, %s, %s)
        on conflict (person_id) do update set by_id = excluded.by_id, at = excluded.at
        """,
        (person_id, by, now),
    )
