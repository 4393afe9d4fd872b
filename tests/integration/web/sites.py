"""The whole program's web part, as the demo and with webhooks of both platforms."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from yarl import URL

from backend.db.engine.uow import Database
from backend.records import Record
from bot.web import guard
from tests.demo import RunningDemo
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.product import Product


class ServedSite(Record):
    """`url`: its address, without a path. `application`: what was given to the server. `product`: None for the
    demo."""

    url: str
    application: web.Application
    product: Product | None = None

    @property
    def port(self) -> int:
        port = URL(self.url).port
        assert port is not None
        return port


@asynccontextmanager
async def served(kind: str, database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ServedSite]:
    """`kind`: "demo" or "both platforms"."""
    applications: list[web.Application] = []
    build = guard.runner

    def recorded(routes: Sequence[web.RouteDef], **options: Any) -> web.AppRunner:
        runner = build(routes, **options)
        applications.append(runner.app)
        return runner

    monkeypatch.setattr(guard, "runner", recorded)
    if kind == "demo":
        demo = RunningDemo(database)
        await demo.start()
        yield ServedSite(demo.url.removesuffix("/demo"), applications[-1])
        await demo.stop()
        return
    async with FakeTelegram() as telegram, FakeWhatsApp() as whatsapp:
        product = Product(telegram, database, whatsapp)
        await product.start()
        yield ServedSite(str(product.app.settings.public_url), applications[-1], product)
        await product.stop()


def paths(application: web.Application) -> list[tuple[str, str]]:
    """Method and path of every route, its places as `{}`."""
    found = []
    for route in application.router.routes():
        assert route.resource is not None
        found.append((route.method, re.sub(r"\{[^}]+\}", "{}", route.resource.canonical)))
    return found
