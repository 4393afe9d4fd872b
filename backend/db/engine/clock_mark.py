"""Statements by which all processes keep one time: the server's clock, the latest time that any process's clock
reached, and the correction of waits after a clock was set back."""

from __future__ import annotations

from datetime import datetime, timedelta

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.domain.work.commands import AnswerStatus
from backend.records import Record

NAME = "clock"
SERVER = "clock_timestamp()"
"""Real time: one clock for all machines."""


class ClockMark(Record):
    """What the clocks showed when a process last looked: the `product`'s clock, and the database `server`'s."""

    product: datetime
    server: datetime


async def server_time(uow: UnitOfWork) -> datetime:
    """The time of the database server's clock."""
    now: datetime = await uow.fetch_value(f"select {SERVER} as now")
    return now


async def mark(uow: UnitOfWork) -> ClockMark | None:
    """The last mark; None before the first. The row is locked until the end of the transaction."""
    row = await uow.fetch_one("select value from setting where name = %s for no key update", (NAME,))
    if row is None:
        return None
    return ClockMark(datetime.fromisoformat(row["value"]["product"]), datetime.fromisoformat(row["value"]["server"]))


async def set_mark(uow: UnitOfWork, found: ClockMark) -> None:
    """Record the time that the clocks have reached."""
    value = {"product": found.product.isoformat(), "server": found.server.isoformat()}
    await uow.execute(
        "insert into setting (name, value) values (%s, %s) on conflict (name) do update set value = excluded.value",
        (NAME, Jsonb(value)),
    )


async def mend_jobs(uow: UnitOfWork, back: timedelta) -> None:
    """Correct the waits of the task queue after the database server's clock was set back by `back`: the queue uses
    it."""
    await uow.execute(
        """
        update procrastinate_jobs set scheduled_at = greatest(scheduled_at - %(back)s, clock_timestamp())
        where status = 'todo' and scheduled_at > clock_timestamp()
        """,
        {"back": back},
    )


_WAITS = (
    f"""
    update inbox set due = greatest(due - %(back)s, %(now)s)
    where status = {InboxStatus.WAITING:d} and due > %(now)s
    """,  # noqa: S608 (constants)
    f"""
    update outbox set due = greatest(due - %(back)s, %(now)s)
    where status = {OutboxStatus.WAITING:d} and due > %(now)s
    """,  # noqa: S608 (constants)
    "update contact set quiet_until = greatest(quiet_until - %(back)s, %(now)s) where quiet_until > %(now)s",
    "update contact set open_until = greatest(open_until - %(back)s, %(now)s) where open_until > %(now)s",
    "update account_pause set until = greatest(until - %(back)s, %(now)s) where until > %(now)s",
    """
    update announcement set look_at = greatest(look_at - %(back)s, %(now)s)
    where ended_at is null and look_at > %(now)s
    """,
    "update thread set look_at = greatest(look_at - %(back)s, %(now)s) where look_at > %(now)s",
    "update person set pin_after = greatest(pin_after - %(back)s, %(now)s) where pin_after > %(now)s",
    """
    update link set expires_at = greatest(expires_at - %(back)s, %(now)s)
    where used_at is null and expires_at > %(now)s
    """,
    f"""
    update answer set expires_at = greatest(expires_at - %(back)s, %(now)s)
    where status = {AnswerStatus.LEASED:d} and expires_at > %(now)s
    """,  # noqa: S608 (constants)
    f"""
    update answer set accept_at = greatest(accept_at - %(back)s, %(now)s)
    where status = {AnswerStatus.ANSWERED:d} and accepted_at is null and accept_at > %(now)s
    """,  # noqa: S608 (constants)
    "delete from tick where at > %(now)s",
)
"""Waits of a certain length, and ticks. An hour of the day that a person chose is not shifted."""


async def mend_waits(uow: UnitOfWork, back: timedelta, now: datetime) -> None:
    """Correct all waits after the product's clock was set back by `back` to `now`, so that nobody waits longer and no
    window stays open longer."""
    how_far = {"back": back, "now": now}
    await uow.pipeline(*((statement, how_far) for statement in _WAITS))
