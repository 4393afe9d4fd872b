"""Statements about failed jobs of the task queue, and about ticks. Rows of the queue are changed by the queue's own SQL
functions where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.records import Record


class FailingJobs(Record):
    """Jobs of one name that failed and are retried. `tries`: the highest count among them. `error`: the class of the
    last error; "" if unknown. `at`: when it failed; None if unknown."""

    task: str
    count: int
    tries: int
    error: str
    at: datetime | None


class DeadJob(Record):
    """A job that was given up. `error`: the class of the last error; "" if unknown."""

    id: int
    task: str
    tries: int
    error: str
    at: datetime | None


async def failed_with(uow: UnitOfWork, job_id: int, error: str, now: datetime) -> None:
    """Record the class of a job's last error."""
    await uow.execute(
        """
        insert into job_failure (job_id, error, at) values (%s, %s, %s)
        on conflict (job_id) do update set error = excluded.error, at = excluded.at
        """,
        (job_id, error, now),
    )


async def went_well(uow: UnitOfWork, job_id: int) -> None:
    """Delete the record of a job's failures."""
    await uow.execute("delete from job_failure where job_id = %s", (job_id,))


async def forget_failures(uow: UnitOfWork) -> None:
    """Delete the records of jobs that no longer exist."""
    await uow.execute(
        "delete from job_failure f where not exists (select from procrastinate_jobs j where j.id = f.job_id)"
    )


async def failing(uow: UnitOfWork) -> list[FailingJobs]:
    """Failing jobs by name, the most frequent first."""
    return await uow.fetch_all(
        """
        select j.task_name as task, count(*) as count, max(j.attempts) as tries,
               coalesce((array_agg(f.error order by f.at desc nulls last))[1], '') as error, max(f.at) as at
        from procrastinate_jobs j left join job_failure f on f.job_id = j.id
        where j.status = 'todo' and j.attempts > 0 group by 1 order by 2 desc, 1
        """,
        row=FailingJobs,
    )


async def dead(uow: UnitOfWork, after: int, most: int) -> list[DeadJob]:
    """At most `most` jobs that were given up, by number, those after number `after`."""
    return await uow.fetch_all(
        """
        select j.id, j.task_name as task, j.attempts as tries, coalesce(f.error, '') as error,
               coalesce(f.at, (select max(e.at) from procrastinate_events e where e.job_id = j.id)) as at
        from procrastinate_jobs j left join job_failure f on f.job_id = j.id
        where j.status = 'failed' and j.id > %s order by j.id limit %s
        """,
        (after, most),
        row=DeadJob,
    )


async def of_ids(uow: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    """The names of those jobs that are given up, by number. The rows are locked until the end of the transaction."""
    rows = await uow.fetch_all(
        """
        select id, task_name as task from procrastinate_jobs where id = any(%s::bigint[]) and status = 'failed'
        order by id for update
        """,
        (list(ids),),
    )
    return {row["id"]: row["task"] for row in rows}


async def again(uow: UnitOfWork, job_id: int) -> None:
    """Retry a job that was given up, with its count of tries at zero."""
    await uow.fetch_one("select procrastinate_retry_job_v2(%s, now(), null, null, null)", (job_id,))
    await uow.execute("update procrastinate_jobs set attempts = 0 where id = %s", (job_id,))
    await went_well(uow, job_id)


async def drop(uow: UnitOfWork, ids: Sequence[int]) -> None:
    """Delete those of these jobs that were given up."""
    await uow.execute("delete from procrastinate_jobs where id = any(%s::bigint[]) and status = 'failed'", (list(ids),))


async def first_tick(uow: UnitOfWork, name: str) -> datetime | None:
    """The first tick of this name that is recorded; None if there is none."""
    return await uow.find_value("select min(at) from tick where name = %s", (name,))


async def last_tick(uow: UnitOfWork) -> datetime | None:
    """The last tick of any name; None if there is none."""
    return await uow.find_value("select max(at) from tick")


async def last_ticks(uow: UnitOfWork, names: Sequence[str]) -> dict[str, datetime | None]:
    """The last tick of each of these names; None if there is none."""
    rows = await uow.fetch_all(
        "select n.name, (select max(at) from tick where name = n.name) as at from unnest(%s::text[]) n (name)",
        (list(names),),
    )
    return {row["name"]: row["at"] for row in rows}
