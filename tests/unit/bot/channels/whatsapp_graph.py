"""A Graph API on loopback that answers as a test tells it, and a number that talks to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from backend.domain.errors import NotFound
from backend.domain.messaging.message import Message, raw
from bot.channels.base import Outgoing
from bot.channels.errors import Later, WindowClosed
from bot.channels.whatsapp.channel import WhatsApp
from bot.channels.whatsapp.templates import TEMPLATES, definition
from bot.settings import WhatsAppAccount

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
AWA = "2250700000001"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def error(code: int, status: int = 400, **more: Any) -> web.Response:
    return web.json_response({"error": {"code": code, "message": f"(#{code})", **more}}, status=status)


@dataclass
class Graph:
    """Keeps the messages that it gets; `answers` are given to the next ones instead of "sent"."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    ticks: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[tuple[str, bytes]] = field(default_factory=list)
    templates: list[dict[str, Any]] = field(default_factory=list)
    answers: list[Answer | web.Response] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    headers: list[str] = field(default_factory=list)
    looks: int = 0
    """At the list of templates."""
    fields: dict[str, str] = field(default_factory=dict)
    refuses: bool = False

    async def send(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.headers.append(request.headers["Authorization"])
        if "status" in body:
            self.ticks.append(body)
            self.asked.set()
            return web.json_response({"success": True})
        self.messages.append(body)
        if self.answers:
            answer = self.answers.pop(0)
            return answer if isinstance(answer, web.Response) else await answer(request)
        return web.json_response({"messaging_product": "whatsapp", "messages": [{"id": f"wamid.{len(self.messages)}"}]})

    async def upload(self, request: web.Request) -> web.Response:
        form = await request.post()
        file = form["file"]
        assert isinstance(file, web.FileField)
        assert (form["messaging_product"], form["type"]) == ("whatsapp", file.content_type)
        self.uploads.append((file.content_type, file.file.read()))
        return web.json_response({"id": f"m{len(self.uploads)}"})

    async def listed(self, request: web.Request) -> web.Response:
        self.looks += 1
        after = int(request.query.get("after", 0))
        page = self.templates[after : after + 4]
        paging = {"next": "…", "cursors": {"after": str(after + 4)}} if len(self.templates) > after + 4 else {}
        return web.json_response({"data": page, "paging": paging})

    async def media(self, request: web.Request) -> web.Response:
        url = str(request.url.with_path("/files/1"))
        return web.json_response({"url": url, "mime_type": "image/png", "file_size": "4", "id": "77"})

    async def file(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer EAAtoken"
        return web.Response(body=b"1234")

    async def number(self, request: web.Request) -> web.Response:
        """The number's fields as asked; `fields` holds those beside its name, a field that is not there is none."""
        if self.refuses:
            return error(190, 401)
        asked = request.query["fields"].split(",")
        if len(asked) == 1 and asked[0] not in self.fields:
            return error(100)
        hooks = {"application": "https://app.example/x", "phone_number": "https://h.example/webhooks/whatsapp"}
        return web.json_response(
            {
                "display_phone_number": "+225 27-00",
                "verified_name": "hiteuses",
                "webhook_configuration": hooks,
                **{name: value for name, value in self.fields.items() if name in asked},
            }
        )


class Shelf:
    """Files in memory."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, bytes]] = {}
        self.handles: dict[str, str | None] = {}

    async def content(self, digest: str) -> tuple[str, bytes]:
        if digest not in self.files:
            raise NotFound
        return self.files[digest]

    async def handle(self, _channel: str, digest: str) -> str | None:
        return self.handles.get(digest)

    async def remember(self, _channel: str, digest: str, handle: str | None) -> None:
        self.handles[digest] = handle


@dataclass
class Number:
    """A channel on a graph, with a clock that a test moves."""

    channel: WhatsApp
    graph: Graph
    shelf: Shelf
    now: list[datetime]


@asynccontextmanager
async def number_on_loopback() -> AsyncIterator[Number]:
    graph = Graph(templates=[{**definition(t), "status": "APPROVED"} for t in TEMPLATES])
    app = web.Application()
    app.add_routes(
        [
            web.post("/v23.0/100/messages", graph.send),
            web.post("/v23.0/100/media", graph.upload),
            web.get("/v23.0/100", graph.number),
            web.get("/v23.0/200/message_templates", graph.listed),
            web.get("/v23.0/77", graph.media),
            web.get("/files/1", graph.file),
        ]
    )
    async with TestServer(app) as server:
        account = WhatsAppAccount("EAAtoken", "100", "200", "secret", "verify", str(server.make_url("")).rstrip("/"))
        shelf, now = Shelf(), [NOW]
        channel = WhatsApp(account, shelf, 80, lambda: now[0])
        await channel.open()
        try:
            yield Number(channel, graph, shelf, now)
        finally:
            await channel.close()


def outgoing(message: Message | None, **more: Any) -> Outgoing:
    given: dict[str, Any] = {"heard_at": NOW - timedelta(hours=1), "question": 3, **more}
    return Outgoing(7, given.pop("address", AWA), message, **given)


async def knows_templates(number: Number) -> None:
    """Until it has looked which are approved."""
    async with asyncio.timeout(30):
        while True:
            try:
                number.channel._template(outgoing(raw("x"), purpose="reminder"))
                return
            except Later:
                await asyncio.sleep(0)
            except WindowClosed:
                return
