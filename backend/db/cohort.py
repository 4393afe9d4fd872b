"""The statements about the women of some countries (none: of all): how many do what, and who.

One look at each of them, at her days of the last weeks and at her projects, all by key: the work that she
has done before is not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from backend.db.uow import Row, UnitOfWork
from backend.domain.cohort import GOAL, LOST, NEW, QUIET, WEEK, Part
from backend.domain.days import DAY_LIMIT

_HERS = """
    select p.id as person, p.first_name as name, p.joined_at, w.days, w.active, w.answers, w.full_days, w.last,
           b.passed, b.passed_at, e.at as told_at,
           p.role = 'hiteuse' as works,
           p.joined_at > %(new)s and p.stopped_at is null and not exists (
               select from progress g join project j on j.id = g.project_id
               where g.person_id = p.id and g.answers > 0 and not j.practice) as is_new
    from person p
    cross join lateral (
        select count(*) filter (where date > %(week)s and answers > 0) as days,
               coalesce(sum(active) filter (where date > %(week)s), 0)::bigint as active,
               coalesce(sum(answers) filter (where date > %(week)s), 0)::bigint as answers,
               count(*) filter (where date > %(week)s and active >= %(limit)s) as full_days,
               max(date) filter (where answers > 0) as last
        from day where person_id = p.id and date > %(lost)s
    ) w
    cross join lateral (
        select coalesce(array_agg(title order by at desc), '{}') as passed, max(at) as passed_at
        from badge where person_id = p.id and revoked_at is null and key = module_id
    ) b
    left join encouragement e on e.person_id = p.id
    where p.role in ('hiteuse', 'trainee') and p.joined_at is not null
      and (cardinality(%(countries)s::text[]) = 0 or p.country = any(%(countries)s))
"""
_WHICH: dict[Part, tuple[str, str]] = {
    "week": ("works and days > 0", "active desc, person"),
    "new": ("works and is_new", "joined_at, person"),
    "risk": ("works and last <= %(quiet)s", "last desc, person"),
    "full": ("works and full_days > 0", "full_days desc, active desc, person"),
    "passed": ("cardinality(passed) > 0", "passed_at desc, person"),
}


def _parameters(countries: Sequence[str], now: datetime, today: date) -> dict[str, object]:
    return {
        "countries": list(countries),
        "week": _before(today, WEEK),
        "quiet": _before(today, QUIET),
        "lost": _before(today, LOST),
        "new": now - NEW,
        "late": _before(today, GOAL),
        "limit": int(DAY_LIMIT.total_seconds()),
    }


def _before(today: date, days: int) -> date:
    return date.fromordinal(today.toordinal() - days)


async def overview(uow: UnitOfWork, countries: Sequence[str], now: datetime, today: date) -> Row:
    """As `backend.domain.cohort.Overview`, `active` in seconds."""
    row = await uow.one(
        f"""
        with hers as ({_HERS})
        select count(*) filter (where works) as people,
               count(*) filter (where works and days > 0) as week,
               coalesce(sum(answers) filter (where works), 0)::bigint as answers,
               coalesce(sum(active) filter (where works), 0)::bigint as active,
               count(*) filter (where works and is_new) as new,
               count(*) filter (where works and is_new and joined_at::date < %(late)s) as late,
               count(*) filter (where works and last <= %(quiet)s) as risk,
               count(*) filter (where works and full_days > 0) as full,
               count(*) filter (where cardinality(passed) > 0) as passed
        from hers
        """,  # noqa: S608 (constants)
        _parameters(countries, now, today),
    )
    assert row is not None
    return row


async def members(
    uow: UnitOfWork,
    part: Part,
    countries: Sequence[str],
    now: datetime,
    today: date,
    most: int | None,
    skip: int = 0,
) -> list[Row]:
    """A page of one of the lists, as `backend.domain.cohort.Member`, `active` in seconds."""
    which, order = _WHICH[part]
    return await uow.all(
        f"""
        with hers as ({_HERS}) select * from hers where {which} order by {order} limit %(most)s offset %(skip)s
        """,  # noqa: S608 (constants)
        {**_parameters(countries, now, today), "most": most, "skip": skip},
    )


async def told_at(uow: UnitOfWork, person_id: int) -> datetime | None:
    """When somebody last sent her a word."""
    row = await uow.one("select at from encouragement where person_id = %s", (person_id,))
    return row["at"] if row else None


async def tell(uow: UnitOfWork, person_id: int, by: int, now: datetime) -> None:
    """Somebody sends her a word now."""
    await uow.do(
        """
        insert into encouragement (person_id, by_id, at) values (%s, %s, %s)
        on conflict (person_id) do update set by_id = excluded.by_id, at = excluded.at
        """,
        (person_id, by, now),
    )
