"""What every HTTP request must keep to, so that nobody can fill our memory or hold our connections.

Headers have limits and a time to come in, bodies a size and a time; a body is read only when its
sender is known where a header can tell that. Nothing that goes wrong here says more than its status.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import orjson
from aiohttp import web

log = logging.getLogger(__name__)

WEBHOOKS = "/webhooks/"
MOST_WEBHOOK = 3 * 2**20  # bytes; what Meta may send in one call, Telegram sends less
MOST_BODY = 64 * 2**10  # bytes of a body on any other route
BODY_WITHIN = 20.0  # seconds from the headers to the last byte
MOST_FIELDS = 100  # of a form
MOST_LINE = 8_190  # bytes of the request's line, and of one header
HEADERS_WITHIN = 75.0  # seconds for headers to come in, also of the next request on a connection
LAST_BYTES = 2.0  # seconds in which we still take, and drop, what a refused body sends

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def body(request: web.Request) -> bytes:
    """The raw bytes, as they were sent: what was packed for the way stays packed. Raises the answer:
    413 for more than the request may bring, 408 when they do not come in time."""
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
    """The body in the charset that it names (UTF-8 where it names none), with a sign for what is none of it.
    Raises the answer: 415 for a charset that we do not read, and as `body`."""
    charset = _charset(request)
    return (await body(request)).decode(charset, "replace")


async def form(request: web.Request) -> dict[str, str]:
    """The first value of each field of a form (`application/x-www-form-urlencoded`). Raises the answer: 400 for too
    many fields, and as `text`."""
    charset = _charset(request)
    try:
        fields = parse_qsl(
            await text(request), keep_blank_values=True, encoding=charset, errors="replace", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise web.HTTPBadRequest from None
    return dict(reversed(fields))


async def json(request: web.Request) -> Any:
    """What the body says as JSON; None where it is none. Raises the answer as `text`."""
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
"""What a request may call the charset of its body. A list of our own: Python looks for any other name among its
modules, remembers each that it did not find for ever, and has codecs that are no charset."""


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
        raise web.HTTPNotFound  # no name of ours holds it, and no database takes it
    try:
        if request.can_read_body and not request.path.startswith(WEBHOOKS):  # those look who sends it first
            request = request.clone(client_max_size=MOST_BODY)
            await body(request)  # its handler finds it read
        return await handler(request)
    except (web.HTTPException, ConnectionError):
        raise
    except Exception:
        # not its path, which anybody chooses: it would be as long, and hold as many lines, as somebody likes
        resource = request.match_info.route.resource
        log.exception("a request failed: %s %s", request.method, resource.canonical if resource else "")
        raise web.HTTPInternalServerError(text="500: Internal Server Error") from None


HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",  # the name of a certificate is part of its address
    "X-Content-Type-Options": "nosniff",
}
"""On every answer, also one that went wrong; a page that may do more says so itself."""


SERVER = "hiteuses"


async def _safe(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Server"] = SERVER
    for name, text in HEADERS.items():
        response.headers.setdefault(name, text)


class _Connection(web.RequestHandler):
    """One connection. What is no HTTP reaches no route and no middleware: it is answered here, as short as
    all else, and anybody can send it, so that it is no error of ours."""

    __slots__ = ()

    def handle_error(
        self, request: web.BaseRequest, status: int = 500, exc: BaseException | None = None, message: str | None = None
    ) -> web.StreamResponse:
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
