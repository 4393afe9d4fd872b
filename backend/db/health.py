"""The statements of health and metrics."""

from __future__ import annotations

from dataclasses import dataclass

from backend.db.uow import UnitOfWork


@dataclass(frozen=True, slots=True)
class Waiting:
    """`queue`: inbox, outbox or jobs; `lane` within it; `seconds`: age of the oldest."""

    queue: str
    lane: str
    count: int
    seconds: float


async def ready(uow: UnitOfWork) -> None:
    """Raises when the database or the queue's tables cannot be used."""
    await uow.one("select (select count(*) from (select from procrastinate_jobs limit 1) j) as jobs")


async def waiting(uow: UnitOfWork) -> list[Waiting]:
    rows = await uow.all(
        """
        select 'inbox' as queue, '' as lane, count(*) as count,
               coalesce(extract(epoch from clock_timestamp() - min(received_at)), 0)::float as seconds
        from inbox where status = 0
        union all
        select 'outbox', lane::text, count(*), extract(epoch from clock_timestamp() - min(created_at))::float
        from outbox where status = 0 group by lane
        union all
        select 'jobs', queue_name, count(*), 0 from procrastinate_jobs where status = 'todo' group by queue_name
        union all
        select 'dead', '', count(*), 0 from inbox where status = 2
        """
    )
    return [Waiting(row["queue"], row["lane"], row["count"], max(0.0, row["seconds"] or 0)) for row in rows]
