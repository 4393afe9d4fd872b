"""pywa 4: its asynchronous client on Starlette and uvicorn. It has no store for what a chat is about, so a hash in
Redis holds that. A request is answered before it is handled, pywa's default.

Environment: the settings of the product's WhatsApp, PORT, DATABASE_URL, REDIS_URL.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn  # type: ignore[import-not-found, unused-ignore]
from pywa_async import WhatsApp, filters  # type: ignore[import-not-found, unused-ignore]
from pywa_async.types import Button  # type: ignore[import-not-found, unused-ignore]
from pywa_async.utils import CallbackURLScope, UserIdentifier  # type: ignore[import-not-found, unused-ignore]
from redis.asyncio import Redis  # type: ignore[import-not-found, unused-ignore]
from starlette.applications import Starlette  # type: ignore[import-not-found, unused-ignore]

from benchmarks.rivals import store

MOST_CALLS = 256
"""Calls at once. pywa's own client has room for 100, and gives up a call that waits for it for 5 s."""
PATIENCE = 60.0
"""Seconds that a call may take."""
MOST_BUTTONS = 3
"""The most reply buttons of a message; further buttons are left out."""
_store = store.Store(os.environ["DATABASE_URL"])
# One connection for each chat: with the default, further ones are refused.
_redis = Redis.from_url(os.environ["REDIS_URL"], max_connections=4_000)


def _buttons(rows: store.Rows) -> list[Any]:
    return [Button(label[:20], data) for row in rows for data, label in row][:MOST_BUTTONS]


def _text(text: str) -> str:
    """HTML's bold as WhatsApp's."""
    return text.replace("<b>", "*").replace("</b>", "*")


async def start(_: Any, message: Any) -> None:
    await message.mark_as_read()
    text, rows = store.offer()
    await _redis.hset(_key(message), "state", "offer")
    await message.reply(_text(text), buttons=_buttons(rows))


async def accept(_: Any, tap: Any) -> None:
    await tap.mark_as_read()
    if await _redis.hget(_key(tap), "state") != b"offer":
        return
    await _show(tap, await _store.begin(int(tap.from_user.wa_id)), None)


async def answer(_: Any, tap: Any) -> None:
    await tap.mark_as_read()
    _, task, value = tap.data.split(":")
    counted = None
    if await _redis.hget(_key(tap), "task") == task.encode():
        counted = await _store.submit(int(tap.from_user.wa_id), int(task), value)
    if counted is None:
        await tap.reply(store.NOT_YOURS)
        return
    await _show(tap, counted.next, counted)


def _key(update: Any) -> str:
    return f"chat:{update.from_user.wa_id}"


async def _show(tap: Any, task: store.Task | None, counted: store.Counted | None) -> None:
    if task is None:
        await _redis.delete(_key(tap))
        await tap.reply(store.NOTHING)
        return
    # Set before the question is shown: a tap on it may arrive before a later write to Redis.
    await _redis.hset(_key(tap), mapping={"state": "question", "task": task.id})
    text, rows = store.question(task, counted)
    await tap.reply(_text(text), buttons=_buttons(rows))


@asynccontextmanager
async def _opened(_: Starlette) -> AsyncIterator[None]:
    await _store.open()
    yield
    await _store.close()


def main() -> None:
    port = int(os.environ["PORT"])
    server = Starlette(lifespan=_opened)
    bot = WhatsApp(
        phone_id=os.environ["WHATSAPP_PHONE_NUMBER_ID"],
        token=os.environ["WHATSAPP_ACCESS_TOKEN"],
        session=httpx.AsyncClient(limits=httpx.Limits(max_connections=MOST_CALLS), timeout=PATIENCE),
        server=server,
        verify_token=os.environ["WHATSAPP_VERIFY_TOKEN"],
        app_secret=os.environ["WHATSAPP_APP_SECRET"],
        waba_id=os.environ["WHATSAPP_BUSINESS_ACCOUNT_ID"],
        callback_url=f"http://127.0.0.1:{port}",
        callback_url_scope=CallbackURLScope.WABA,
        user_identifier_priority=(UserIdentifier.WA_ID, UserIdentifier.BSUID, UserIdentifier.PARENT_BSUID),
    )
    bot.api._session.base_url = f"{os.environ['WHATSAPP_API_URL']}/v23.0"
    bot.on_message(filters.text)(start)
    bot.on_callback_button(filters.matches("accept"))(accept)
    bot.on_callback_button(filters.startswith("a:"))(answer)
    uvicorn.run(server, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
