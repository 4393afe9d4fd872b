"""Telegram, through `Bot` and the types of python-telegram-bot. Its handlers and persistence are not used: they confirm
an update before it is stored."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import telegram as tg
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from backend.domain.errors import BadInput, Reason, Unavailable
from backend.domain.messaging.accounts import AccountCondition
from bot.channels.base import (
    Files,
    Heard,
    Menu,
    Outgoing,
    Pace,
    Received,
    Said,
    Store,
)
from bot.channels.errors import AccountDown, Later, Refused, SendError, Unreachable, Unsure
from bot.channels.telegram import NAME
from bot.channels.telegram.request import AiohttpRequest, NotSent, QuietBot, Revoked, asked_to_wait
from bot.channels.telegram.sending import TelegramSender
from bot.channels.telegram.updates import UPDATES, hear, receive

log = logging.getLogger(__name__)

MOST_FETCHED = 20 * 1024 * 1024  # bytes, the limit of getFile
FREE_PER_SECOND = 30.0  # messages a second; above it, messages must carry allow_paid_broadcast
POLL_SECONDS = 25
"""Seconds that one call of getUpdates waits for updates."""
NO_UPDATES = 3.0  # seconds before asking again after an answer without a usable update


class Telegram:
    """One bot account. `api_url`: the root of the Bot API. `per_second`: messages a second over all chats."""

    name = NAME
    edits = True
    tells_later: timedelta | None = None
    keeps_events = False

    def __init__(self, token: str, api_url: str, files: Files, per_second: float) -> None:
        self.pace = Pace(overall=per_second, per_chat=1.0, burst=20)
        self._requests = AiohttpRequest(connections=128, timeout=20), AiohttpRequest(connections=1, timeout=20)
        root = api_url.rstrip("/")
        self.bot = QuietBot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        self._sender = TelegramSender(self.bot, self._requests[0], files, NAME, paid=per_second > FREE_PER_SECOND)

    async def open(self) -> None:
        for request in self._requests:  # not Bot.initialize(), which fails while Telegram is away
            await request.initialize()

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()

    # --- hearing ----------------------------------------------------------------------------------

    def hear(self, payload: Any) -> Heard:
        return hear(payload)

    # --- saying -----------------------------------------------------------------------------------

    async def send(self, outgoing: Outgoing) -> Said | None:
        try:
            return await self._sender.send(outgoing)
        except TelegramError as error:
            raise _classified(error) from None

    def reaches(self, purpose: str, language: str, at: datetime, heard_at: datetime | None) -> bool:
        return True

    def pieces(self, outgoing: Outgoing) -> int:
        return self._sender.pieces(outgoing)

    async def fetch(self, ref: str, most: int) -> bytes:
        try:
            file = await self.bot.get_file(ref)
            if (file.file_size or 0) > min(most, MOST_FETCHED):
                raise BadInput(Reason("the file is too large"))
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise _classified(error) from None

    async def condition(self) -> AccountCondition | None:
        """None: a bot has no rating and no daily limit."""
        return None

    async def show_menu(self, menu: Menu) -> None:
        commands = [tg.BotCommand(word, description) for word, description in menu.words]
        try:
            await self.bot.set_my_commands(commands, scope=tg.BotCommandScopeChat(int(menu.address)))
        except TelegramError as error:
            raise _classified(error) from None

    # --- webhook and polling --------------------------------------------------------------------------

    async def username(self) -> str:
        """The bot's name, for deep links. Raises `SendError`."""
        try:
            return (await self.bot.get_me()).username or ""
        except TelegramError as error:
            raise _classified(error) from None

    async def set_webhook(self, url: str | None, secret: str) -> None:
        """Register the webhook, or remove it (None) so that polling works. Raises `SendError`."""
        try:
            if url is None:
                await self.bot.delete_webhook()
            else:
                await self.bot.set_webhook(url, allowed_updates=UPDATES, secret_token=secret, max_connections=100)
        except TelegramError as error:
            raise _classified(error) from None

    async def poll(self, store: Store) -> None:
        """Fetch updates forever. The offset moves only after they are stored, so that none is lost; an update that is
        fetched twice is recognised by its key."""
        offset: int | None = None
        while True:
            try:
                updates: Any = await self._requests[1].post(
                    f"{self.bot.base_url}/getUpdates?{_query(offset)}", read_timeout=POLL_SECONDS + 15
                )
            except TelegramError as error:
                problem = _classified(error)
                log.warning("Telegram does not hand out updates: %s", str(problem))
                await asyncio.sleep(problem.seconds if isinstance(problem, Later) else 3)
                continue
            numbers = [n for u in updates if (n := _number(u)) is not None] if isinstance(updates, list) else None
            if not numbers:
                if numbers is None or updates:  # there is no update number to go on from
                    log.warning("Telegram hands out what are no updates")
                    await asyncio.sleep(NO_UPDATES)
                continue
            try:
                await store([r for u in updates if (r := _read_update(u)) is not None])
            except Unavailable as error:
                log.warning("updates wait at Telegram: %s", error)
                await asyncio.sleep(1)
                continue
            offset = max(numbers) + 1


def _number(update: Any) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else None


def _read_update(update: Any) -> Received | None:
    """Like `receive`, but None for an update of an unknown shape, which would otherwise come again forever."""
    try:
        return receive(update)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        log.error("an update of an unknown shape is let go (%s)", type(error).__name__)
        return None


def _query(offset: int | None) -> str:
    """The query of getUpdates. Raw updates are stored, so they are fetched without PTB's parsing."""
    asked = {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": json.dumps(UPDATES)}
    return urlencode(asked if offset is None else {**asked, "offset": offset})


def secret_matches(given: str | None, secret: str) -> bool:
    """Compare in constant time. `given`: a header; bytes that are not valid text are surrogates in it."""
    return hmac.compare_digest((given or "").encode(errors="surrogateescape"), secret.encode())


def _classified(error: TelegramError) -> SendError:
    """The error for the relay, by PTB's class and not by text, except for "chat not found"."""
    match error:
        case RetryAfter():
            # Telegram does not say whether it means the chat or the account
            return Later(asked_to_wait(error), "too many requests", account=None, fast=True)
        case Revoked():
            return AccountDown("Telegram refuses the bot's token (401): set a valid TELEGRAM_BOT_TOKEN")
        case Forbidden():
            return Unreachable("she has blocked the bot or left Telegram")
        case BadRequest():
            unreachable = "chat not found" in error.message.lower()
            return Unreachable("no such chat") if unreachable else Refused(error.message)
        case NotSent():
            return Later(1, error.message, account=True)
        case NetworkError():  # no answer in time, or a 5xx: it may have been done all the same
            return Unsure(error.message)
        case _:
            return Later(2, error.message or type(error).__name__, account=True)
