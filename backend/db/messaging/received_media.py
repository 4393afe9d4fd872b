"""Statements about files that people send."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork


async def settled(uow: UnitOfWork, event_id: int) -> bool:
    """Whether the file of this event was fetched or refused already."""
    return await uow.fetch_one("select 1 from received_media where inbox_id = %s", (event_id,)) is not None


async def settle(
    uow: UnitOfWork,
    event_id: int,
    kind: str,
    name: str,
    now: datetime,
    *,
    digest: str | None = None,
    error: str | None = None,
) -> bool:
    """Record the result for the file of an event: its `digest` in `media`, or the reason why it is not kept. False if
    that was recorded before."""
    row = await uow.fetch_one(
        """
        insert into received_media (inbox_id, hash, kind, name, error, at) values (%s, %s, %s, %s, %s, %s)
        on conflict (inbox_id) do nothing returning inbox_id
        """,
        (event_id, digest, kind, name, error, now),
    )
    return row is not None
