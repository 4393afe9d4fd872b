"""Register the product's accounts with the platforms at start: learn their names, for links, and have events sent here.
If a platform is away, this is retried forever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from backend import cancellation
from backend.db.engine import election
from backend.db.engine.failures import UNAVAILABLE
from backend.db.engine.uow import Database
from backend.domain.errors import Unavailable
from backend.domain.messaging import channels
from bot.channels import links
from bot.channels.base import Store
from bot.channels.errors import AccountDown, SendError
from bot.channels.telegram.channel import Telegram
from bot.channels.whatsapp.channel import WhatsApp
from bot.settings import Settings

log = logging.getLogger(__name__)


async def introduce_telegram(
    telegram: Telegram,
    database: Database,
    settings: Settings,
    store: Store | None,
    known: dict[str, str],
    *,
    only: bool,
) -> None:
    """Add the bot's link to `known`, and start to receive events into `store` (None: another process receives). Raises
    `Unavailable` if Telegram refuses the account and there is no other (`only`)."""

    async def ask() -> str:
        name = await telegram.username()
        if store is not None:
            await telegram.set_webhook(settings.webhook_url, settings.webhook_secret)
        return name

    known |= await _noted(database, telegram.name, ask, only=only)
    if store is not None and settings.webhook_url is None:
        await _poll(telegram, database, store)


async def introduce_whatsapp(whatsapp: WhatsApp, database: Database, url: str | None, known: dict[str, str]) -> None:
    """Add the number's link to `known`, and have its events sent to `url` (None: another process receives)."""

    async def ask() -> str:
        number = (await whatsapp.phone()).number
        if url is not None:
            await whatsapp.set_webhook(url)
        return number

    known |= await _noted(database, whatsapp.name, ask)


async def _noted(
    database: Database, channel: str, ask: Callable[[], Awaitable[str]], *, only: bool = False
) -> dict[str, str]:
    """Call `ask` until it succeeds, store the account's name, and return the link templates. `only`: raise
    `Unavailable` if the account is refused."""
    wait = 1.0
    while True:
        try:
            account = await ask()
            async with database.unit() as uow:
                await links.note(uow, channel, account)
                await uow.commit()
            return links.templates({channel: account})
        except (SendError, *UNAVAILABLE) as error:
            down = isinstance(error, AccountDown)
            if down and only:
                raise Unavailable(str(error)) from None
            level = logging.CRITICAL if down and wait == 1 else logging.WARNING  # one alarm is enough
            log.log(level, "%s: %s; trying again in %.0f s", channels.team_label(channel), str(error), wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60)


async def _poll(telegram: Telegram, database: Database, store: Store) -> None:
    """Poll for updates while this process holds the election; one process polls an account."""
    while True:
        try:
            lock = await election.elect(database, f"{telegram.name} updates")
            if lock is not None:
                try:
                    async with asyncio.TaskGroup() as group:
                        group.create_task(election.keep(lock))
                        await telegram.poll(store)
                finally:
                    await lock.close()
        except* (*UNAVAILABLE, OSError) as errors:
            log.warning("polling: %s; trying again", errors.exceptions[0])
        cancellation.honour()
        await asyncio.sleep(1)
