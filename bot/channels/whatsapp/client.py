"""The calls of the Graph API that WhatsApp needs: thin, typed, and telling "not sent" from "sent, answer lost"."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
import orjson

from backend.domain.errors import BadInput, Reason
from backend.records import Record
from bot.channels.whatsapp import errors
from bot.channels.whatsapp.errors import ApiError, Lost, NotSent
from bot.settings import WhatsAppAccount

MAX_CONNECTIONS = 128
"""The most connections to the platform at once."""
TIMEOUT_SECONDS = 20.0  # seconds for a call
UPLOAD_TIMEOUT = 60.0
"""Seconds for the upload or download of a file."""
MOST_ANSWER = 4 * 2**20  # bytes of JSON
MOST_TIER = 40
"""The most characters of a tier that are kept."""
MOST_PAGES = 50
"""The most pages of a list that are read."""


class Media(Record):
    """A file at the platform. The address works for a few minutes, with the product's token only."""

    url: str
    mime: str
    size: int


class Phone(Record):
    """The product's number, in digits, and what the platform says about it. `quality`, `status`: in small letters, as
    in `AccountCondition`. `webhook`: where it sends the number's events, "" if it does not tell."""

    number: str
    name: str
    quality: str
    webhook: str
    status: str = ""


class Graph:
    """Calls for one account. Each can raise `ApiError`, `NotSent` or `Lost` (`bot.channels.whatsapp.errors`)."""

    def __init__(self, account: WhatsAppAccount, timeout: float = TIMEOUT_SECONDS) -> None:
        self._account = account
        self._root = f"{account.api_url}/{account.version}"
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def account(self) -> WhatsAppAccount:
        """The account in whose name it calls."""
        return self._account

    async def open(self) -> None:
        """Open the connection pool. No effect if it is open."""
        if self._session is None:
            trace = aiohttp.TraceConfig()
            trace.on_request_headers_sent.append(_note_sent)
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=MAX_CONNECTIONS, keepalive_timeout=60),
                trace_configs=[trace],
            )

    async def close(self) -> None:
        """Close the connection pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    # --- messages -----------------------------------------------------------------------------------

    async def send(self, message: Mapping[str, Any]) -> str:
        """Send one message and return its id."""
        answer = await self.call("POST", f"{self._account.phone_number_id}/messages", json=message)
        match answer:
            case {"messages": [{"id": str(message_id)}, *_]}:
                return message_id
        raise Lost("the answer names no message")

    async def seen(self, message_id: str) -> None:
        """Mark a person's message as read, and show "typing"."""
        body = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": message_id,
            "typing_indicator": {"type": "text"},
        }
        await self.call("POST", f"{self._account.phone_number_id}/messages", json=body)

    # --- files --------------------------------------------------------------------------------------

    async def upload(self, content: bytes, mime: str, name: str) -> str:
        """Upload a file and return its id; the platform keeps it for 30 days."""
        form = aiohttp.FormData()
        form.add_field("messaging_product", "whatsapp")
        form.add_field("type", mime)
        form.add_field("file", content, filename=name, content_type=mime)
        answer = await self.call(
            "POST", f"{self._account.phone_number_id}/media", data=form, timeout=max(self._timeout, UPLOAD_TIMEOUT)
        )
        match answer:
            case {"id": str(media_id) | int(media_id)}:
                return str(media_id)
        raise Lost("the answer names no file")

    async def media(self, media_id: str) -> Media:
        """The address, type and size of a file that somebody sent."""
        answer = await self.call("GET", _name(media_id))
        match answer:
            case {"url": str(url)}:
                size = str(answer.get("file_size"))
                return Media(url, str(answer.get("mime_type") or ""), int(size) if size.isdecimal() else 0)
        raise ApiError(200, details="the answer has no address")

    async def download(self, url: str, most: int) -> bytes:
        """Download a file. Raises `BadInput` for more than `most` bytes."""
        if not url.startswith(("https://", f"{self._account.api_url}/")):
            raise ApiError(200, details="the file lies nowhere safe")
        async with self._request("GET", url, timeout=max(self._timeout, UPLOAD_TIMEOUT)) as response:
            if response.status != 200:
                raise ApiError(response.status)
            content = await _read(response, most)
        if content is None:
            raise BadInput(Reason("the file is too large"))
        return content

    # --- the account --------------------------------------------------------------------------------

    async def phone(self) -> Phone:
        """The product's number as the platform knows it."""
        fields = "display_phone_number,verified_name,quality_rating,status,webhook_configuration"
        answer = await self.call("GET", self._account.phone_number_id, params={"fields": fields})
        hooks = answer.get("webhook_configuration")
        found = hooks if isinstance(hooks, Mapping) else {}
        first = (found.get(name) for name in ("phone_number", "whatsapp_business_account", "application"))
        return Phone(
            "".join(c for c in str(answer.get("display_phone_number") or "") if c.isascii() and c.isdigit()),
            str(answer.get("verified_name") or ""),
            str(answer.get("quality_rating") or "").lower(),
            next((str(url) for url in first if url), ""),
            str(answer.get("status") or "").lower(),
        )

    async def tier(self) -> str:
        """To how many people the account may write first in a day, as the platform writes it; "" if it does not
        tell. The field of the portfolio is newer than some versions of the API. Can raise `NotSent` and `Lost`."""
        for field in ("whatsapp_business_manager_messaging_limit", "messaging_limit_tier"):
            try:
                answer = await self.call("GET", self._account.phone_number_id, params={"fields": field})
            except ApiError:  # this version does not know the field, or the token may not read it
                continue
            if answer.get(field):
                return str(answer[field])[:MOST_TIER]
        return ""

    async def templates(self) -> list[dict[str, Any]]:
        """All message templates of the account."""
        fields = "name,language,status,category,components,rejected_reason"
        return await self._pages(f"{self._account.business_account_id}/message_templates", {"fields": fields})

    async def create_template(self, definition: Mapping[str, Any]) -> str:
        """Submit a template and return its state ("PENDING", "APPROVED", …)."""
        answer = await self.call("POST", f"{self._account.business_account_id}/message_templates", json=definition)
        return str(answer.get("status") or "PENDING")

    async def subscribe(self, url: str) -> None:
        """Have this account's events sent to `url`; the platform calls it at once with the verify token."""
        body = {"override_callback_uri": url, "verify_token": self._account.verify_token}
        await self.call("POST", f"{self._account.business_account_id}/subscribed_apps", json=body)

    async def subscribers(self) -> list[dict[str, Any]]:
        """The apps that get this account's events."""
        return await self._pages(f"{self._account.business_account_id}/subscribed_apps", {})

    async def webhook_fields(self) -> set[str]:
        """The kinds of events that the app subscribes to."""
        token = self._account.access_token
        answer = await self.call("GET", "debug_token", params={"input_token": token})
        data = answer.get("data")
        app = _name(str(data.get("app_id") if isinstance(data, Mapping) else ""))
        own = f"{app}|{self._account.app_secret}"
        rows = (await self.call("GET", f"{app}/subscriptions", token=own)).get("data")
        found: set[str] = set()
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and row.get("object") == "whatsapp_business_account":
                fields = row.get("fields")
                found |= {str(f.get("name")) if isinstance(f, Mapping) else str(f) for f in fields or ()}
        return found

    async def _pages(self, path: str, params: Mapping[str, str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after = ""
        for _ in range(MOST_PAGES):
            asked = {**params, "limit": "100", **({"after": after} if after else {})}
            answer = await self.call("GET", path, params=asked)
            data = answer.get("data")
            found += [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
            match answer:
                case {"paging": {"next": str(), "cursors": {"after": str(cursor)}}} if cursor != after:
                    after = cursor
                case _:
                    break
        return found

    # --- one call -----------------------------------------------------------------------------------

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        data: aiohttp.FormData | None = None,
        params: Mapping[str, str] | None = None,
        token: str | None = None,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """The answer's JSON object."""
        body = orjson.dumps(json) if json is not None else data
        kind = {"Content-Type": "application/json"} if json is not None else {}
        url = f"{self._root}/{path}"
        async with self._request(
            method, url, body=body, headers=kind, params=params, token=token, timeout=timeout
        ) as response:
            raw = await _read(response, MOST_ANSWER)
        try:
            answer = orjson.loads(raw or b"")
        except orjson.JSONDecodeError:
            answer = None
        if isinstance(answer, dict) and "error" not in answer and response.status < 300:
            return answer
        if isinstance(answer, dict) and "error" in answer:
            raise errors.read(response.status, answer["error"], _wait(response.headers))
        if response.status < 300:
            raise Lost(f"the answer cannot be read (HTTP {response.status})")
        raise ApiError(response.status, wait=_wait(response.headers))

    @asynccontextmanager
    async def _request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | aiohttp.FormData | None = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        token: str | None = None,
        timeout: float | None = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._session is None:
            raise NotSent("the connection is closed")
        seconds = timeout or self._timeout
        sent = {"sent": False}
        try:
            async with self._session.request(
                method,
                url,
                data=body,
                params=params,
                headers={"Authorization": f"Bearer {token or self._account.access_token}", **(headers or {})},
                timeout=aiohttp.ClientTimeout(total=seconds, connect=5),
                trace_request_ctx=sent,
            ) as response:
                yield response
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            # only the error's type: its text may contain an address with somebody's number
            reason = type(error).__name__
            if sent["sent"] and not isinstance(error, aiohttp.ClientConnectorError):
                raise Lost(f"the answer was lost ({reason})") from None
            raise NotSent(f"WhatsApp cannot be reached ({reason})") from None


async def _note_sent(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: Any) -> None:
    context.trace_request_ctx["sent"] = True


async def _read(response: aiohttp.ClientResponse, most: int) -> bytes | None:
    """The body; None if it is longer than `most` bytes."""
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > most:
            return None
    return bytes(content)


def _wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that the platform asks to wait: from `Retry-After`, or from the minutes until an account that has
    called too often is served again. None if it asks for nothing."""
    after = headers.get("Retry-After", "")
    if after.isascii() and after.isdigit():
        return float(after[:6])
    try:
        usage = orjson.loads(headers.get("X-Business-Use-Case-Usage", "{}"))
        minutes = [
            int(row["estimated_time_to_regain_access"])
            for rows in usage.values()
            for row in rows
            if "estimated_time_to_regain_access" in row
        ]
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    return 60.0 * max(minutes) if minutes and max(minutes) > 0 else None


def _name(media_id: str) -> str:
    """An id as a part of an address. It comes from outside, so it must not change the path."""
    if not (0 < len(media_id) <= 200 and media_id.isascii() and media_id.replace("_", "").replace("-", "").isalnum()):
        raise ApiError(400, details="no id of the platform")
    return media_id
