"""A bot's side of WhatsApp, for tests of the fake: its webhook, and its calls."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp import web

from tests.fakes.whatsapp import Account, FakeWhatsApp
from tests.fakes.whatsapp.events import signature


class Hook:
    """Keeps what is posted to it. `bodies`: as raw bytes; `answer` gives the status of the next answer."""

    def __init__(self, account: Account) -> None:
        self.url = ""
        self.bodies: list[bytes] = []
        self.answer: Callable[[], int] = lambda: 200
        self._account = account
        self._changed = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/hook", self._greet)
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/hook"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _greet(self, request: web.Request) -> web.Response:
        if request.query["hub.verify_token"] != self._account.verify_token:
            return web.Response(status=403)
        return web.Response(text=request.query["hub.challenge"])

    async def _take(self, request: web.Request) -> web.Response:
        raw = await request.read()
        assert request.headers["X-Hub-Signature-256"] == signature(self._account.app_secret, raw)
        self.bodies.append(raw)
        self._changed.set()
        return web.Response(status=self.answer())

    @property
    def values(self) -> list[dict[str, Any]]:
        """The values of all changes, in order."""
        return [
            change["value"] for raw in self.bodies for entry in json.loads(raw)["entry"] for change in entry["changes"]
        ]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [message for value in self.values for message in value.get("messages", ())]

    @property
    def statuses(self) -> list[dict[str, Any]]:
        return [status for value in self.values for status in value.get("statuses", ())]

    async def until(self, happened: Callable[[], bool]) -> None:
        async with asyncio.timeout(30):
            while not happened():
                self._changed.clear()
                await self._changed.wait()


async def graph(
    http: aiohttp.ClientSession, whatsapp: FakeWhatsApp, verb: str, path: str, **options: Any
) -> tuple[int, Any]:
    """Status and JSON of a call with the account's token."""
    headers = {"Authorization": f"Bearer {whatsapp.account.token}"}
    async with http.request(verb, f"{whatsapp.url}/v23.0/{path}", headers=headers, **options) as response:
        return response.status, await response.json()


async def send(http: aiohttp.ClientSession, whatsapp: FakeWhatsApp, **message: Any) -> tuple[int, Any]:
    """A message, with what every message has."""
    given = {"messaging_product": "whatsapp", **message}
    return await graph(http, whatsapp, "POST", f"{whatsapp.account.phone_number_id}/messages", json=given)


def text(to: Any, body: str = "Bonjour") -> dict[str, Any]:
    return {"to": to.number, "type": "text", "text": {"body": body}}


def buttons(*titles: str, body: str = "Tu choisis ?") -> dict[str, Any]:
    found = [{"type": "reply", "reply": {"id": f"1:{n}", "title": title}} for n, title in enumerate(titles)]
    return {"type": "button", "body": {"text": body}, "action": {"buttons": found}}


def rows(*titles: str, body: str = "Tu choisis ?") -> dict[str, Any]:
    found = [{"id": f"1:{n}", "title": title, "description": f"{title}, en entier"} for n, title in enumerate(titles)]
    return {"type": "list", "body": {"text": body}, "action": {"button": "Choisir", "sections": [{"rows": found}]}}
