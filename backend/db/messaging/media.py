"""Statements about files that tasks and lessons show. Each file is stored once, by the digest of its bytes."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork


async def add(uow: UnitOfWork, digest: str, mime: str, content: bytes) -> None:
    """Store a file by the digest of its bytes; no effect if it is stored already."""
    await uow.execute(
        "insert into media (hash, mime, content) values (%s, %s, %s) on conflict do nothing",
        (digest, mime, content),
    )


async def read(uow: UnitOfWork, digest: str) -> tuple[str, bytes] | None:
    """The type and the bytes of a file; None if there is none."""
    row = await uow.fetch_one("select mime, content from media where hash = %s", (digest,))
    return (row["mime"], bytes(row["content"])) if row else None


async def handle(uow: UnitOfWork, channel: str, digest: str) -> str | None:
    """The platform's id of a file that was sent to it before; None if there is none."""
    row = await uow.fetch_one("select handle from media_handle where channel = %s and hash = %s", (channel, digest))
    return row["handle"] if row else None


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
