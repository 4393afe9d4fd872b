"""Statements about failing jobs of the task queue, and about ticks. Rows of the queue are changed by the queue's own
functions where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.db.engine.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class FailingJobs:
    """Jobs of one name that failed and are tried again. `tries`: of the one that was tried most. `error`: the kind of
    the last failure ("": not known)."""

    task: str
    count: int
    tries: int
    error: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up. `error`: the kind of the last failure ("": not known)."""

    id: int
    task: str
    tries: int
    error: str
    at: datetime | None


async def failed_with(uow: UnitOfWork, job_id: int, error: str, now: datetime) -> None:
    """Keep what kind of error it was, the last one."""
    await uow.execute(
        """
        insert into job_failure (job_id, error, at) values (%s, %s, %s)
        on conflict (job_id) do update set error = excluded.error, at = excluded.at
        """,
        (job_id, error, now),
    )


async def went_well(uow: UnitOfWork, job_id: int) -> None:
    """Forget its failures."""
    await uow.execute("delete from job_failure where job_id = %s", (job_id,))


async def forget_failures(uow: UnitOfWork) -> None:
    """Of jobs that are no more."""
    await uow.execute(
        "delete from job_failure f where not exists (select from procrastinate_jobs j where j.id = f.job_id)"
    )


async def failing(uow: UnitOfWork) -> list[FailingJobs]:
    """By name, the most first."""
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
    """Jobs that were given up, in the order of their numbers, from the one behind `after` on."""
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
    """Those of them that are given up, by number, with their names. Locked until the end of the transaction."""
    rows = await uow.fetch_all(
        """
        select id, task_name as task from procrastinate_jobs where id = any(%s::bigint[]) and status = 'failed'
        order by id for update
        """,
        (list(ids),),
    )
    return {row["id"]: row["task"] for row in rows}


async def again(uow: UnitOfWork, job_id: int) -> None:
    """One that was given up is tried from the beginning."""
    await uow.fetch_one("select procrastinate_retry_job_v2(%s, now(), null, null, null)", (job_id,))
    await uow.execute("update procrastinate_jobs set attempts = 0 where id = %s", (job_id,))
    await went_well(uow, job_id)


async def drop(uow: UnitOfWork, ids: Sequence[int]) -> None:
    """Those that were given up are forgotten."""
    await uow.execute("delete from procrastinate_jobs where id = any(%s::bigint[]) and status = 'failed'", (list(ids),))


async def first_tick(uow: UnitOfWork, name: str) -> datetime | None:
    """The first one of this name that is known."""
    row = await uow.fetch_one("select min(at) as at from tick where name = %s", (name,))
    return row["at"] if row else None


async def last_ticks(uow: UnitOfWork, names: Sequence[str]) -> dict[str, datetime | None]:
    """When each of these ticked last."""
    rows = await uow.fetch_all(
        "select n.name, (select max(at) from tick where name = n.name) as at from unnest(%s::text[]) n (name)",
        (list(names),),
    )
    return {row["name"]: row["at"] for row in rows}
