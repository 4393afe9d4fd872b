"""A call to a provider, which tells "surely not sent" from "perhaps sent"."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import aiohttp
import orjson

from backend.records import Record
from bot.providers.base import AccountDown, Busy, NotSent, Unknown

MAX_CONNECTIONS = 8
TIMEOUT_SECONDS = 20.0
MOST_ANSWER = 2**20  # bytes
LONGEST_WAIT = 3_600.0
"""The most seconds that a provider's `Retry-After` puts a call off."""


class Reply(Record):
    """An answer of the provider below 500, and neither 401, 403, 408 nor 429. `body`: its JSON."""

    status: int
    body: Any


class Caller:
    """JSON calls with a bearer token. `label`: the provider's name in messages."""

    def __init__(self, label: str, url: str, token: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._label = label
        self._url = url.rstrip("/")
        self._token = token
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the connection pool. No effect if it is open."""
        if self._session is None:
            trace = aiohttp.TraceConfig()
            trace.on_request_headers_sent.append(_note_sent)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=MAX_CONNECTIONS), trace_configs=[trace]
            )

    async def close(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Reply:
        """The provider's answer. Raises `NotSent`, `Unknown`, `Busy` and `AccountDown`."""
        if self._session is None:
            raise NotSent(f"{self._label}: the connection is closed")
        sent = {"sent": False}
        try:
            async with self._session.request(
                method,
                self._url + path,
                data=None if body is None else orjson.dumps(body),
                params=params,
                headers={
                    "Authorization": f"Bearer {self._token}",
                    **({} if body is None else {"Content-Type": "application/json"}),
                    **(headers or {}),
                },
                timeout=aiohttp.ClientTimeout(total=self._timeout, connect=5),
                allow_redirects=False,
                trace_request_ctx=sent,
            ) as response:
                raw = await _read(response)
                status, after = response.status, response.headers.get("Retry-After", "")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # only the error's type: its text may contain an address with somebody's number
            reason = f"{self._label}: {type(error).__name__}"
            if sent["sent"] and not isinstance(error, aiohttp.ClientConnectorError):
                raise Unknown(reason) from None
            raise NotSent(reason) from None
        if status in (401, 403):
            raise AccountDown(f"{self._label} refuses our account (HTTP {status})")
        if status >= 500 or status in (408, 429):
            raise Busy(f"{self._label} answers HTTP {status}", _seconds(after))
        try:
            return Reply(status, orjson.loads(raw))
        except orjson.JSONDecodeError:
            raise Unknown(f"{self._label}: an answer that is no JSON (HTTP {status})") from None

    def unreadable(self, reply: Reply) -> Unknown:
        """The error for an answer of another form than documented. It may have been carried out."""
        return Unknown(f"{self._label}: an answer of another form (HTTP {reply.status})")


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body; nothing if it is longer than `MOST_ANSWER`, which no answer of a provider is."""
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > MOST_ANSWER:
            return b""
    return bytes(content)


def _seconds(after: str) -> float:
    return min(float(after[:6]), LONGEST_WAIT) if after.isascii() and after.isdigit() else 0.0


async def _note_sent(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: Any) -> None:
    context.trace_request_ctx["sent"] = True
