"""Statements for the health check and the metrics."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.records import Record


class Waiting(Record):
    """What waits in one queue. `seconds`: the age of the oldest; 0 where the age says nothing.

    `queue` is "inbox", "outbox" (`lane` 0 to 2), "held" (messages that wait for a person's next word), "jobs",
    "failing" (jobs that failed and are retried) or "dead" (given up; `lane` "events", "messages" or "jobs").
    """

    queue: str
    lane: str
    count: int
    seconds: float


async def ready(uow: UnitOfWork) -> None:
    """Raises if the database or the tables of the queue cannot be used, `FULL` if its disk is full. Only a write tells
    that, and this one leaves nothing: more numbers than fit into its memory go into a file for a moment."""
    await uow.fetch_one("select set_config('work_mem', '64kB', true)")
    await uow.fetch_one(
        """
        select (select count(*) from (select from procrastinate_jobs limit 1) j) as jobs,
               (select count(*) from generate_series(1, 10000)) as numbers
        """
    )


_WAITING = f"""
    select 'inbox' as queue, '' as lane, count(*) as count, extract(epoch from %(now)s - min(received_at)) as seconds
    from inbox where status = {InboxStatus.WAITING:d} and id is distinct from %(but)s
    union all
    select 'outbox', lane::text, count(*), extract(epoch from %(now)s - min(created_at))
    from outbox where status = {OutboxStatus.WAITING:d} group by lane
    union all
    select 'held', '', count(*), extract(epoch from %(now)s - min(created_at))
    from outbox where status = {OutboxStatus.HELD:d}
    union all
    select case when j.attempts > 0 then 'failing' else 'jobs' end, j.queue_name, count(*),
           -- the queue's own clock, which no demo moves
           extract(epoch from clock_timestamp() - min((
               select min(e.at) from procrastinate_events e where e.job_id = j.id)))
    from procrastinate_jobs j where j.status = 'todo' group by 1, 2
    union all
    select 'dead', 'jobs', count(*), 0 from procrastinate_jobs where status = 'failed'
    union all
    select 'dead', 'events', count(*), 0 from inbox where status = {InboxStatus.DEAD:d}
    union all
    select 'dead', 'messages', count(*), 0 from outbox where status = {OutboxStatus.FAILED:d}
"""  # noqa: S608 (constants)


async def waiting(uow: UnitOfWork, now: datetime, but: int | None = None) -> list[Waiting]:
    """What waits in each queue, without the event `but`. It reads no history, since handled rows are kept for good."""
    rows = await uow.fetch_all(_WAITING, {"now": now, "but": but})
    return [Waiting(row["queue"], row["lane"], row["count"], max(0.0, float(row["seconds"] or 0))) for row in rows]


class QuietChannel(Record):
    """A channel on which nothing is sent now. `refused`: since when the platform refuses our account; None: it does
    not. `paused_until`: until when the platform asked us to wait. `reason`: why it refuses, in its words."""

    channel: str
    refused: datetime | None
    paused_until: datetime | None
    reason: str = ""


ALARM = "alarm."
"""Prefix of the settings that record that a channel's account is refused."""


async def accounts(uow: UnitOfWork, now: datetime) -> list[QuietChannel]:
    """Channels on which nothing is sent now."""
    rows = await uow.fetch_all(
        """
        select coalesce(s.channel, p.channel) as channel, s.at::timestamptz as refused, p.until, s.reason
        from (select substr(name, %(length)s) as channel, value ->> 'at' as at, value ->> 'reason' as reason
              from setting where starts_with(name, %(alarm)s) and value <> 'null') s
        full join (select channel, until from account_pause where until > %(now)s) p on p.channel = s.channel
        order by 1
        """,
        {"alarm": ALARM, "length": len(ALARM) + 1, "now": now},
    )
    return [QuietChannel(row["channel"], row["refused"], row["until"], row["reason"] or "") for row in rows]


async def database_bytes(uow: UnitOfWork) -> int:
    """The size of the database on disk. The server looks at each of its files: for a job, not for each look."""
    return await uow.fetch_int("select pg_database_size(current_database()) as size")
