"""Statements about the results of an announcement, and about what its author was shown of them.

Triggers record what becomes of copies as changes. A look adds the changes to the counts (`fold`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import OutboxStatus
from backend.records import Record


class AuthorReport(Record):
    """What the author was shown of the results: in the message `message_id`, last at `told_at`, with the figures
    `told`. The announcement's job looks again at `look_at`."""

    message_id: int | None
    told_at: datetime | None
    told: dict[str, Any] | None
    look_at: datetime


class ReportMessage(Record):
    """The chat (`id`, `channel`) of the author's message. `waiting`: whether a change of that message waits to be
    sent."""

    id: int
    channel: str
    waiting: bool


async def note(uow: UnitOfWork, announcement_id: int, changes: Mapping[str, int]) -> None:
    """Add to the counts; a negative number subtracts."""
    given = {what: n for what, n in changes.items() if n}
    if given:
        await uow.execute(
            """
            insert into announcement_change (announcement_id, what, n)
            select %s, * from unnest(%s::text[], %s::int[])
            """,
            (announcement_id, list(given), list(given.values())),
        )


async def counts(uow: UnitOfWork, announcement_id: int) -> dict[str, int]:
    """The counts of results, exact as of now. Zero counts are missing."""
    rows = await uow.fetch_all(
        """
        select what, sum(n)::int as n from (
            select what, n from announcement_count where announcement_id = %(id)s
            union all select what, n from announcement_change where announcement_id = %(id)s) each
        group by what
        """,
        {"id": announcement_id},
    )
    return {row["what"]: row["n"] for row in rows if row["n"]}


async def fold(uow: UnitOfWork, announcement_id: int) -> None:
    """Add the recorded changes to the counts."""
    await uow.execute(
        """
        with gone as (delete from announcement_change where announcement_id = %(id)s returning what, n)
        insert into announcement_count (announcement_id, what, n)
        select %(id)s, what, sum(n) from gone group by what
        on conflict (announcement_id, what) do update set n = announcement_count.n + excluded.n
        """,
        {"id": announcement_id},
    )


# --- what its author is shown ---------------------------------------------------------------------------


async def author_report(uow: UnitOfWork, announcement_id: int) -> AuthorReport | None:
    """What the author has been shown so far; None if there is no such announcement."""
    return await uow.fetch_one(
        "select result_id as message_id, told_at, told, look_at from announcement where id = %s",
        (announcement_id,),
        row=AuthorReport,
    )


async def report_message(uow: UnitOfWork, outbox_id: int) -> ReportMessage | None:
    """The author's message, by its number in the outbox; None if there is none."""
    return await uow.fetch_one(
        f"""
        select o.contact_id as id, o.channel, exists (
                   select from outbox w where w.contact_id = o.contact_id and w.status = {OutboxStatus.WAITING:d}
                          and (w.edits = o.id or w.id = o.id)) as waiting
        from outbox o where o.id = %s
        """,  # noqa: S608 (constants)
        (outbox_id,),
        row=ReportMessage,
    )


async def author_told(
    uow: UnitOfWork, announcement_id: int, told: Mapping[str, Any], message_id: int | None, now: datetime
) -> None:
    """Record that the author was shown this now, in the message `message_id`."""
    await uow.execute(
        "update announcement set told_at = %s, told = %s, result_id = %s where id = %s",
        (now, Jsonb(told), message_id, announcement_id),
    )
