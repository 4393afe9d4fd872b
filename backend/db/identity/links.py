"""Statements about codes that join another chat to a person."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.records import Record


class ChatLink(Record):
    """A code. `contact_id`: the chat in which the person asked for it; None: another person vouches for whoever writes
    it."""

    digest: bytes
    person_id: int
    contact_id: int | None
    expires_at: datetime
    used_at: datetime | None


async def add(
    uow: UnitOfWork, digest: bytes, person_id: int, now: datetime, expires: datetime, contact_id: int | None
) -> None:
    """Keep the digest of a code. The person's earlier codes expire. `contact_id`: the chat in which it was asked
    for."""
    await uow.execute(
        "update link set expires_at = least(expires_at, %s) where person_id = %s and used_at is null", (now, person_id)
    )
    await uow.execute(
        "insert into link (digest, person_id, created_at, expires_at, contact_id) values (%s, %s, %s, %s, %s)",
        (digest, person_id, now, expires, contact_id),
    )


async def lock(uow: UnitOfWork, digest: bytes) -> ChatLink | None:
    """A code, locked until the end of the transaction; None if there is none."""
    return await uow.fetch_one(
        "select digest, person_id, contact_id, expires_at, used_at from link where digest = %s for update",
        (digest,),
        row=ChatLink,
    )


async def use(uow: UnitOfWork, digest: bytes, now: datetime) -> None:
    """Mark the code as used."""
    await uow.execute("update link set used_at = %s where digest = %s", (now, digest))


async def forget_old(uow: UnitOfWork, before: datetime, most: int) -> int:
    """Delete at most `most` codes that expired before then. Return how many."""
    return await uow.execute(
        "delete from link where digest in (select digest from link where expires_at < %s limit %s)", (before, most)
    )
