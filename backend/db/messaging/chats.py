"""Statements that show all chats of a channel on the demo page: who writes there, what was said, and whether anything
is still being processed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import InboxStatus, OutboxStatus
from backend.records import Record


class ChatEvent(Record):
    """One event of a chat: what the person did (`payload`; `done`: it was handled), or what we sent (`message`)."""

    at: datetime
    id: int
    created_at: datetime
    payload: Any
    done: bool
    provider_id: str | None
    message: Any
    question: int | None


class ChatOwner(Record):
    """The person who writes from a chat."""

    zone: str | None
    language: str
    data_saver: bool


async def history(uow: UnitOfWork, channel: str, address: str, most: int) -> list[ChatEvent]:
    """The newest `most` events of a chat, oldest first."""
    return await uow.fetch_all(
        f"""
        select at, id, created_at, payload, done, provider_id, message, question from (
            select i.received_at as at, 0 as side, i.id, i.payload, i.status <> {InboxStatus.WAITING:d} as done,
                   null as provider_id, null::jsonb as message, null::integer as question, i.received_at as created_at
            from contact k join inbox i on i.contact_id = k.id
            where k.channel = %(channel)s and k.address = %(address)s
            union all
            select o.sent_at, 1, o.id, null, true, o.provider_id, o.message, o.question, o.created_at
            from contact k join outbox o on o.contact_id = k.id
            where k.channel = %(channel)s and k.address = %(address)s and o.status = {OutboxStatus.SENT:d}
              and o.message is not null
            order by at desc, side desc, id desc limit %(most)s
        ) newest order by at, side, id
        """,  # noqa: S608 (constants)
        {"channel": channel, "address": address, "most": most},
        row=ChatEvent,
    )


async def person(uow: UnitOfWork, channel: str, address: str) -> ChatOwner | None:
    """The person who writes from there; None if nobody has."""
    return await uow.fetch_one(
        """
        select p.zone, p.language, p.data_saver from contact k join person p on p.id = k.person_id
        where k.channel = %s and k.address = %s
        """,
        (channel, address),
        row=ChatOwner,
    )


async def roles(uow: UnitOfWork, channel: str) -> dict[str, str]:
    """The roles of people who have one, by address."""
    rows = await uow.fetch_all(
        """
        select k.address, p.role from contact k join person p on p.id = k.person_id
        where k.channel = %s and p.role is not null
        """,
        (channel,),
    )
    return {row["address"]: row["role"] for row in rows}


async def under_way(uow: UnitOfWork, now: datetime) -> bool:
    """Whether an event, a message or a job waits to be processed now, or a job runs."""
    return await uow.fetch_bool(
        f"""
        select exists (select from inbox where status = {InboxStatus.WAITING:d} and due <= %(now)s)
            or exists (select from outbox where status = {OutboxStatus.WAITING:d} and due <= %(now)s)
            or exists (select from procrastinate_jobs where status in ('todo', 'doing')
                       and (scheduled_at is null or scheduled_at <= clock_timestamp())) as busy
        """,  # noqa: S608 (constants)
        {"now": now},
    )


async def next_wakeup(uow: UnitOfWork, after: datetime, until: datetime) -> datetime | None:
    """When the first wake-up after `after`, up to and including `until`, is due; None if there is none."""
    row = await uow.fetch_one("select min(due) as due from wakeup where due > %s and due <= %s", (after, until))
    due: datetime | None = row["due"] if row else None
    return due
