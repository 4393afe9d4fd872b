"""HTTP of the fake platforms: serving calls, posting events, and a life as a process of its own."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from aiohttp import web

from .calls import Answer
from .ports import Port

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Serving:
    """A server on loopback at `url`, from `open` to `close`. `most_bytes`: the largest body that is read
    at all (the library's own limit is 1 MB)."""

    def __init__(self, handler: Handler, port: int, most_bytes: int) -> None:
        self.url = ""
        self._handler = handler
        self._held: Port | None = None
        self._port = port
        self._most_bytes = most_bytes
        self._runner: web.ServerRunner | None = None

    async def open(self) -> None:
        if self._port == 0:
            self._held = Port()  # while connections are refused, too
            self._port = self._held.number
        server = web.Server(self._handler, request_factory=self._request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self.url = f"http://127.0.0.1:{self._port}"

    async def close(self) -> None:
        """From now on connections are refused; `open` serves at the same address again."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _request(self, message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=self._most_bytes)


def alive(request: web.BaseRequest) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def response(request: web.BaseRequest, answer: Answer) -> web.Response:
    if answer.drop and request.transport is not None:
        request.transport.abort()
    return web.Response(status=answer.status or 500, body=answer.body, content_type=answer.content_type)


def pause_after(failures: int, first: float, longest: float) -> float:
    """Seconds to wait when an event failed after `failures` earlier ones in a row."""
    return float(min(first * 2**failures, longest))


def run(fake: AbstractAsyncContextManager[Any], said: Callable[[], dict[str, Any]]) -> None:
    """Serve until SIGINT or SIGTERM; prints the JSON of `said` when it serves."""
    # A collection over all kept messages takes tens of milliseconds, which a benchmark would book
    # to the bot; hardly anything here is cyclic.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    try:
        import uvloop
    except ImportError:  # Windows
        asyncio.run(_serve(fake, said))
    else:
        uvloop.run(_serve(fake, said))


async def _serve(fake: AbstractAsyncContextManager[Any], said: Callable[[], dict[str, Any]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    async with fake:
        print(json.dumps(said()), flush=True)
        await stop.wait()
