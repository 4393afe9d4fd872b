"""Every route of the program against requests that no client of ours makes: none is an error of ours (5xx), and
none fills the log. Raw connections, since no client library misbehaves enough."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import aiohttp
import pytest

from backend.db.engine.uow import Database
from bot import logs
from bot.web import guard
from tests.fakes.whatsapp.events import signature
from tests.integration.web.sites import ServedSite, paths, served
from tests.logs import restored

PATIENCE = 30.0
"""Seconds that an answer is waited for."""
MOST_LOGGED = 500
"""Bytes of log at the level `info` that one request may cause."""

ODD_NAMES = (
    *("%00", "x%00.js", "%ff", "%C0%AF", "%ED%A0%80", "%F0%9F%A4%B7", "%E9", "%", "%2", "%zz", "%u0041"),
    *("..%2f..%2fetc%2fpasswd", "%2e%2e", "..", ".", "a%0d%0aX:%20y", "a%0ab", "{x}", "[", "a;b=c", "-1", "nan"),
    *("9" * 40, "%D9%A3", "%C2%B2", "x" * 5_000, "%00" * 1_000, "00000000-0000-0000-0000-00000000000g"),
    *("00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000.json", ".json", "x.jwt.jwt"),
)
ODD_QUERIES = (
    *("%00", "phone=%00", "phone=%ff&after=%C2%B2", "phone=1&after=" + "9" * 5_000, "%", "=&=&", "a[]=1&a[]=2"),
    *("a=1&" * 1_500, "hub.mode=subscribe&hub.verify_token=%ff", "hub.mode=%00&hub.challenge=%0d%0aX:%20y"),
)
ODD_CHARSETS = ("klingon", "", "utf-8;x", "%00", '"', "utf-16", "utf_8_sig", "idna", "unicode_escape", "zip", "rot13")
ODD_TYPES = (
    *(f"{kind}; charset={charset}" for charset in ODD_CHARSETS for kind in ("application/json", "text/plain")),
    *(f"application/x-www-form-urlencoded; charset={charset}" for charset in (*ODD_CHARSETS, "x" * 5_000)),
    *("application/x-www-form-urlencoded; charset*=klingon''x", "application/x-www-form-urlencoded;;;", ""),
    *("multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x"),
    *("multipart/form-data; boundary=" + "x" * 200, "multipart/mixed; boundary=x", "multipart/form-data; charset=x"),
    *(";", "/", "a/b/c", "text", "\xe9\xff", "application/json, text/html", "x" * 7_000),
)
ODD_HEADERS = (
    *("Content-Length: -1", "Content-Length: x", "Content-Length: 1, 1", "Content-Length: 99999999999999999999"),
    *("Content-Length: 10", "Transfer-Encoding: gzip", "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: \xff"),
    *("Content-Encoding: gzip", "Content-Encoding: klingon", "Content-Encoding: br, zstd", "Expect: 100-continue"),
    *("Expect: something-else", "Range: bytes=0-", "Range: bytes=5-1", "Range: bytes=-0", "Range: bytes=a-b"),
    *("Range: bytes=99999999999999999999-", "Range: bytes=0-1,3-4", "Range: lines=1-2", "Range: \xff", "Range: bytes="),
    *("If-Range: x", "If-Modified-Since: never", "If-Modified-Since: Fri, 99 Foo 99999 99:99:99 GMT", "If-Match: \xff"),
    *("If-Modified-Since: Thu, 01 Jan 1970 00:00:00 +9999", "If-Unmodified-Since: Fri, 31 Dec 0000 00:00:00 GMT"),
    *('If-None-Match: "', "If-None-Match: *", "Accept: \xff", "Accept: ;;q=,,", "Accept: " + "a/b," * 2_000),
    *("Accept-Encoding: klingon;q=x", "Accept-Language: \x80", "Cookie: =;=;\xff", "Cookie: " + "a=b; " * 1_000),
    *(
        "Host: [::1",
        "Host: [",
        "Host: a:b:c",
        "Host: x@y",
        "Host: \xff",
        "Host: 127.0.0.1:99999",
        "Host: ",
        "Host: a/b",
    ),
    *("Host: localhost:x", "Host: [fe80::1%25eth0]", "Host: ::1", "Origin: http://[", "Origin: null", "Origin: \xff"),
    *("Origin: http://localhost:99999", "Origin: //", "Authorization: \xff", "Authorization: Basic " + "A" * 5_000),
    *("Upgrade: websocket", "Upgrade: h2c", "Connection: Upgrade", "Connection: \xff", "X-Forwarded-For: \xff"),
    *("Sec-WebSocket-Key: x", "Sec-WebSocket-Version: x", "X-Telegram-Bot-Api-Secret-Token: \xe9"),
    *("X-Hub-Signature-256: sha256=\xff", "X-Hub-Signature-256: sha256=" + "0" * 64, "X-Hub-Signature-256: sha256"),
    *("Forwarded: for=_x;;", "TE: trailers", "Trailer: x", "\xff: x", ": x", "a b: c", " a: b", "a: b\x00c"),
)
ODD_BODIES = (
    *(b"", b"\x00", b"\xff\xfe", b"{", b"null", b"[" * 60_000, b"9" * 60_000, b'{"minutes": 1e400}', b'"\\ud800"'),
    *(b"credential=%ff%00", b"credential=" + b"%F0" * 20_000, b"=&=&" * 10_000, b"a=1&" * 15_000, b"credential=\xff"),
    *(b'{"minutes": true}', b'{"minutes": 99999999999999999999}', b'{"until": []}', b'{"of": {}}', b'{"of": "\x00"}'),
    *(b'{"of": "\\u0000"}', b'{"role": 7}', b"[{}]", b'{"minutes": NaN}', b"e" * 30_000 + b"." + b"e" * 30_000),
    *(b"--x\r\n\r\n\r\n--x--", b'--x\r\nContent-Disposition: form-data; name="credential"\r\n\r\na\r\n--x--\r\n'),
    *(b"eyJhbGciOiJub25lIn0.e30.", b"a.b.c", b"https://[::1/verify/x", b"http://x/verify/%00", b'{"id": []}'),
    *(b'{"@context": 1, "id": {"a": 1}}', b'{"id": "http://[::1"}', b'{"iss": 7, "vc": []}', b'{"proof": [[[]]]}'),
)
KINDS = ("application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get")


@pytest.fixture(params=["demo", "both platforms"])
async def site(
    request: pytest.FixtureRequest, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ServedSite]:
    async with served(request.param, database, monkeypatch) as site:
        yield site


@pytest.fixture
def log(site: ServedSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the program writes to its log, as it does where nothing else is set."""
    monkeypatch.setattr(guard, "BODY_WITHIN", 0.1)
    monkeypatch.setattr(guard, "HEADERS_WITHIN", 1.0)
    monkeypatch.setattr(guard, "LAST_BYTES", 0.1)
    stream = io.StringIO()
    with restored():
        logs.setup("info", "text", stream=stream)
        yield stream


def wire(method: str, target: str, headers: tuple[str, ...] = (), body: bytes = b"") -> bytes:
    """A request as it goes over the line; a header of the same name replaces ours."""
    own = {"host": "Host: 127.0.0.1", "content-length": f"Content-Length: {len(body)}"}
    given = {header.partition(":")[0].lower() for header in headers}
    if "transfer-encoding" in given:
        given.add("content-length")
    lines = [f"{method} {target} HTTP/1.1", *(line for name, line in own.items() if name not in given), *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def requests_of(method: str, path: str) -> Iterator[bytes]:
    """Everything odd for one route; `path` with its places as `{}`."""
    whole = path.replace("{}", "x")
    names = [path.replace("{}", odd) for odd in ODD_NAMES] if "{}" in path else []
    names += [whole + odd for odd in ("%00", "/%00", "/%ff", "//", "/..", "%ff", ";x", "\xff")]
    yield from (wire(method, name) for name in names)
    yield from (wire(method, f"{whole}?{query}") for query in ODD_QUERIES)
    yield from (wire(other, whole) for other in METHODS)
    yield from (wire(method, target) for target in (f"http://elsewhere{whole}", f"//{whole}", "*", f"http://[{whole}"))
    yield from (wire(method, whole).replace(b"HTTP/1.1", version) for version in (b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9"))
    yield from (wire(method, whole, (header,), b"x=y" if method == "POST" else b"") for header in ODD_HEADERS)
    upgrade = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")
    for key in ("", "x", "\xff", "AAAAAAAAAAAAAAAAAAAAAA=="):
        yield wire(method, f"{whole}?phone=nobody", (*upgrade, f"Sec-WebSocket-Key: {key}"))
    for kind in ODD_TYPES:
        yield wire(method, whole, (f"Content-Type: {kind}",), b"credential=caf%E9")
        yield wire(method, whole, (f"Content-Type: {kind}",), b"--x\r\n\r\n\xff\r\n--x--")
    for body in ODD_BODIES:
        for kind in KINDS:
            yield wire(method, whole, (f"Content-Type: {kind}",), body)


async def status(port: int, sent: bytes) -> int:
    """The status of the answer; 0 where the connection ended without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        async with asyncio.timeout(PATIENCE):
            with suppress(asyncio.IncompleteReadError, ConnectionError):
                found = 100
                while found == 100:  # "go on", and the answer behind it
                    head = await reader.readuntil(b"\r\n")
                    found = int(head.split()[1]) if head.startswith(b"HTTP/") else 100
                return found
        return 0
    finally:
        writer.close()


def signed_by(site: ServedSite, path: str, body: bytes) -> tuple[str, ...]:
    """The header by which a platform is known, of somebody who has its secret."""
    assert site.product is not None
    if path == "/webhooks/telegram":
        return (f"X-Telegram-Bot-Api-Secret-Token: {site.product.app.settings.webhook_secret}",)
    return (f"X-Hub-Signature-256: {signature(site.product.whatsapp.account.app_secret, body)}",)


def signed_requests(site: ServedSite) -> Iterator[bytes]:
    """What is odd, from a platform itself."""
    for path in ("/webhooks/telegram", "/webhooks/whatsapp"):
        for body in ODD_BODIES:
            yield wire("POST", path, signed_by(site, path, body), body)
        for header in (*ODD_HEADERS, *(f"Content-Type: {kind}" for kind in ODD_TYPES)):
            yield wire("POST", path, (*signed_by(site, path, b"{}"), header), b"{}")


async def test_no_request_is_an_error_of_ours_or_fills_the_log(site: ServedSite, log: io.StringIO) -> None:
    routes = {*paths(site.application), ("GET", "/nothing/{}"), ("POST", "/webhooks/{}"), ("GET", "/")}
    hostile = [sent for method, path in sorted(routes) for sent in requests_of(method, path)]
    if site.product is not None:
        hostile += signed_requests(site)
    wrong = []
    for sent in hostile:
        before = log.tell()
        found = await status(site.port, sent)
        if not 101 <= found < 500 or log.tell() - before > MOST_LOGGED:
            wrong.append((found, sent[:300], log.getvalue()[before:][:1_000]))
    assert wrong == []
    assert not re.search(" (ERROR|CRITICAL) |Traceback", log.getvalue())
    assert log.tell() < 50 * len(hostile)


ODD_FRAMES = (
    *("", "{", "null", "[]", "7", '"x"', "[" * 50_000, "{}", '{"ref": 7}', '{"ref": ""}', '{"ref": "a"}', "NaN"),
    *('{"ref": "a1", "type": "text"}', '{"ref": "a2", "type": "text", "text": 7}', '{"ref": "a3", "type": []}'),
    *('{"ref": "a4", "type": "text", "text": "\\ud800"}', '{"ref": "a5", "type": "text", "text": "a\\u0000b"}'),
    *('{"ref": "a6", "type": "tap", "message": "\\ud800", "data": "\\udc00"}', '{"ref": "a7", "type": "tap"}'),
    *('{"ref": "a8", "type": "tap", "message": "b1", "data": "%s"}' % ("9" * 1_000), '{"ref": "é", "type": "text"}'),
    *('{"ref": "a9", "type": "tap", "message": "\\u0000", "data": "\\u0000"}', '{"ref": "b0", "type": "hologram"}'),
    *('{"ref": "b1", "type": "file", "name": "\\ud800", "mime": "\\ud800", "base64": "AAAA"}',),
    *('{"ref": "b2", "type": "file", "name": "", "mime": "", "base64": "é"}',),
    *('{"ref": "b3", "type": "file", "name": "x", "mime": "image/png", "base64": "%s"}' % ("A" * 5),),
    *('{"ref": "b4", "type": "file", "name": "../x\\u0000", "mime": "text/html; charset=klingon", "base64": ""}',),
)


async def test_no_frame_of_a_phone_of_the_demo_is_an_error_of_ours(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.StringIO()
    with restored():
        async with served("demo", database, monkeypatch) as site, aiohttp.ClientSession() as session:
            logs.setup("info", "text", stream=stream)
            async with session.get(f"{site.url}/demo/phones") as answer:
                phone = (await answer.json())[0]["id"]
            async with session.ws_connect(f"{site.url}/demo/ws", params={"phone": phone}) as line:
                for frame in ODD_FRAMES:
                    await line.send_str(frame)
                await line.send_bytes(b"\x00\xff")
                await line.send_json({"type": "text", "ref": "last", "text": "menu"})
                async with asyncio.timeout(PATIENCE):
                    while (await line.receive_json()).get("ref") != "last":
                        pass
            async with session.ws_connect(f"{site.url}/demo/ws", params={"phone": phone}) as line:  # all of it again
                async with asyncio.timeout(PATIENCE):
                    while (await line.receive_json())["type"] != "history_end":
                        pass
    assert not re.search(" (ERROR|CRITICAL) |Traceback", stream.getvalue())


@pytest.mark.parametrize("path", ["/verify/%00", "/verify/keys/%00", "/demo/media/x%00.png", "/nothing%00"])
async def test_a_path_with_a_nul_is_not_found(site: ServedSite, path: str) -> None:
    assert await status(site.port, wire("GET", path)) == 404


async def test_a_charset_that_nobody_knows_is_refused_as_such(site: ServedSite) -> None:
    for charset in ("klingon", "zip", "utf-16", "x" * 1_000):
        kind = f"Content-Type: application/x-www-form-urlencoded; charset={charset}"
        assert await status(site.port, wire("POST", "/verify", (kind,), b"credential=a")) == 415
