"""Every route of the program keeps to the limits, whatever is added to it later."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from backend.db.engine.uow import Database
from bot.web import guard
from tests.integration.web.sites import ServedSite, paths, served

ROOT = Path(__file__).parents[3]
BODIES = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(params=["demo", "both platforms"])
async def site(
    request: pytest.FixtureRequest, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ServedSite]:
    async with served(request.param, database, monkeypatch) as site:
        yield site


def plain_paths(site: ServedSite) -> list[tuple[str, str]]:
    """Method and a path of every route, something put into its places."""
    return [(method, path.replace("{}", "x")) for method, path in paths(site.application)]


async def test_every_answer_has_safe_headers_and_no_cookie(site: ServedSite) -> None:
    asked = [*plain_paths(site), ("GET", "/nothing/here"), ("PUT", "/health")]
    assert len(asked) > 10
    async with aiohttp.ClientSession() as session:
        for method, path in asked:
            async with session.request(method, site.url + path) as answer:
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


async def test_every_route_refuses_a_body_beyond_its_limit(site: ServedSite) -> None:
    asked = plain_paths(site)
    assert any(method in BODIES for method, _ in asked)
    async with aiohttp.ClientSession() as session:
        for method, path in asked:
            webhook = path.startswith(guard.WEBHOOKS)
            most = guard.MOST_WEBHOOK if webhook else guard.MOST_BODY
            # of somebody unknown: Telegram's is refused by its headers; WhatsApp's handshake reads none
            allowed = {413, 401, 403} if webhook else {413}
            async with session.request(method, site.url + path, data=io.BytesIO(b"a" * (most + 1))) as answer:
                assert answer.status in allowed, (method, path)


def test_only_the_guard_makes_servers() -> None:
    made = [
        file.relative_to(ROOT).as_posix()
        for folder in ("bot", "backend")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"web\.(Application|AppRunner|run_app|ServerRunner|Server)\(", file.read_text(encoding="utf-8"))
    ]
    assert made == ["bot/web/guard.py"]


async def test_anybody_can_read_what_is_kept(site: ServedSite) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{site.url}/confidentialite") as answer:
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert "30 jours" in await answer.text()
