"""Every route of the program keeps to the limits, whatever is added to it later."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from backend.db.uow import Database
from bot import guard
from tests.demo import RunningDemo
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.product import Product

ROOT = Path(__file__).parents[2]
BODIES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[web.Application]:
    """The applications that were given to the server, in order."""
    applications: list[web.Application] = []
    build = guard.runner

    def recorded(routes: Sequence[web.RouteDef], **options: Any) -> web.AppRunner:
        runner = build(routes, **options)
        applications.append(runner.app)
        return runner

    monkeypatch.setattr(guard, "runner", recorded)
    return applications


@pytest.fixture(params=["demo", "both platforms"])
async def site(request: pytest.FixtureRequest, served: list[web.Application], database: Database) -> AsyncIterator[str]:
    """The whole program's address: as the demo, and with webhooks of both platforms."""
    if request.param == "demo":
        demo = RunningDemo(database)
        await demo.start()
        yield demo.url.removesuffix("/demo")
        await demo.stop()
        return
    async with FakeTelegram() as telegram, FakeWhatsApp() as whatsapp:
        product = Product(telegram, database, whatsapp)
        await product.start()
        yield str(product.app.settings.public_url)
        await product.stop()


def paths(application: web.Application) -> list[tuple[str, str]]:
    """Method and a path of every route, something put into its places."""
    found = []
    for route in application.router.routes():
        assert route.resource is not None
        found.append((route.method, re.sub(r"\{[^}]+\}", "x", route.resource.canonical)))
    return found


async def test_every_answer_has_safe_headers_and_no_cookie(site: str, served: list[web.Application]) -> None:
    asked = [*paths(served[-1]), ("GET", "/nothing/here"), ("PUT", "/health")]
    assert len(asked) > 10
    async with aiohttp.ClientSession() as session:
        for method, path in asked:
            async with session.request(method, site + path) as answer:
                assert answer.status < 500, path
                headers = answer.headers
                assert "default-src 'none'" in headers["Content-Security-Policy"], path
                assert "unsafe" not in headers["Content-Security-Policy"], path
                if headers.get("Content-Type", "").startswith("text/html"):
                    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
                assert headers["X-Content-Type-Options"] == "nosniff", path
                assert headers["Referrer-Policy"] == "no-referrer", path
                assert "Set-Cookie" not in headers, path
                assert headers["Server"] == "hiteuses", path


async def test_every_route_refuses_a_body_beyond_its_limit(site: str, served: list[web.Application]) -> None:
    asked = paths(served[-1])
    assert any(method in BODIES for method, _ in asked)
    async with aiohttp.ClientSession() as session:
        for method, path in asked:
            webhook = path.startswith(guard.WEBHOOKS)
            most = guard.MOST_WEBHOOK if webhook else guard.MOST_BODY
            # of somebody unknown: Telegram's is refused by its headers; WhatsApp's handshake reads none
            allowed = {413, 401, 403} if webhook else {413}
            async with session.request(method, site + path, data=io.BytesIO(b"a" * (most + 1))) as answer:
                assert answer.status in allowed, (method, path)


def test_only_the_guard_makes_servers() -> None:
    made = [
        file.relative_to(ROOT).as_posix()
        for folder in ("bot", "backend")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"web\.(Application|AppRunner|run_app|ServerRunner|Server)\(", file.read_text(encoding="utf-8"))
    ]
    assert made == ["bot/guard.py"]
