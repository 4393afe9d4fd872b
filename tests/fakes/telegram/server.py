"""The HTTP server and the object that tests hold."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson
from aiohttp import web

from tests.fakes.calls import Call
from tests.fakes.control import control
from tests.fakes.faults import ANY, Fault, Held, When
from tests.fakes.people import PATIENCE
from tests.fakes.serving import Serving, alive, response

from . import wire
from .api import Api
from .control import ACTIONS, TROUBLES
from .faults import RateLimits
from .people import Person
from .webhook import Webhook
from .world import World

FIRST_PERSON_ID = 5_000_000_001
"""Beyond 32 bits, as real ids are."""


class FakeTelegram:
    """A Bot API server for one bot, on loopback.

    `async with FakeTelegram() as telegram:` serves at `telegram.url` (to be given as the Bot API's
    root). `limits`: none by default. `history`: newest messages kept per chat (None: all).
    `webhook_pause` seconds before a refused webhook is tried again, doubling.
    """

    actions = ACTIONS
    troubles = TROUBLES

    def __init__(
        self,
        token: str = "123456789:AAFakeTokenForTestsOnly-0123456789abcde",
        *,
        port: int = 0,
        limits: RateLimits | None = None,
        history: int | None = None,
        webhook_pause: float = 0.05,
        webhook_timeout: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token
        self.world = World(token, history=history, clock=clock)
        self.api = Api(self.world, limits, self._webhook)
        self.people: dict[int, Person] = {}
        self._serving = Serving(self._serve, port, wire.MOST_BYTES)
        self._webhook_pause = webhook_pause
        self._webhook_timeout = aiohttp.ClientTimeout(total=webhook_timeout)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        await self._serving.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        queue = self.world.updates
        self.api.calls.faults.clear()
        queue.interrupt("server is going down", 502)
        queue.connect(None)
        if self._session is not None:
            await self._session.close()
        await self._serving.close()

    @property
    def url(self) -> str:
        return self._serving.url

    # People

    def person(self, name: str, id: int | None = None, language: str = "fr") -> Person:  # noqa: A002
        """A new person, whom the bot does not know until she writes."""
        if id is None:
            id = FIRST_PERSON_ID + len(self.people)  # noqa: A001
        person = self.people[id] = Person(self.world, id, name, language, self._complaints)
        return person

    async def listens(self, timeout: float = PATIENCE) -> None:
        """Waits until the bot waits in getUpdates or has set a webhook. Raises `TimeoutError`."""
        async with asyncio.timeout(timeout):
            await self.world.updates.listening.wait()

    # What happened

    @property
    def calls(self) -> list[Call]:
        """The newest calls with their answers, getUpdates only when refused."""
        return list(self.api.calls.kept)

    @property
    def violations(self) -> list[Call]:
        """Calls that break the documented contract. A test of a bot ends with this empty."""
        return self.api.calls.violations

    @property
    def calls_made(self) -> int:
        return self.api.calls.made

    def moment(self) -> float:
        return self.world.clock()

    @property
    def on_event(self) -> Callable[[Any], None] | None:
        """Hears of each update as it is made."""
        return self.world.updates.on_put

    @on_event.setter
    def on_event(self, hear: Callable[[Any], None] | None) -> None:
        self.world.updates.on_put = hear

    @property
    def unanswered(self) -> int:
        """Taps that the bot has not answered yet."""
        return len(self.world.queries)

    @property
    def pending(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self.world.updates.pending)

    @property
    def stats(self) -> dict[str, Any]:
        queue = self.world.updates
        return {
            "calls": dict(self.api.calls.counts),
            "statuses": {str(k): v for k, v in self.api.calls.statuses.items()},
            "violations": len(self.violations),
            "refused_by_rate": self.api.rates.refused,
            "too_early": self.api.rates.too_early,
            "unanswered_taps": self.unanswered,
            "updates": {
                "made": queue.made,
                "handed": queue.handed,
                "confirmed": queue.confirmed,
                "pending": len(queue.pending),
            },
        }

    def _complaints(self) -> list[str]:
        return [f"{c.method}: {c.status} {c.description}" for c in self.calls if c.status != 200][-5:]

    # Trouble

    def fail_next(
        self,
        method: str,
        status: int,
        body: str | bytes | Mapping[str, Any] | None = None,
        *,
        times: int = 1,
        retry_after: int | None = None,
        when: When = "before",
    ) -> None:
        """The next `times` calls of `method` ("*": any but getUpdates) are answered `status`, before
        they have any effect or after it; `body` is the description, or a whole JSON object, or raw
        bytes."""
        if not isinstance(body, bytes):
            answer: dict[str, Any] = {
                "ok": False,
                "error_code": status,
                "description": body or "scripted fault",
            }
            if isinstance(body, Mapping):
                answer = dict(body)
            if retry_after is not None:
                answer["parameters"] = {"retry_after": retry_after}
            body = orjson.dumps(answer)
        self.api.calls.faults.add(Fault(method, times, status=status, body=body, when=when))

    def drop_next(self, method: str = ANY, when: When = "after", times: int = 1) -> None:
        """The connection is cut before or after the call had its effect; no answer comes."""
        self.api.calls.faults.add(Fault(method, times, drop=when))

    def slow_next(self, method: str, seconds: float, times: int = 1) -> None:
        """The effect is at once, the answer comes after `seconds`."""
        self.api.calls.faults.add(Fault(method, times, seconds=seconds))

    def hold(self, method: str, times: int = 1) -> Held:
        """As `slow_next`, but the answer waits for `release()` of what is returned."""
        held = Held()
        self.api.calls.faults.add(Fault(method, times, held=held))
        return held

    def blocked(self, person: Person | int, on: bool = True) -> None:
        """The platform answers 403 for her chat, and no update told the bot so."""
        self._chat(person).blocked = on

    def deactivated(self, person: Person | int, on: bool = True) -> None:
        """Her account is gone: 403."""
        self._chat(person).deactivated = on

    def token_revoked(self, on: bool = True) -> None:
        """Every call is answered 401."""
        self.api.revoked = on

    async def goes_away(self) -> None:
        """Connections are refused, until `comes_back`."""
        await self._serving.close()

    async def comes_back(self) -> None:
        await self._serving.open()

    def duplicate_next_update(self) -> None:
        """The next update comes a second time with the same id, after the first was confirmed."""
        self.world.updates.duplicate_next()

    def _chat(self, person: Person | int) -> Any:
        return self.world.chats[person if isinstance(person, int) else person.id]

    # HTTP

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            token, _, method = path[4:].partition("/")
            if token != self.token:
                return wire.refusal(401, "Unauthorized")
            try:
                params, uploads = await wire.read(request)
            except ValueError as error:
                return wire.refusal(400, f"Bad Request: {error}")
            answer = await self.api.call(method, params, uploads, lambda: alive(request))
            return response(request, answer)
        if path.startswith("/file/bot"):
            token, _, name = path[9:].partition("/")
            file = self.world.files.at(name) if token == self.token else None
            if file is None or file.data is None:
                return wire.refusal(404, "Not Found")
            return web.Response(body=file.data, content_type="application/octet-stream")
        if path.startswith("/_control/"):
            return await control(self, request)
        return wire.refusal(404, "Not Found")

    def _webhook(self, params: dict[str, Any]) -> Webhook:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._webhook_timeout)
        return Webhook(
            self.world.updates,
            self._session,
            params["url"],
            secret=params.get("secret_token"),
            max_connections=params.get("max_connections", 40),
            first_pause=self._webhook_pause,
            longest_pause=60 * self._webhook_pause,
            reply=self._webhook_reply,
        )

    async def _webhook_reply(self, method: str, params: dict[str, Any]) -> None:
        await self.api.call(method, params, {})
