"""Statements about files that tasks and lessons show. Each file is stored once, by the digest of its bytes."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.states import InboxStatus, OutboxStatus


async def add(
    uow: UnitOfWork, digest: str, mime: str, content: bytes, *, passing_since: datetime | None = None
) -> None:
    """Store a file by the digest of its bytes.

    `passing_since`: now, for a file that somebody sent or that is sent once; it is deleted some time after the last
    such call. None: it stays, because tasks or lessons show it, also if it was a passing one before.
    """
    await uow.execute(
        """
        insert into media (hash, mime, content, passing_since) values (%s, %s, %s, %s)
        on conflict (hash) do update set passing_since = excluded.passing_since
        where media.passing_since < coalesce(excluded.passing_since, 'infinity')
        """,
        (digest, mime, content, passing_since),
    )


async def add_personal(
    uow: UnitOfWork, person_id: int, digest: str, mime: str, content: bytes, now: datetime, *, once: bool = False
) -> None:
    """Store a passing file that this person sent, or that was made for them alone; it also goes when they are erased.
    `once`: it goes as soon as it was sent (`forget_sent`)."""
    await add(uow, digest, mime, content, passing_since=now)
    await uow.execute(
        "insert into personal_media (person_id, hash, once) values (%s, %s, %s) on conflict do nothing",
        (person_id, digest, once),
    )


async def keep(uow: UnitOfWork, digest: str) -> None:
    """Keep a file that was a passing one."""
    await uow.execute("update media set passing_since = null where hash = %s", (digest,))


async def read(uow: UnitOfWork, digest: str) -> tuple[str, bytes] | None:
    """The type and the bytes of a file; None if there is none."""
    row = await uow.fetch_one("select mime, content from media where hash = %s", (digest,))
    return (row["mime"], bytes(row["content"])) if row else None


async def handle(uow: UnitOfWork, channel: str, digest: str) -> str | None:
    """The platform's id of a file that was sent to it before; None if there is none."""
    return await uow.find_value("select handle from media_handle where channel = %s and hash = %s", (channel, digest))


async def set_handle(uow: UnitOfWork, channel: str, digest: str, handle: str | None) -> None:
    """Store the platform's id of a file. None: the platform no longer has it."""
    if handle is None:
        await uow.execute("delete from media_handle where channel = %s and hash = %s", (channel, digest))
        return
    await uow.execute(
        """
        insert into media_handle (channel, hash, handle) values (%s, %s, %s)
        on conflict (channel, hash) do update set handle = excluded.handle
        """,
        (channel, digest, handle),
    )


async def forget_sent(uow: UnitOfWork, most: int) -> int:
    """Delete files that were made to be sent once and that no message or event waits to send, at most `most`. Returns
    how many."""
    rows = await uow.fetch_all(
        f"""
        select p.hash from personal_media p
        where p.once and not exists (
            select from outbox o
            where o.person_id = p.person_id and o.message -> 'a' ->> 'm' = p.hash
              and o.status in ({OutboxStatus.WAITING:d}, {OutboxStatus.HELD:d}))
          and not exists (
            select from inbox i
            where i.person_id = p.person_id and i.status = {InboxStatus.WAITING:d}
              and position(p.hash in i.payload::text) > 0)
        limit %s
        """,  # noqa: S608 (constants)
        (most,),
    )
    gone = [row["hash"] for row in rows]
    if gone:
        await uow.pipeline(
            ("delete from media_handle where hash = any(%s)", (gone,)),
            ("delete from media where hash = any(%s)", (gone,)),
        )
    return len(gone)
