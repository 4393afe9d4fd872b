"""Files that people send: fetched by a job, checked, and stored once each.

A platform keeps them for days or weeks, so a job may retry for a day. The type is determined from the bytes. Only files
that something asked for are fetched (`bot.handlers.messaging.files`)."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import inbox, received_media
from backend.db.messaging import media as media_rows
from backend.db.threads import messages as thread_messages
from backend.domain.errors import BadInput
from backend.domain.files import file_types
from backend.domain.files.file_types import Unwanted, Why
from backend.retries import is_away
from backend.services.messaging import file_quota
from backend.services.threads.service import FILE
from bot.channels.base import Channel
from bot.channels.errors import SendError
from bot.jobs import platform_calls

log = logging.getLogger(__name__)

FETCH_SPAN = timedelta(days=1)
"""How long fetching a file is retried while its platform is away."""


class ReceivedFiles:
    """Fetching a file, and giving up. The file of an event is settled once, however often its job runs."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], clock: Clock, signals: Signals) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals

    async def fetch(self, event: int, person_id: int, channel: str, ref: str, kind: str, name: str, size: int) -> None:
        """Fetch and store a file. `size`: as the platform reports it, in bytes; 0 if it does not. Raises `Away` while
        the platform is away; any other fault of the file is recorded."""
        async with self._database.unit() as uow:
            if await received_media.settled(uow, event):
                return
        try:
            if size > file_types.MOST_BYTES:
                raise Unwanted(Why.LARGE)
            content = await self._bytes(channel, ref)
            mime = await asyncio.to_thread(file_types.check, kind, content)
        except Unwanted as error:
            await self._refuse(event, person_id, kind, name, error.why)
            return
        digest = hashlib.sha256(content).hexdigest()
        async with self._database.unit() as uow:
            await media_rows.add_personal(uow, person_id, digest, mime, content, self._clock.now())
            if not size:
                await file_quota.came(uow, person_id, len(content), self._clock.now())
            awaited = await thread_messages.awaits(uow, event)
            await received_media.settle(uow, event, kind, name, self._clock.now(), digest=digest)
            if awaited:
                await self._tell_thread(uow, event, person_id)
            await uow.commit()
        if awaited:
            self._signals.tell(TURN)

    async def given_up(
        self, error: Exception, *, event: int, person_id: int, kind: str, name: str, **_others: Any
    ) -> None:
        """Record that the file could not be fetched and will not be retried."""
        await self._refuse(event, person_id, kind, name, Why.AWAY if is_away(error) else Why.FAILED)

    async def _bytes(self, channel: str, ref: str) -> bytes:
        source = self._channels.get(channel)
        if source is None:  # the platform was switched off meanwhile
            raise Unwanted(Why.GONE)
        try:
            with platform_calls.platform():
                return await source.fetch(ref, file_types.MOST_BYTES)
        except BadInput:
            raise Unwanted(Why.LARGE) from None
        except SendError as error:
            log.info("a file of %s is not to be had: %s", channel, error)
            raise Unwanted(Why.GONE) from None

    async def _refuse(self, event: int, person_id: int, kind: str, name: str, why: Why) -> None:
        async with self._database.unit() as uow:
            now = self._clock.now()
            awaited = await thread_messages.awaits(uow, event)
            new = await received_media.settle(uow, event, kind, name, now, error=why)
            if new and awaited:
                await self._tell_thread(uow, event, person_id)
            elif new and why is Why.PROGRAM:
                # people are told about programs only; other files were answered when they arrived
                await self._tell(uow, event, person_id, name, why)
            await uow.commit()
        self._signals.tell(TURN)

    async def _tell(self, uow: UnitOfWork, event: int, person_id: int, name: str, why: Why) -> None:
        told = {"wake": "file", "name": name, "why": why}
        await inbox.post(uow, person_id, f"file:{event}", told, self._clock.now())

    async def _tell_thread(self, uow: UnitOfWork, event: int, person_id: int) -> None:
        """Wake the thread that waits for this file."""
        await inbox.post(uow, person_id, f"{FILE}:{event}", {"wake": FILE, "event": event}, self._clock.now())
