"""The files that messages show, for the channels: contents by hash, and the handles that platforms gave them."""

from __future__ import annotations

from collections import OrderedDict

from backend.db.engine.uow import Database
from backend.db.messaging import media as media_rows
from backend.domain.errors import NotFound

MAX_CACHED_FILES = 5_000
"""The most handles that are cached in memory."""


class StoredFiles:
    """`bot.channels.base.Files` on the database. Handles are cached, so that a picture that is sent a
    thousand times is looked up once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._handles: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def content(self, digest: str) -> tuple[str, bytes]:
        """(MIME type, bytes). Raises `NotFound`."""
        async with self._database.unit() as uow:
            found = await media_rows.read(uow, digest)
        if found is None:
            raise NotFound(f"no file {digest}")
        return found

    async def handle(self, channel: str, digest: str) -> str | None:
        """From memory, else from the database."""
        known = self._handles.get((channel, digest))
        if known is None:
            async with self._database.unit() as uow:
                known = await media_rows.handle(uow, channel, digest)
            if known is not None:
                self._keep(channel, digest, known)
        return known

    async def remember(self, channel: str, digest: str, handle: str | None) -> None:
        """In the database, then in memory."""
        async with self._database.unit() as uow:
            await media_rows.set_handle(uow, channel, digest, handle)
            await uow.commit()
        if handle is None:
            self._handles.pop((channel, digest), None)
        else:
            self._keep(channel, digest, handle)

    def _keep(self, channel: str, digest: str, handle: str) -> None:
        self._handles[channel, digest] = handle
        if len(self._handles) > MAX_CACHED_FILES:
            self._handles.popitem(last=False)
