"""The statements behind the figures of the service: sums, people, their pace, first incomes.

Sums come from `work_day`, where a job has counted all work up to a mark, plus the few answers since that
mark, in one statement and so from one moment: nothing is counted twice or left out, whenever the job runs.
Numbers of people and their pace come from `day`, one row per person and day. No question reads all answers.

A date is that of the calendar of whoever did it; country and channel are hers now, or as they were when her
work was counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from backend.db.counting import FRESH, MARK, SINCE_MARK, look
from backend.db.uow import Row, UnitOfWork
from backend.domain.pace import MOST_TIMES
from backend.domain.statistics import Scope, Span

By = Literal["all", "date", "country", "channel", "project"]
"""What sums are told apart by."""

_AROUND = timedelta(hours=15)
"""No calendar is further from UTC than this."""

# --- sums -------------------------------------------------------------------------------------------

_KEYS: Mapping[By, str] = {
    "all": "''::text",
    "date": "date",
    "country": "country",
    "channel": "channel",
    "project": "project_id",
}

_SUMS = {
    by: f"""
    select {key} as key, coalesce(sum(answers), 0)::bigint as answers, coalesce(sum(active), 0)::bigint as active,
           coalesce(sum(counted), 0)::bigint as counted, coalesce(sum(estimated), 0)::bigint as estimated,
           coalesce(sum(euro_units), 0)::bigint as euro_units, coalesce(sum(franc_units), 0)::bigint as franc_units
    from (
        select date, project_id, country, channel, answers, active, counted, estimated, euro_units, franc_units
        from work_day
        where date between %(first)s and %(last)s
          and (%(project)s::bigint is null or project_id = %(project)s)
        union all
        select date, project_id, country, channel, answers, active, counted, estimated, euro_units, franc_units
        from ({SINCE_MARK}) f
        where date between %(first)s and %(last)s
          and (%(project)s::bigint is null or project_id = %(project)s)
    ) each
    where (%(country)s::text is null or country = %(country)s) and (%(channel)s::text is null or channel = %(channel)s)
    group by 1 order by 1
    """  # noqa: S608 (constants)
    for by, key in _KEYS.items()
}


async def sums(uow: UnitOfWork, span: Span, scope: Scope, by: By = "all") -> list[Row]:
    """`answers`, `active`, `counted` and `estimated` (seconds, as in `day`), `euro_units`, `franc_units` by `key`;
    no row where there was no work."""
    return await look(uow, _SUMS[by], _asked(span, scope))


_CELLS = f"""
    select date, project_id, country, channel, sum(answers)::bigint as answers, sum(active)::bigint as active,
           sum(euro_units)::bigint as euro_units, sum(franc_units)::bigint as franc_units
    from (
        select date, project_id, country, channel, answers, active, euro_units, franc_units from work_day
        union all
        select date, project_id, country, channel, answers, active, euro_units, franc_units from ({SINCE_MARK}) f
    ) each
    where date between %(first)s and %(last)s and (%(project)s::bigint is null or project_id = %(project)s)
      and (%(country)s::text is null or country = %(country)s) and (%(channel)s::text is null or channel = %(channel)s)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""  # noqa: S608 (constants)


async def cells(uow: UnitOfWork, span: Span, scope: Scope) -> list[Row]:
    """The same as `sums`, by `date`, `project_id`, `country` and `channel` at once: for files."""
    return await look(uow, _CELLS, _asked(span, scope))


def _asked(span: Span, scope: Scope) -> dict[str, Any]:
    middle = datetime.min.time()
    lowest = datetime.combine(span.first, middle) - _AROUND
    highest = datetime.combine(span.last, middle) + timedelta(days=1) + _AROUND
    return {
        "first": span.first,
        "last": span.last,
        "lowest": f"{lowest.isoformat()}+00:00",
        "highest": f"{highest.isoformat()}+00:00",
        "country": scope.country,
        "channel": scope.channel,
        "project": scope.project_id,
    }


# --- people -----------------------------------------------------------------------------------------

_WHERE_SHE_IS = """
    join person p on p.id = {person}
    left join conversation t on t.person_id = p.id
    left join contact c on c.id = t.contact_id
"""
_HERS = """
    (%(country)s::text is null or coalesce(p.country, '') = %(country)s)
      and (%(channel)s::text is null or coalesce(c.channel, '') = %(channel)s)
"""
_PERSON_KEYS = {"all": "''::text", "country": "coalesce(p.country, '')", "channel": "coalesce(c.channel, '')"}

# Pay per second is kept in ten-millionths of a franc, so that euros and francs add up without rounding.
_PEOPLE = {
    by: f"""
    with tests as (
        select s.person_id, coalesce(sum(s.units) filter (where s.currency = 'EUR'), 0) as euro_units,
               coalesce(sum(s.units) filter (where s.currency <> 'EUR'), 0) as franc_units
        from assessment s join person p on p.id = s.person_id
        where (s.at at time zone coalesce(p.zone, 'UTC'))::date between %(first)s and %(last)s group by 1
    ),
    each as (
        select d.person_id, sum(greatest(d.active, d.counted)) as counted, sum(d.estimated) as estimated,
               sum(d.euro_units) as euro_units, sum(d.franc_units) as franc_units
        from day d where d.date between %(first)s and %(last)s group by 1 having sum(d.answers) > 0
    ),
    paced as (
        select {key} as key, e.person_id, e.estimated,
               greatest(e.counted, e.estimated::numeric / %(most_times)s) as time,
               (e.euro_units - coalesce(s.euro_units, 0)) * 655957
                   + (e.franc_units - coalesce(s.franc_units, 0)) * 1000 as earned
        from each e {_WHERE_SHE_IS.format(person="e.person_id")}
        left join tests s on s.person_id = e.person_id
        where {_HERS}
    ),
    placed as (
        select key, earned, estimated, earned / nullif(time, 0) as pace,
               sum(time) over (partition by key order by earned / nullif(time, 0), person_id) as up_to,
               sum(time) over (partition by key) as total
        from paced
    )
    select key, count(*) as people, sum(earned)::numeric as earned, sum(estimated)::bigint as estimated,
           floor(min(pace) filter (where up_to * 2 >= total) * 3600 / 10000000)::bigint as median
    from placed group by key order by key
    """  # noqa: S608 (constants)
    for by, key in _PERSON_KEYS.items()
}

_PEOPLE_OF_PROJECT = f"""
    select count(*) as people from progress g {_WHERE_SHE_IS.format(person="g.person_id")}
    where g.project_id = %(project)s and g.answers > 0 and {_HERS} and exists (
        select from answer a
        where a.person_id = g.person_id and a.project_id = g.project_id and a.status = 1
          and a.answered_at >= %(lowest)s and a.answered_at < %(highest)s
          and (a.answered_at at time zone coalesce(p.zone, 'UTC'))::date between %(first)s and %(last)s)
"""  # noqa: S608 (constants)


async def people(
    uow: UnitOfWork, span: Span, scope: Scope, by: Literal["all", "country", "channel"] = "all"
) -> list[Row]:
    """By `key`, `people` who answered something, what they `earned` (ten-millionths of a franc), the seconds that
    this was `estimated` to take, and the `median` over the hours worked, in whole F CFA an hour, by the rules of
    `backend.domain.pace` for each woman's time. Half of all hours were paid at least that: whoever works much
    counts for as much as she works, and one slow first task for little. Paid tests are left out of it, their time
    is no hour of work. None without hours. No row without people. The scope's project is not looked at
    (`people_of_project`)."""
    return await look(uow, _PEOPLE[by], {**_asked(span, scope), "most_times": MOST_TIMES})


async def people_of_project(uow: UnitOfWork, span: Span, scope: Scope) -> int:
    """How many answered something of the scope's project."""
    (row,) = await look(uow, _PEOPLE_OF_PROJECT, _asked(span, scope))
    return int(row["people"])


_JOINED = f"""
    select count(*) as people from person p
    left join conversation t on t.person_id = p.id
    left join contact c on c.id = t.contact_id
    where p.role in ('hiteuse', 'trainee') and p.merged_into is null and p.joined_at >= %(lowest)s
      and p.joined_at < %(highest)s
      and (p.joined_at at time zone coalesce(p.zone, 'UTC'))::date between %(first)s and %(last)s and {_HERS}
"""  # noqa: S608 (constants)


async def joined(uow: UnitOfWork, span: Span, scope: Scope) -> int:
    """How many women joined: consent given and profile complete."""
    (row,) = await look(uow, _JOINED, _asked(span, scope))
    return int(row["people"])


_FIRST_INCOMES = f"""
    select count(*) as people,
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
    ) i {_WHERE_SHE_IS.format(person="i.person_id")}
    where (i.at at time zone coalesce(p.zone, 'UTC'))::date between %(first)s and %(last)s and {_HERS}
"""  # noqa: S608 (constants)


async def first_incomes(uow: UnitOfWork, span: Span, scope: Scope) -> tuple[int, timedelta | None]:
    """How many gave their first paid answer to a client's task in this span, and the median time from their
    joining to it. Practice, which is ours and paid at once, is no income."""
    (row,) = await look(uow, _FIRST_INCOMES, _asked(span, scope))
    seconds = row["seconds"]
    return int(row["people"]), None if seconds is None else timedelta(seconds=float(seconds))


_LESSONS = f"""
    select count(*) as lessons from lesson_progress l {_WHERE_SHE_IS.format(person="l.person_id")}
    where l.finished_at >= %(lowest)s and l.finished_at < %(highest)s
      and (l.finished_at at time zone coalesce(p.zone, 'UTC'))::date between %(first)s and %(last)s and {_HERS}
"""  # noqa: S608 (constants)


async def lessons(uow: UnitOfWork, span: Span, scope: Scope) -> int:
    """How many lessons were finished for the first time."""
    (row,) = await look(uow, _LESSONS, _asked(span, scope))
    return int(row["lessons"])


# --- messages ---------------------------------------------------------------------------------------

_SENT = """
    select channel, category, sum(messages)::bigint as messages, sum(units)::bigint as units from traffic
    where date between %(first)s and %(last)s and (%(country)s::text is null or country = %(country)s)
      and (%(channel)s::text is null or channel = %(channel)s)
      and (%(project)s::bigint is null or project_id = %(project)s)
    group by 1, 2 order by 1, 2
"""


async def sent(uow: UnitOfWork, span: Span, scope: Scope) -> list[Row]:
    """`channel`, `category`, `messages`, `units` of EUR. Days of messages are those of UTC."""
    return await look(uow, _SENT, _asked(span, scope))


_SENT_CELLS = """
    select date, project_id, country, channel, sum(messages)::bigint as messages, sum(units)::bigint as units
    from traffic
    where date between %(first)s and %(last)s and (%(country)s::text is null or country = %(country)s)
      and (%(channel)s::text is null or channel = %(channel)s)
      and (%(project)s::bigint is null or project_id = %(project)s)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""


async def sent_cells(uow: UnitOfWork, span: Span, scope: Scope) -> list[Row]:
    """The same by `date`, `project_id` (0: of none), `country` and `channel`: for files."""
    return await look(uow, _SENT_CELLS, _asked(span, scope))


async def project_names(uow: UnitOfWork) -> list[Row]:
    """`id`, `name`, `title`, `practice` of all projects, to tell which one is meant."""
    rows: Sequence[Row] = await uow.all(
        "select id, name, config ->> 'title' as title, practice from project order by id"
    )
    return list(rows)
