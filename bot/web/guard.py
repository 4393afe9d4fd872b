"""The limits of every HTTP request, so that nobody can fill the memory or hold the connections.

Headers have a size limit and a time limit, and so have bodies. A body is read only when its sender is known, if a
header can tell. Errors here show nothing but their status."""

from __future__ import annotations

import asyncio
import json as stdlib_json
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

log = logging.getLogger(__name__)

WEBHOOKS = "/webhooks/"
MOST_WEBHOOK = 3 * 2**20  # bytes; Meta's limit for one call, Telegram sends less
MOST_BODY = 64 * 2**10  # bytes of a body on any other route
BODY_WITHIN = 20.0  # seconds from the headers to the last byte
MOST_FIELDS = 100  # fields of a form
MOST_LINE = 8_190  # bytes of the request line, and of one header
HEADERS_WITHIN = 75.0  # seconds for headers to arrive, also of the next request on a connection
LAST_BYTES = 2.0  # seconds in which the rest of a refused body is still received and dropped

_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half a character, as it is escaped in JSON."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def body(request: web.Request) -> bytes:
    """The raw bytes as they were sent; compressed bodies stay compressed. Raises the response: 413 if it is too large,
    408 if it does not arrive in time."""
    if (request.content_length or 0) > request.client_max_size:
        raise _too_large(request.client_max_size)
    try:
        async with asyncio.timeout(BODY_WITHIN):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except web.HTTPRequestEntityTooLarge:
        raise _too_large(request.client_max_size) from None


async def text(request: web.Request) -> str:
    """The body in its charset (UTF-8 by default); invalid bytes are replaced. Raises the response: 415 for an unknown
    charset, and like `body`."""
    charset = _charset(request)
    return (await body(request)).decode(charset, "replace")


async def form(request: web.Request) -> dict[str, str]:
    """The first value of each field of a form (`application/x-www-form-urlencoded`). Raises the response: 400 for too
    many fields, and like `text`."""
    charset = _charset(request)
    try:
        fields = parse_qsl(
            await text(request), keep_blank_values=True, encoding=charset, errors="replace", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise web.HTTPBadRequest from None
    return dict(reversed(fields))


def loads(raw: bytes) -> Any:
    """A platform's JSON. Half a character (a lone surrogate, from a name that was cut within an emoji) becomes « ? »:
    a call may hold messages of others. Raises `ValueError` for anything that is no JSON."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        if _HALF.search(raw) is None:
            raise
    try:
        whole = stdlib_json.dumps(stdlib_json.loads(raw), ensure_ascii=False)
    except RecursionError:
        raise ValueError("nested too deep") from None
    return orjson.loads(whole.encode("utf-8", "replace"))


async def json(request: web.Request) -> Any:
    """The body as JSON; None if it is none. Raises the response like `text`."""
    try:
        return orjson.loads(await text(request))
    except ValueError:
        return None


_CHARSETS = {
    name: charset
    for charset, names in {
        "utf-8": ("utf-8", "utf8", "us-ascii", "ascii"),
        "iso-8859-1": ("iso-8859-1", "iso8859-1", "latin1", "latin-1"),
        "iso-8859-15": ("iso-8859-15", "iso8859-15", "latin-9"),
        "windows-1252": ("windows-1252", "cp1252"),
    }.items()
    for name in names
}
"""The charsets that a request may name. The list is explicit because Python searches its modules for other names,
remembers each that it did not find forever, and has codecs that are no charsets."""


def _charset(request: web.Request) -> str:
    named = request.charset
    if named is None:
        return "utf-8"
    try:
        return _CHARSETS[named.strip().lower()]
    except KeyError:
        raise web.HTTPUnsupportedMediaType from None


def _too_large(most: int) -> web.HTTPRequestEntityTooLarge:
    return web.HTTPRequestEntityTooLarge(most, text="413: Request Entity Too Large")


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    if request.match_info.http_exception is not None:
        raise request.match_info.http_exception  # 404, 405
    if "\0" in request.path:
        raise web.HTTPNotFound  # no name of the product contains it, and no database accepts it
    try:
        if request.can_read_body and not request.path.startswith(WEBHOOKS):  # webhooks check the sender first
            request = request.clone(client_max_size=MOST_BODY)
            await body(request)  # its handler finds it read
        return await handler(request)
    except (web.HTTPException, ConnectionError):
        raise
    except Exception:
        # not the path, which anybody can choose: it could be as long, and have as many lines, as they like
        resource = request.match_info.route.resource
        log.exception("a request failed: %s %s", request.method, resource.canonical if resource else "")
        raise web.HTTPInternalServerError(text="500: Internal Server Error") from None


HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the address of a certificate contains its id
    "X-Content-Type-Options": "nosniff",
}
"""Set on every response, also of errors; a page that may do more sets its own."""


SERVER = "hiteuses"


async def _safe(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = SERVER
    for name, text in HEADERS.items():
        response.headers.setdefault(name, text)


class _Connection(web.RequestHandler):
    """One connection. What is no HTTP reaches no route and no middleware: it is answered here, briefly. Anybody can
    send it, so it is not logged as an error of the product."""

    __slots__ = ()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
        """The short answer to what is no HTTP. Only failures of ours are logged."""
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            log.error("a connection failed", exc_info=exc)
        else:
            log.debug("what came is no HTTP", exc_info=exc)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer was begun, and cannot become another one")
        text = f"{status}: {HTTPStatus(status).phrase}"
        answer = web.Response(status=status, text=text, headers={"Server": SERVER, **HEADERS})
        answer.force_close()
        return answer


class _Server(web.Server):
    def __call__(self) -> web.RequestHandler:
        return _Connection(self, loop=self._loop, **self._kwargs)


class _Runner(web.AppRunner):
    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return _Server(made.request_handler, request_factory=made.request_factory, **self._kwargs)


def runner(routes: Sequence[web.RouteDef], shutdown_timeout: float) -> web.AppRunner:
    """A server of these routes with all limits."""
    app = web.Application(client_max_size=MOST_WEBHOOK, middlewares=[_guarded])
    app.add_routes(routes)
    app.on_response_prepare.append(_safe)
    return _Runner(
        app,
        access_log=None,
        shutdown_timeout=shutdown_timeout,
        keepalive_timeout=HEADERS_WITHIN,
        lingering_time=LAST_BYTES,
        max_line_size=MOST_LINE,
        max_field_size=MOST_LINE,
        auto_decompress=False,
    )
