"""Statements behind the figures of the service: how much was worked, by how many people, at which pace.

Sums come from `work_day`, where a job has counted all work up to a mark, plus the few answers since that mark. One
statement reads both, so nothing is counted twice or left out, whenever the job runs. Numbers of people and their pace
come from `day`, one row per person and day. No question reads all answers.

A date is in the calendar of the person who did the work. Country and channel are the person's current ones, or those at
the time when the work was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from backend.db.admin.figures_scope import (
    HER_DATE,
    HERS,
    OF_PROJECTS,
    WHERE_SHE_IS,
    WITHIN,
    Grouping,
    columns,
    key_of,
    parameters,
    person_keys,
    places,
    time_key,
)
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work.counting import SINCE_MARK, look
from backend.domain.admin.metrics import Key
from backend.domain.admin.statistics import Scope, Work, Workers
from backend.domain.earnings import pace
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.french.ranges import Span
from backend.domain.money import Money
from backend.domain.work.commands import AnswerStatus
from backend.records import Record

# --- sums -------------------------------------------------------------------------------------------

SUMS = """
    coalesce(sum(answers), 0)::bigint as answers, coalesce(sum(active), 0)::bigint as active,
    coalesce(sum(counted), 0)::bigint as counted, coalesce(sum(estimated), 0)::bigint as estimated,
    coalesce(sum(euro_units), 0)::bigint as euro_units, coalesce(sum(franc_units), 0)::bigint as franc_units
"""
_WORKED = f"""
    select date, project_id, country, channel, answers, active, counted, estimated, euro_units, franc_units
    from work_day where date between %(first)s and %(last)s and {OF_PROJECTS}
    union all
    select date, project_id, country, channel, answers, active, counted, estimated, euro_units, franc_units
    from ({SINCE_MARK}) f where date between %(first)s and %(last)s and {OF_PROJECTS}
"""  # noqa: S608 (constants)


async def sums(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, Work]:
    """Work by key. Keys without work are missing."""
    return {key: done for (key,), done in (await sums_by(uow, span, scope, (by,))).items()}


async def sums_by(uow: UnitOfWork, span: Span, scope: Scope, by: Sequence[Grouping]) -> dict[tuple[Key, ...], Work]:
    """Work by each combination of several keys."""
    rows = await look(
        uow,
        f"""
        select {columns(by)}, {SUMS} from ({_WORKED}) each where {WITHIN} group by {places(by)} order by {places(by)}
        """,  # noqa: S608 (constants)
        parameters(span, scope),
    )
    return {key_of(row, by): work(row) for row in rows}


def work(row: Row) -> Work:
    """The work in a row of `SUMS`. `counted` and `estimated` may be missing."""
    return Work(
        row["answers"],
        timedelta(seconds=row["active"]),
        Money(row["euro_units"]),
        Money(row["franc_units"], "XOF"),
        timedelta(seconds=row.get("counted", 0)),
        timedelta(seconds=row.get("estimated", 0)),
    )


# --- people -----------------------------------------------------------------------------------------

# Pay is in ten-millionths of a franc, so that euros and francs add up without rounding.
EARNED = """(
    (e.euro_units - coalesce(s.euro_units, 0) + coalesce(r.euro_units, 0)) * 655957
    + (e.franc_units - coalesce(s.franc_units, 0) + coalesce(r.franc_units, 0)) * 1000)"""
"""What one woman `e` earned by answers and reviews. `s`: her `TESTS`; `r`: her `REVIEWS`."""
WORKED = "sum(answers) > 0 or sum(active) > 0"
"""Of rows of `day`: whether she answered or reviewed something."""
TIME = "greatest(e.counted, e.estimated::numeric / %(most_times)s)"
"""The hours of one woman `e`, by the rules of `backend.domain.earnings.pace`."""


def _tests(bucket: str) -> str:
    """A subquery: what paid tests brought each woman. This is no pay for hours of work."""
    return f"""
        select {bucket} as bucket, s.person_id,
               coalesce(sum(s.units) filter (where s.currency = 'EUR'), 0) as euro_units,
               coalesce(sum(s.units) filter (where s.currency <> 'EUR'), 0) as franc_units
        from assessment s join person p on p.id = s.person_id
        where {HER_DATE.format(at="s.at")} between %(first)s and %(last)s group by 1, 2
    """  # noqa: S608 (constants)


def _other_pay(bucket: str, which: str) -> str:
    """A subquery: what changes of pay other than answers (`pay_events`) brought each woman, less what was refused.
    Pay of answers counts on the day of the answer, a refusal on its own."""
    signed = f"case v.kind when '{PayEvent.REFUSED}' then -v.units else v.units end"
    return f"""
        select {bucket} as bucket, v.person_id,
               coalesce(sum({signed}) filter (where v.currency = 'EUR'), 0)::bigint as euro_units,
               coalesce(sum({signed}) filter (where v.currency <> 'EUR'), 0)::bigint as franc_units
        from pay_event v join person p on p.id = v.person_id
        where v.at >= %(lowest)s and v.at < %(highest)s
          and {HER_DATE.format(at="v.at")} between %(first)s and %(last)s and {which} group by 1, 2
    """  # noqa: S608 (constants)


_REVIEWED = f"v.kind = '{PayEvent.REVIEWED}'"
TESTS = _tests("0")
REVIEWS = _other_pay("0", _REVIEWED)
OTHER_PAY = _other_pay("0", "true")


def _people(by: Grouping) -> str:
    key = person_keys("d.date")[by]
    bucket, of_tests, of_reviews = "0", TESTS, REVIEWS
    if (time := time_key(by, "d.date")) is not None:
        bucket, key = time, "e.bucket"
        of_tests = _tests(str(time_key(by, HER_DATE.format(at="s.at"))))
        of_reviews = _other_pay(str(time_key(by, HER_DATE.format(at="v.at"))), _REVIEWED)
    return f"""
    with tests as ({of_tests}), reviews as ({of_reviews}),
    each as (
        select {bucket} as bucket, d.person_id, sum(greatest(d.active, d.counted)) as counted,
               sum(d.estimated) as estimated, sum(d.euro_units) as euro_units, sum(d.franc_units) as franc_units,
               sum(d.answers) >= %(least)s as steady
        from day d where d.date between %(first)s and %(last)s group by 1, 2 having {WORKED}
    ),
    paced as (
        select {key} as key, e.person_id, e.steady, e.estimated, {TIME} as time, {EARNED} as earned
        from each e {WHERE_SHE_IS.format(person="e.person_id")}
        left join tests s on s.person_id = e.person_id and s.bucket = e.bucket
        left join reviews r on r.person_id = e.person_id and r.bucket = e.bucket
        where {HERS}
    ),
    placed as (
        select key, steady, earned, estimated, earned / nullif(time, 0) as pace,
               sum(time) over (partition by key, steady order by earned / nullif(time, 0), person_id) as up_to,
               sum(time) over (partition by key, steady) as total
        from paced
    )
    select key, count(*) as people, count(*) filter (where steady) as steady, sum(earned)::numeric as earned,
           sum(estimated)::bigint as estimated,
           floor(min(pace) filter (where steady and up_to * 2 >= total) * 3600 / 10000000)::bigint as median
    from placed group by key order by key
    """  # noqa: S608 (constants)


_PEOPLE_OF_PROJECT = f"""
    select count(*) as people, count(*) filter (where n.answers >= %(least)s) as steady
    from progress g {WHERE_SHE_IS.format(person="g.person_id")}
    cross join lateral (select count(*) as answers from (
        select from answer a
        where a.person_id = g.person_id and a.project_id = g.project_id and a.status = {AnswerStatus.ANSWERED:d}
          and a.answered_at >= %(lowest)s and a.answered_at < %(highest)s
          and {HER_DATE.format(at="a.answered_at")} between %(first)s and %(last)s limit %(least)s) few) n
    where g.project_id = %(project)s and g.answers > 0 and {HERS} and n.answers > 0
"""  # noqa: S608 (constants)


async def people(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, Workers]:
    """Who answered or reviewed something, by key, with each woman's time by `backend.domain.earnings.pace`.

    Paid tests are left out, because their time is no hour of work. Keys without people are missing. The scope's
    projects are ignored; `people_of_project` looks at one.
    """
    values = {**parameters(span, scope), "most_times": pace.MOST_TIMES, "least": pace.LEAST_ANSWERS}
    return {
        row["key"]: Workers(row["people"], row["steady"], row["earned"], row["estimated"], row["median"])
        for row in await look(uow, _people(by), values)
    }


class ProjectWorkers(Record):
    """How many people answered something in a project. `steady`: how many of them gave enough answers to measure its
    pace."""

    people: int
    steady: int


async def people_of_project(uow: UnitOfWork, span: Span, scope: Scope) -> ProjectWorkers:
    """How many people answered something in the scope's project."""
    values = {**parameters(span, scope), "least": pace.LEAST_ANSWERS}
    (found,) = await look(uow, _PEOPLE_OF_PROJECT, values, row=ProjectWorkers)
    return found


class NamedProject(Record):
    """The names of a project, by which a question refers to it. `countries`: empty for all."""

    id: int
    name: str
    title: str
    practice: bool
    countries: tuple[str, ...]


async def project_names(uow: UnitOfWork) -> list[NamedProject]:
    """All projects."""
    return await uow.fetch_all(
        """
        select id, name, config ->> 'title' as title, practice,
               coalesce(config -> 'countries', '[]'::jsonb) as countries
        from project order by id
        """,
        row=NamedProject,
    )
