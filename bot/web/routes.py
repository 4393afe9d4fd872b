"""The web part: webhooks, health, metrics."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

import prometheus_client
from aiohttp import web
from prometheus_client.core import CollectorRegistry

from backend.clock import Clock
from backend.db.engine import health
from backend.db.engine.failures import FULL, DatabaseError
from backend.db.engine.uow import Database
from backend.domain.errors import Unavailable
from backend.services.admin import service_state
from backend.services.admin.service_state import ServiceState
from bot import metrics
from bot.channels.base import Store
from bot.channels.telegram import updates
from bot.channels.telegram.channel import secret_matches
from bot.channels.whatsapp.channel import WhatsApp, greets, signed
from bot.web import guard

log = logging.getLogger(__name__)

ANSWER_WITHIN = 3.0  # seconds until a database that does not answer counts as away

T = TypeVar("T")


def telegram_webhook(secret: str, store: Store) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Verify the secret, parse, store, and only then answer 200. What is no update is refused, and not sent again."""

    async def receive(request: web.Request) -> web.Response:
        if not secret_matches(request.headers.get("X-Telegram-Bot-Api-Secret-Token"), secret):
            return web.Response(status=401)
        try:
            update = guard.loads(await guard.body(request))
            if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
                raise ValueError
            received = updates.receive(update)
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("a webhook request held no update")
            return web.Response(status=400)
        if received is not None:
            try:
                await store([received])
            except Unavailable:
                return web.Response(status=503)  # Telegram sends it again
        return web.Response()

    return receive


def whatsapp_handshake(verify_token: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """The platform asks once whether the address belongs to the product: return its challenge if
    it knows the verify token."""

    async def answer(request: web.Request) -> web.Response:
        asked = request.query
        if not greets(verify_token, asked.get("hub.mode", ""), asked.get("hub.verify_token", "")):
            return web.Response(status=403)
        # plain text, so that no browser shows as a page what somebody put into the address
        headers = {"X-Content-Type-Options": "nosniff"}
        return web.Response(text=asked.get("hub.challenge", ""), content_type="text/plain", headers=headers)

    return answer


def whatsapp_webhook(channel: WhatsApp, store: Store) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Check the signature over the raw bytes, parse, store the whole batch, and only then answer 200. What could
    not be stored comes again."""

    async def receive(request: web.Request) -> web.Response:
        signature = request.headers.get("X-Hub-Signature-256")
        if signature is None:
            return web.Response(status=401)  # without a signature, the body is not read
        raw = await guard.body(request)
        if not signed(channel.account.app_secret, raw, signature):
            return web.Response(status=401)
        try:
            batch = channel.read(guard.loads(raw))
        except ValueError:
            log.warning("a webhook request held nothing of WhatsApp")
            return web.Response(status=400)
        for kind in batch.news:
            log.log(logging.INFO if batch.templates else logging.WARNING, "WhatsApp tells: %s", kind)
        if batch.templates:
            channel.templates_changed()
        try:
            await store(batch.received, batch.receipts)
        except Unavailable:
            return web.Response(status=503)
        channel.seen(batch.received)
        return web.Response()

    return receive


def routes(
    database: Database,
    clock: Clock,
    registry: CollectorRegistry,
    plan: Mapping[str, timedelta],
    home: Path,
    *,
    signs: bool = False,
) -> list[web.RouteDef]:
    """Health and metrics; they also answer without a database. `registry`: the counters of this process. `plan`: the
    schedule, job → period. `home`: the data folder. `signs`: the key that signs certificates is in the environment."""

    async def look_ready() -> str:
        async with database.unit() as uow:
            try:
                await health.ready(uow)
            except FULL:
                return "its disk is full"
        return "ok"

    async def look() -> ServiceState:
        async with database.unit() as uow:
            return await service_state.look(uow, plan, clock.now())

    is_ready, state = _Question(look_ready), _Question(look)

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def ready(_request: web.Request) -> web.Response:
        found = await is_ready.answer() or "unreachable"
        if found != "ok":
            return web.json_response({"ok": False, "database": found}, status=503)
        return web.json_response({"ok": True, "database": "ok", "queue": "ok"})

    async def measured(_request: web.Request) -> web.Response:
        found = await state.answer()
        if found is None:
            return web.Response(status=503)
        of_all = CollectorRegistry()
        of_all.register(metrics.Service(found, home, signs=signs))
        body = prometheus_client.generate_latest(of_all) + prometheus_client.generate_latest(registry)
        return web.Response(body=body, headers={"Content-Type": prometheus_client.CONTENT_TYPE_LATEST})

    return [web.get("/health", alive), web.get("/ready", ready), web.get("/metrics", measured)]


class _Question(Generic[T]):
    """A query that anybody may ask for: many who ask at once share one query, and nobody waits long for it."""

    def __init__(self, look: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._look = look
        self._asked: asyncio.Task[T] | None = None

    async def answer(self) -> T | None:
        """The result; None if the database cannot be reached."""
        if self._asked is None or self._asked.done():
            self._asked = asyncio.create_task(self._look())
        asked = self._asked
        await asyncio.wait({asked}, timeout=ANSWER_WITHIN)
        if not asked.done():
            return None  # still running: another query would only wait too
        try:
            return asked.result()
        except (DatabaseError, Unavailable, OSError):
            return None
