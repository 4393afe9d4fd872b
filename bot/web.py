"""The web part: webhooks, health, metrics."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence

import orjson
import prometheus_client
from aiohttp import web
from prometheus_client.core import CollectorRegistry, GaugeMetricFamily
from prometheus_client.registry import Collector

from backend.db import health
from backend.db.uow import Database, DatabaseError
from backend.domain.errors import Unavailable
from bot.channels import telegram_hearing
from bot.channels.base import Store
from bot.channels.telegram import secret_matches

log = logging.getLogger(__name__)

MOST_BODY = 2 * 1024 * 1024


def telegram_webhook(secret: str, store: Store) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Verify, then parse, store, and only then say 200. What is no update is refused, once."""

    async def receive(request: web.Request) -> web.Response:
        if not secret_matches(request.headers.get("X-Telegram-Bot-Api-Secret-Token"), secret):
            return web.Response(status=401)
        try:
            update = orjson.loads(await request.read())
            if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
                raise ValueError
            received = telegram_hearing.receive(update)
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


def routes(database: Database) -> list[web.RouteDef]:
    """Health and metrics; they need no database to say that there is none."""

    async def alive(_request: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def ready(_request: web.Request) -> web.Response:
        try:
            async with database.unit() as uow:
                await health.ready(uow)
        except (DatabaseError, Unavailable, OSError):
            return web.json_response({"ok": False, "database": "unreachable"}, status=503)
        return web.json_response({"ok": True, "database": "ok", "queue": "ok"})

    async def metrics(_request: web.Request) -> web.Response:
        try:
            async with database.unit() as uow:
                waiting = await health.waiting(uow)
        except (DatabaseError, Unavailable, OSError):
            return web.Response(status=503)
        registry = CollectorRegistry()
        registry.register(_Waiting(waiting))
        body = prometheus_client.generate_latest(registry)
        return web.Response(body=body, headers={"Content-Type": prometheus_client.CONTENT_TYPE_LATEST})

    return [web.get("/health", alive), web.get("/ready", ready), web.get("/metrics", metrics)]


class _Waiting(Collector):
    """How much waits where, and for how long its oldest has."""

    def __init__(self, rows: Sequence[health.Waiting]) -> None:
        self._rows = rows

    def collect(self) -> list[GaugeMetricFamily]:
        count = GaugeMetricFamily("hiteuses_waiting", "Rows that wait", labels=["queue", "lane"])
        age = GaugeMetricFamily("hiteuses_oldest_seconds", "Age of the oldest waiting row", labels=["queue", "lane"])
        for row in self._rows:
            count.add_metric([row.queue, row.lane], row.count)
            age.add_metric([row.queue, row.lane], row.seconds)
        return [count, age]


def application(found: Sequence[web.RouteDef]) -> web.Application:
    app = web.Application(client_max_size=MOST_BODY)
    app.add_routes(found)
    return app
