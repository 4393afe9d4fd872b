"""Statements that count work ahead, up to a mark, for `figures`; and how statements over many rows are planned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, TypeVar, overload

from psycopg.types.json import Jsonb

from backend.db.engine.rows import each
from backend.db.engine.uow import Row, UnitOfWork
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.work.commands import GIVEN

T = TypeVar("T")

_FREE = """
    select set_config(name, case name when 'plan_cache_mode' then 'auto' when 'jit' then 'off' else 'on' end, true)
    from unnest(array['enable_seqscan', 'enable_sort', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin',
                      'enable_material', 'plan_cache_mode', 'jit']) as name
"""
_BOUND = """
    select set_config(name, reset_val, true) from pg_settings
    where name in ('enable_seqscan', 'enable_sort', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin',
                   'enable_material', 'plan_cache_mode', 'jit')
"""


@overload
async def look(uow: UnitOfWork, statement: str, parameters: Any = ()) -> list[Row]: ...
@overload
async def look(uow: UnitOfWork, statement: str, parameters: Any = (), *, row: type[T]) -> list[T]: ...
async def look(uow: UnitOfWork, statement: str, parameters: Any = (), *, row: type[Any] | None = None) -> list[Any]:
    """The rows of a statement that reads many, each as a `row` (a record with a field per column).

    The planner is free for this statement. A turn's connection is else forced to use indexes (`uow.INDEX_ORDER_ONLY`),
    which is right for its few rows and wrong for sums.
    """
    _, rows, _ = await uow.pipeline((_FREE, ()), (statement, parameters), (_BOUND, ()))
    return rows if row is None else each(row, rows)


MARK = "coalesce((select (value ->> 'until')::timestamptz from setting where name = 'figures'), '-infinity')"

FRESH = f"""
    select (w.at at time zone coalesce(p.zone, 'UTC'))::date as date, w.project_id, coalesce(p.country, '') as country,
           coalesce(c.channel, '') as channel, w.person_id, w.income, w.at, w.answers, w.active,
           w.counted, w.estimated,
           case when w.currency = 'EUR' then w.units else 0 end as euro_units,
           case when w.currency = 'EUR' then 0 else w.units end as franc_units
    from (
        select a.answered_at as at, q.id as project_id, not q.practice as income, a.person_id, 1 as answers, a.active,
               greatest(a.active, a.reading) as counted, a.estimated, a.units, a.currency
        from project q cross join lateral (
            select answered_at, person_id, active, reading, estimated, units, currency from answer
            where project_id = q.id and status in {GIVEN}
                  and answered_at >= {{since}} and answered_at < {{until}} offset 0) a
        union all
        select at, project_id, false, person_id, 0, 0, seconds, seconds, units, currency from assessment
        where at >= {{since}} and at < {{until}}
        union all
        select at, project_id, kind = '{PayEvent.REVIEWED}', person_id, 0, seconds, seconds, estimated,
               case kind when '{PayEvent.REFUSED}' then -units else units end, currency
        from pay_event where at >= {{since}} and at < {{until}}
    ) w
    join person p on p.id = w.person_id
    left join conversation t on t.person_id = p.id
    left join contact c on c.id = t.contact_id
"""  # noqa: S608 (constants)
"""SQL: the work of a time. `income`: it was paid by a client, so that it can be her first income."""
SINCE_MARK = FRESH.format(since=f"greatest({MARK}, %(lowest)s)", until="%(highest)s")

_COUNT = f"""
    with fresh as ({FRESH.format(since="%(since)s", until="%(until)s")}),
    first as (
        insert into first_income (person_id, at)
        select person_id, min(at) from fresh where income group by person_id
        on conflict do nothing
    )
    insert into work_day (date, project_id, country, channel, answers, active, counted, estimated, euro_units,
                          franc_units)
    select date, project_id, country, channel, sum(answers), sum(active), sum(counted), sum(estimated),
           sum(euro_units), sum(franc_units)
    from fresh group by 1, 2, 3, 4
    on conflict (date, project_id, country, channel) do update set
        answers = work_day.answers + excluded.answers, active = work_day.active + excluded.active,
        counted = work_day.counted + excluded.counted, estimated = work_day.estimated + excluded.estimated,
        euro_units = work_day.euro_units + excluded.euro_units,
        franc_units = work_day.franc_units + excluded.franc_units
"""  # noqa: S608 (constants)


async def mark(uow: UnitOfWork) -> datetime | None:
    """Up to when all work is counted (exclusive); None: nothing is. The mark is locked, so that one process counts at a
    time."""
    row = await uow.fetch_one("select value ->> 'until' as until from setting where name = 'figures' for update")
    return datetime.fromisoformat(row["until"]) if row else None


async def longest_under_way(uow: UnitOfWork) -> timedelta:
    """The age of the oldest open transaction of others. What it wrote cannot be seen yet."""
    age: timedelta = await uow.fetch_value(
        """
        select coalesce(max(clock_timestamp() - xact_start), interval '0') as age from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
        """
    )
    return age


async def first_work(uow: UnitOfWork) -> datetime | None:
    """The time of the first answer or paid test; None if there is none. It reads the first one of every project."""
    return await uow.find_value(
        f"""
        select least((select min(a.at) from project q cross join lateral (
                         select answered_at as at from answer
                         where project_id = q.id and status in {GIVEN}
                         order by answered_at limit 1) a),
                     (select min(at) from assessment)) as at
        """  # noqa: S608 (constants)
    )


async def count(uow: UnitOfWork, since: datetime, until: datetime) -> None:
    """Count the work of `since` ≤ t < `until`, and move the mark to `until`."""
    await look(uow, _COUNT, {"since": since, "until": until})
    await set_mark(uow, until)


async def set_mark(uow: UnitOfWork, until: datetime) -> None:
    """Record that all work before then is counted."""
    await uow.execute(
        """
        insert into setting (name, value) values ('figures', %s)
        on conflict (name) do update set value = excluded.value
        """,
        (Jsonb({"until": until.isoformat()}),),
    )


async def forget(uow: UnitOfWork) -> None:
    """Delete all counts, so that they are made again."""
    await uow.execute("delete from work_day")
    await uow.execute("delete from first_income")
    await uow.execute("delete from setting where name = 'figures'")
