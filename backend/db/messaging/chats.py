"""The statements that show a channel's chats as a whole, for a page that is the platform itself: who
is there, what was said, and whether anything is still on its way."""

from __future__ import annotations

from datetime import datetime

from psycopg.rows import DictRow

from backend.db.engine.uow import UnitOfWork


async def history(uow: UnitOfWork, channel: str, address: str, most: int) -> list[DictRow]:
    """The newest `most` events of a chat, oldest first: `at`, and of what she did `payload`, `done`,
    of what we said `id`, `provider_id`, `message`, `question`."""
    return await uow.fetch_all(
        """
        select * from (
            select i.received_at as at, 0 as side, i.id, i.payload, i.status <> 0 as done, null as provider_id,
                   null::jsonb as message, null::integer as question, i.received_at as created_at
            from contact k join inbox i on i.contact_id = k.id
            where k.channel = %(channel)s and k.address = %(address)s
            union all
            select o.sent_at, 1, o.id, null, true, o.provider_id, o.message, o.question, o.created_at
            from contact k join outbox o on o.contact_id = k.id
            where k.channel = %(channel)s and k.address = %(address)s and o.status = 1 and o.message is not null
            order by at desc, side desc, id desc limit %(most)s
        ) newest order by at, side, id
        """,
        {"channel": channel, "address": address, "most": most},
    )


async def person(uow: UnitOfWork, channel: str, address: str) -> DictRow | None:
    """Who writes from there: `role` (None: a stranger), `zone`, `language`, `data_saver`; None when
    nobody has."""
    return await uow.fetch_one(
        """
        select p.role, p.zone, p.language, p.data_saver from contact k join person p on p.id = k.person_id
        where k.channel = %s and k.address = %s
        """,
        (channel, address),
    )


async def roles(uow: UnitOfWork, channel: str) -> dict[str, str]:
    """The roles of those who have one, by address."""
    rows = await uow.fetch_all(
        """
        select k.address, p.role from contact k join person p on p.id = k.person_id
        where k.channel = %s and p.role is not null
        """,
        (channel,),
    )
    return {row["address"]: row["role"] for row in rows}


async def under_way(uow: UnitOfWork, now: datetime) -> bool:
    """Whether an event waits for its turn, a job for its end, or a message to be sent."""
    row = await uow.fetch_one(
        """
        select exists (select from inbox where status = 0 and due <= %(now)s)
            or exists (select from outbox where status = 0 and due <= %(now)s)
            or exists (select from procrastinate_jobs where status in ('todo', 'doing')
                       and (scheduled_at is null or scheduled_at <= clock_timestamp())) as busy
        """,
        {"now": now},
    )
    return bool(row and row["busy"])


async def next_wakeup(uow: UnitOfWork, after: datetime, until: datetime) -> datetime | None:
    """When the first wake-up of anybody in this span is due, its end included."""
    row = await uow.fetch_one("select min(due) as due from wakeup where due > %s and due <= %s", (after, until))
    due: datetime | None = row["due"] if row else None
    return due
