"""Updates posted to the bot's webhook.

Updates of one chat are posted one after the other, those of different chats side by side, up to
`max_connections`. What is not answered 2xx is posted again, after pauses that double.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import orjson

from tests.fakes.serving import pause_after

from .updates import Update, UpdateQueue

Reply = Callable[[str, dict[str, Any]], Awaitable[None]]
"""Runs a call that the webhook's answer holds."""


class Webhook:
    """One webhook, from setWebhook to deleteWebhook. Pauses in seconds."""

    def __init__(
        self,
        queue: UpdateQueue,
        session: aiohttp.ClientSession,
        url: str,
        *,
        secret: str | None,
        max_connections: int,
        first_pause: float,
        longest_pause: float,
        reply: Reply,
    ) -> None:
        self.url = url
        self.max_connections = max_connections
        self.last_error: tuple[int, str] | None = None
        """When (Unix time) and what."""
        self._queue = queue
        self._session = session
        self._headers = {"Content-Type": "application/json"}
        if secret is not None:
            self._headers["X-Telegram-Bot-Api-Secret-Token"] = secret
        self._first_pause = first_pause
        self._longest_pause = longest_pause
        self._reply = reply
        self._by_chat: dict[int, deque[Update]] = {}
        self._failures: dict[int, int] = {}
        self._ready: deque[int] = deque()
        self._in_flight: set[asyncio.Task[None]] = set()
        self._timers: set[asyncio.TimerHandle] = set()
        self._closed = False
        for update in queue.pending.values():
            self.put(update)

    def put(self, update: Update) -> None:
        waiting = self._by_chat.get(update.chat_id)
        if waiting is None:
            self._by_chat[update.chat_id] = deque([update])
            self._ready.append(update.chat_id)
            self._start()
        else:
            waiting.append(update)

    def close(self) -> None:
        self._closed = True
        for timer in self._timers:
            timer.cancel()
        for task in self._in_flight:
            task.cancel()

    def _start(self) -> None:
        while self._ready and len(self._in_flight) < self.max_connections and not self._closed:
            task = asyncio.get_running_loop().create_task(self._post_next(self._ready.popleft()))
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)
            # After the discard, so that the place is free.
            task.add_done_callback(lambda _: self._start())

    async def _post_next(self, chat_id: int) -> None:
        waiting = self._by_chat[chat_id]
        update = waiting[0]
        problem = await self._post(update)
        if problem is not None:
            self.last_error = (int(time.time()), problem)
            failures = self._failures.get(chat_id, 0)
            self._failures[chat_id] = failures + 1
            self._later(pause_after(failures, self._first_pause, self._longest_pause), chat_id)
            return
        self._failures.pop(chat_id, None)
        self._queue.confirm(update)
        if update.id not in self._queue.pending:
            waiting.popleft()
        if waiting:
            self._ready.append(chat_id)
        else:
            del self._by_chat[chat_id]

    def _later(self, pause: float, chat_id: int) -> None:
        def again() -> None:
            self._timers.discard(timer)
            self._ready.append(chat_id)
            self._start()

        timer = asyncio.get_running_loop().call_later(pause, again)
        self._timers.add(timer)

    async def _post(self, update: Update) -> str | None:
        """What went wrong, or None."""
        self._queue.hand(update)
        try:
            async with self._session.post(self.url, data=update.body, headers=self._headers) as response:
                content = await response.read()
                if not response.ok:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {error or type(error).__name__}"
        if content.startswith(b"{"):
            await self._answered(content)
        return None

    async def _answered(self, content: bytes) -> None:
        try:
            call = orjson.loads(content)
        except orjson.JSONDecodeError:
            return
        method = call.pop("method", None)
        if isinstance(method, str):
            await self._reply(method, call)
