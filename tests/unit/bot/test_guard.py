"""What the web part bears from whoever connects: raw sockets, since no client library misbehaves enough."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from backend.clock import Clock
from backend.db.engine.uow import Database
from backend.domain.errors import Unavailable
from backend.records import Struct, field
from bot import logs
from bot.channels.base import Receipt, Received
from bot.web import guard
from bot.web.routes import routes, telegram_webhook
from tests.logs import restored

SECRET = "a-secret-of-the-webhook"
HOOK = "/webhooks/telegram"
UPDATE = {
    "update_id": 1,
    "message": {
        "message_id": 1,
        "date": 0,
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False, "first_name": "Awa"},
        "text": "bonjour",
    },
}
PATIENCE = 30.0
"""Seconds that an answer is waited for."""


class Answer(Struct):
    status: int
    headers: dict[str, str]
    body: bytes


class Line(Struct):
    """One connection, on which anything can be sent."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, *parts: bytes) -> None:
        self.writer.write(b"".join(parts))

    def begin(self, method: str, path: str, *headers: str) -> None:
        """A request without its body."""
        self.send("\r\n".join([f"{method} {path} HTTP/1.1", "Host: test", *headers, "", ""]).encode())

    async def answer(self) -> Answer:
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
            body = await self.reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(int(first.split()[1]), headers, body)

    async def closed(self) -> bool:
        """Wait until the other side has ended it; what it still said is dropped."""
        async with asyncio.timeout(PATIENCE):
            try:
                while await self.reader.read(65_536):
                    pass
            except ConnectionError:
                pass
        return True


class Site(Struct):
    port: int
    stored: list[Received] = field(default_factory=list)
    away: bool = False

    async def store(self, received: Sequence[Received], _receipts: Sequence[Receipt] = (), /) -> None:
        if self.away:
            raise Unavailable
        self.stored += received

    @asynccontextmanager
    async def line(self) -> AsyncIterator[Line]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield Line(reader, writer)
        finally:
            writer.close()

    async def ask(self, method: str, path: str, body: bytes = b"", *headers: str) -> Answer:
        async with self.line() as line:
            line.begin(method, path, f"Content-Length: {len(body)}", *headers)
            line.send(body)
            return await line.answer()

    async def hook(self, body: bytes, *headers: str) -> Answer:
        return await self.ask("POST", HOOK, body, f"X-Telegram-Bot-Api-Secret-Token: {SECRET}", *headers)


@pytest.fixture
async def site(monkeypatch: pytest.MonkeyPatch, unreachable: Database, tmp_path: Path) -> AsyncIterator[Site]:
    monkeypatch.setattr(guard, "BODY_WITHIN", 0.2)
    monkeypatch.setattr(guard, "HEADERS_WITHIN", 0.3)
    monkeypatch.setattr(guard, "LAST_BYTES", 0.1)

    async def echo(request: web.Request) -> web.Response:
        return web.Response(body=await request.read())

    async def fail(_request: web.Request) -> web.Response:
        raise RuntimeError("what nobody outside may read")

    site = Site(0)
    found = [
        *routes(unreachable, Clock(), CollectorRegistry(), {}, tmp_path),
        web.post(HOOK, telegram_webhook(SECRET, site.store)),
        web.post("/echo", echo),
        web.get("/fail", fail),
        web.get("/fail/{name}", fail),
    ]
    runner = guard.runner(found, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    yield site
    await runner.cleanup()


@pytest.fixture
async def unreachable() -> AsyncIterator[Database]:
    database = Database("postgresql:///none?host=/nowhere")
    yield database
    await database.close()


# --- size ------------------------------------------------------------------------------------------------


async def test_a_webhook_takes_as_much_as_the_platforms_send(site: Site) -> None:
    update = UPDATE | {"padding": "x" * (guard.MOST_WEBHOOK - 1_000)}
    assert (await site.hook(json.dumps(update).encode())).status == 200
    assert len(site.stored) == 1


async def test_a_webhook_that_announces_more_is_refused_before_it_is_read(site: Site) -> None:
    async with site.line() as line:
        line.begin(
            "POST", HOOK, f"X-Telegram-Bot-Api-Secret-Token: {SECRET}", f"Content-Length: {guard.MOST_WEBHOOK + 1}"
        )
        assert (await line.answer()).status == 413
        assert await line.closed()


async def endless(line: Line, headers: Sequence[str], path: str) -> tuple[Answer, int]:
    """A body in pieces that never ends; the answer, and how much was sent until then."""
    line.begin("POST", path, "Transfer-Encoding: chunked", *headers)
    sent = 0

    async def pour() -> None:
        nonlocal sent
        try:
            while True:
                line.send(b"10000\r\n", b"x" * 0x10000, b"\r\n")
                await line.writer.drain()
                sent += 0x10000
        except ConnectionError:
            pass

    pouring = asyncio.create_task(pour())
    answer = await line.answer()
    until_then = sent
    assert await line.closed()
    pouring.cancel()
    await asyncio.wait({pouring})
    return answer, until_then


async def test_an_endless_body_ends_at_the_limit(site: Site) -> None:
    async with site.line() as line:
        answer, sent = await endless(line, [f"X-Telegram-Bot-Api-Secret-Token: {SECRET}"], HOOK)
    assert answer.status == 413
    # what lies in the system's buffers included, which are as large again
    assert guard.MOST_WEBHOOK <= sent < 6 * guard.MOST_WEBHOOK
    assert site.stored == []


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [([], HOOK, 401), ([], "/echo", 413), ([], "/nowhere", 404), ([], "/health", 405)],
)
async def test_an_endless_body_of_somebody_unknown_or_of_a_small_route_is_not_waited_for(
    site: Site, headers: list[str], path: str, status: int
) -> None:
    async with site.line() as line:
        answer, sent = await endless(line, headers, path)
    assert answer.status == status
    assert sent < 3 * guard.MOST_WEBHOOK


async def test_other_routes_take_little(site: Site) -> None:
    body = b"x" * guard.MOST_BODY
    assert (await site.ask("POST", "/echo", body)).body == body
    assert (await site.ask("POST", "/echo", body + b"x")).status == 413


async def test_what_was_packed_for_the_way_is_not_unpacked(site: Site) -> None:
    bomb = gzip.compress(b'{"update_id": 1, "x": "' + b" " * 50_000_000 + b'"}')
    assert (await site.hook(bomb, "Content-Encoding: gzip")).status == 400


# --- time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [HOOK, "/echo"])
async def test_a_slow_body_is_cut_off(site: Site, path: str) -> None:
    async with site.line() as line:
        line.begin("POST", path, f"X-Telegram-Bot-Api-Secret-Token: {SECRET}", "Content-Length: 1000")

        async def trickle() -> None:
            try:
                while True:
                    line.send(b" ")
                    await line.writer.drain()
                    await asyncio.sleep(0.02)  # the sender's pace, which nobody waits for
            except ConnectionError:
                pass

        slow = asyncio.create_task(trickle())
        assert (await line.answer()).status == 408
        assert await line.closed()
        slow.cancel()
        await asyncio.wait({slow})
    assert site.stored == []


@pytest.mark.parametrize("sent", [b"", b"POST /webhooks/telegram HT", b"GET /health HTTP/1.1\r\nHost: te"])
async def test_a_connection_on_which_no_request_comes_is_ended(site: Site, sent: bytes) -> None:
    async with site.line() as line:
        line.send(sent)
        assert await line.closed()


async def test_a_slow_request_after_a_good_one_is_ended_too(site: Site) -> None:
    async with site.line() as line:
        line.begin("GET", "/health")
        assert (await line.answer()).status == 200
        line.send(b"GET /health HT")
        assert await line.closed()


@pytest.mark.parametrize(
    "headers",
    [[f"X-Long: {'x' * 20_000}"], [f"X-{n}: y" for n in range(2_000)]],
    ids=["one long header", "many headers"],
)
async def test_headers_have_a_limit(site: Site, headers: list[str]) -> None:
    async with site.line() as line:
        line.begin("GET", "/health", *headers)
        assert (await line.answer()).status in (400, 431)


# --- what is said -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /<b>\x01 HTTP/1.1\r\nHost: test\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: test\r\nX-Long: " + b"x" * 20_000 + b"\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["sign in the path", "long header", "broken chunk", "TLS"],
)
async def test_what_is_no_http_says_no_more_than_its_status_and_is_no_error_of_ours(
    site: Site, sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async with site.line() as line:
        line.send(sent)
        answer = await line.answer()
        assert await line.closed()
    assert answer.status == 400
    assert answer.body == b"400: Bad Request"
    assert answer.headers["server"] == "hiteuses"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []


async def test_a_secret_that_is_no_text_is_a_wrong_one(site: Site) -> None:
    async with site.line() as line:
        line.send(f"POST {HOOK} HTTP/1.1\r\nHost: test\r\nX-Telegram-Bot-Api-Secret-Token: ".encode())
        line.send(b"\xe9\xff\r\nContent-Length: 0\r\n\r\n")
        assert (await line.answer()).status == 401


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/.env", 404),
        ("GET", "/webhooks/", 404),
        ("GET", HOOK, 405),
        ("PUT", HOOK, 405),
        ("POST", "/metrics", 405),
        ("DELETE", "/health", 405),
        ("GET", "/fail", 500),
    ],
)
async def test_what_is_not_there_says_no_more_than_its_status(
    site: Site, method: str, path: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL, "bot.web.guard"):
        answer = await site.ask(method, path)
    assert answer.status == status
    assert len(answer.body) < 40
    assert answer.body.startswith(str(status).encode())
    assert "aiohttp" not in str(answer.headers).lower()


async def test_a_route_that_fails_again_and_again_fills_no_log(site: Site) -> None:
    stream = io.StringIO()
    with restored():
        logs.setup("info", "text", stream=stream)
        for _ in range(200):
            assert (await site.ask("GET", "/fail/hers%0aERROR:%20forged")).status == 500
    assert stream.getvalue().count("\nRuntimeError\n") == 1
    assert len(stream.getvalue()) < 4_000
    assert "a request failed: GET /fail/{name}" in stream.getvalue()
    assert "hers" not in stream.getvalue()


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"], ids=lambda path: path.strip("/"))
async def test_probes_answer_without_a_database(site: Site, path: str) -> None:
    answers = await asyncio.gather(*(site.ask("GET", path) for _ in range(20)))
    assert {answer.status for answer in answers} == {200 if path == "/health" else 503}
    assert not any(b"nowhere" in answer.body for answer in answers)


async def test_what_cannot_be_stored_is_asked_for_again(site: Site) -> None:
    body = json.dumps(UPDATE).encode()
    site.away = True
    assert (await site.hook(body)).status == 503
    site.away = False
    assert (await site.hook(body)).status == 200
    assert [received.key for received in site.stored] == ["1"]


@pytest.mark.parametrize(
    "change",
    [lambda _: b"", lambda _: b"\xff\xfe", lambda _: b"[" * 100_000, lambda body: body[:-1], lambda body: body + b"}"],
    ids=["empty", "no UTF-8", "deep", "cut", "more"],
)
async def test_what_is_no_update_is_refused_once(site: Site, change: Callable[[bytes], bytes]) -> None:
    assert (await site.hook(change(json.dumps(UPDATE).encode()))).status == 400
    assert site.stored == []
