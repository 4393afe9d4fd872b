"""The statements behind the figures of the service: what was worked, by how many, at which pace.

Sums come from `work_day`, where a job has counted all work up to a mark, plus the few answers since that
mark, in one statement and so from one moment: nothing is counted twice or left out, whenever the job runs.
Numbers of people and their pace come from `day`, one row per person and day. No question reads all answers.

A date is that of the calendar of whoever did it; country and channel are hers now, or as they were when her
work was counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.db.admin.figures_scope import (
    HER_DATE,
    HERS,
    OF_PROJECTS,
    WHERE_SHE_IS,
    WITHIN,
    Key,
    parameters,
    person_keys,
    time_key,
)
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work.counting import SINCE_MARK, look
from backend.domain.admin.statistics import Scope
from backend.domain.earnings.pace import MOST_TIMES
from backend.domain.french.ranges import Span

# --- sums -------------------------------------------------------------------------------------------

_KEYS: Mapping[Key, str] = {
    "all": "''::text",
    "date": "date",
    "country": "country",
    "channel": "channel",
    "project": "project_id",
    "day": "date",
    "week": str(time_key("week", "date")),
    "month": str(time_key("month", "date")),
}
_WORKED = f"""
    select date, project_id, country, channel, answers, active, counted, estimated, euro_units, franc_units
    from work_day where date between %(first)s and %(last)s and {OF_PROJECTS}
    union all
    select date, project_id, country, channel, answers, active, counted, estimated, euro_units, franc_units
    from ({SINCE_MARK}) f where date between %(first)s and %(last)s and {OF_PROJECTS}
"""  # noqa: S608 (constants)
_SUMS = {
    by: f"""
    select {key} as key, coalesce(sum(answers), 0)::bigint as answers, coalesce(sum(active), 0)::bigint as active,
           coalesce(sum(counted), 0)::bigint as counted, coalesce(sum(estimated), 0)::bigint as estimated,
           coalesce(sum(euro_units), 0)::bigint as euro_units, coalesce(sum(franc_units), 0)::bigint as franc_units
    from ({_WORKED}) each where {WITHIN}
    group by 1 order by 1
    """  # noqa: S608 (constants)
    for by, key in _KEYS.items()
}


async def sums(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """`answers`, `active`, `counted` and `estimated` (seconds, as in `day`), `euro_units`, `franc_units` by `key`;
    no row where there was no work."""
    return await look(uow, _SUMS[by], parameters(span, scope))


_CELLS = f"""
    select date, project_id, country, channel, sum(answers)::bigint as answers, sum(active)::bigint as active,
           sum(euro_units)::bigint as euro_units, sum(franc_units)::bigint as franc_units
    from ({_WORKED}) each where {WITHIN}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""  # noqa: S608 (constants)


async def cells(uow: UnitOfWork, span: Span, scope: Scope) -> list[Row]:
    """The same as `sums`, by `date`, `project_id`, `country` and `channel` at once: for files."""
    return await look(uow, _CELLS, parameters(span, scope))


# --- people -----------------------------------------------------------------------------------------

# Pay is kept in ten-millionths of a franc, so that euros and francs add up without rounding.
EARNED = (
    """((e.euro_units - coalesce(s.euro_units, 0)) * 655957 + (e.franc_units - coalesce(s.franc_units, 0)) * 1000)"""
)
TIME = "greatest(e.counted, e.estimated::numeric / %(most_times)s)"
"""Of one woman `e` with her `tests` s, by the rules of `backend.domain.earnings.pace`."""


def _tests(bucket: str) -> str:
    """What tests brought each woman: it is no pay for hours of work."""
    return f"""
        select {bucket} as bucket, s.person_id,
               coalesce(sum(s.units) filter (where s.currency = 'EUR'), 0) as euro_units,
               coalesce(sum(s.units) filter (where s.currency <> 'EUR'), 0) as franc_units
        from assessment s join person p on p.id = s.person_id
        where {HER_DATE.format(at="s.at")} between %(first)s and %(last)s group by 1, 2
    """  # noqa: S608 (constants)


TESTS = _tests("0")


def _people(by: Key, key: str) -> str:
    bucket, of_tests = "0", TESTS
    if (time := time_key(by, "d.date")) is not None:
        bucket, of_tests, key = time, _tests(str(time_key(by, HER_DATE.format(at="s.at")))), "e.bucket"
    return f"""
    with tests as ({of_tests}),
    each as (
        select {bucket} as bucket, d.person_id, sum(greatest(d.active, d.counted)) as counted,
               sum(d.estimated) as estimated, sum(d.euro_units) as euro_units, sum(d.franc_units) as franc_units
        from day d where d.date between %(first)s and %(last)s group by 1, 2 having sum(d.answers) > 0
    ),
    paced as (
        select {key} as key, e.person_id, e.estimated, {TIME} as time, {EARNED} as earned
        from each e {WHERE_SHE_IS.format(person="e.person_id")}
        left join tests s on s.person_id = e.person_id and s.bucket = e.bucket
        where {HERS}
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


_PEOPLE = {by: _people(by, key) for by, key in person_keys("d.date").items()}

_PEOPLE_OF_PROJECT = f"""
    select count(*) as people from progress g {WHERE_SHE_IS.format(person="g.person_id")}
    where g.project_id = %(project)s and g.answers > 0 and {HERS} and exists (
        select from answer a
        where a.person_id = g.person_id and a.project_id = g.project_id and a.status = 1
          and a.answered_at >= %(lowest)s and a.answered_at < %(highest)s
          and {HER_DATE.format(at="a.answered_at")} between %(first)s and %(last)s)
"""  # noqa: S608 (constants)


async def people(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`, `people` who answered something, what they `earned` (ten-millionths of a franc), the seconds that
    this was `estimated` to take, and the `median` over the hours worked, in whole F CFA an hour, by the rules of
    `backend.domain.earnings.pace` for each woman's time. Half of all hours were paid at least that: whoever works much
    counts for as much as she works, and one slow first task for little. Paid tests are left out of it, their time
    is no hour of work. None without hours. No row without people. The scope's projects are not looked at
    (`people_of_project`)."""
    return await look(uow, _PEOPLE[by], {**parameters(span, scope), "most_times": MOST_TIMES})


async def people_of_project(uow: UnitOfWork, span: Span, scope: Scope) -> int:
    """How many answered something of the scope's project."""
    (row,) = await look(uow, _PEOPLE_OF_PROJECT, parameters(span, scope))
    return int(row["people"])


async def project_names(uow: UnitOfWork) -> list[Row]:
    """`id`, `name`, `title`, `practice`, `countries` (empty: all) of all projects, to tell which one is meant."""
    rows: Sequence[Row] = await uow.fetch_all(
        """
        select id, name, config ->> 'title' as title, practice,
               coalesce(config -> 'countries', '[]'::jsonb) as countries
        from project order by id
        """
    )
    return list(rows)
