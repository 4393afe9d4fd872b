"""Statements that tell senders of messages to many, once per batch, which messages have not arrived."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import OutboxStatus
from backend.records import Record

MAX_REPORT_WAIT = timedelta(days=1)
"""A message that has waited longer no longer delays the report on the others."""


class Untold(Record):
    """What a sender is told: how many messages wait for a recipient's next word (`held`), and how many will not arrive
    (`lost`)."""

    sender_id: int
    held: int
    lost: int


async def untold(uow: UnitOfWork, now: datetime) -> list[Untold]:
    """One report for each sender whose messages have all been tried. They count as reported from then on."""
    return await uow.fetch_all(
        f"""
        with ripe as (
            select distinct b.sender_id from outbox b
            where b.sender_id is not null and b.told_at is null and b.status > {OutboxStatus.SENT:d}
              and not exists (
                  select from outbox o where o.sender_id = b.sender_id and o.told_at is null
                         and o.status = {OutboxStatus.WAITING:d} and o.created_at > %(old)s)
        ),
        told as (
            update outbox o set told_at = %(now)s from ripe r
            where o.sender_id = r.sender_id and o.told_at is null and o.status > {OutboxStatus.SENT:d}
            returning o.sender_id, o.status, o.moved_to
        )
        select sender_id, count(*) filter (where status = {OutboxStatus.HELD:d}) as held,
               count(*) filter (where status <> {OutboxStatus.HELD:d}) as lost
        from told where moved_to is null group by sender_id order by sender_id
        """,  # noqa: S608 (constants)
        {"now": now, "old": now - MAX_REPORT_WAIT},
        row=Untold,
    )
