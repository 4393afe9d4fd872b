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
from tests.fakes.serving import Serving, response

from .account import Account
from .api import Api, Request
from .clock import Clock
from .control import ACTIONS, TROUBLES
from .errors import TITLES, body
from .limits import MEGABYTE, RateLimits
from .people import Person
from .webhook import Delivery, Webhook
from .world import Chat, World

MOST_BYTES = 101 * MEGABYTE


class FakeWhatsApp:
    """A Graph API server for one business number, on loopback.

    `async with FakeWhatsApp() as whatsapp:` serves at `whatsapp.url` (to be given as the Graph API's
    root); `connect` gives it the bot's webhook, as one does by hand in Meta's dashboard. `limits`: none
    by default. `history`: newest messages kept per chat (None: all). `clock`: Unix time in seconds.
    `seed`: of all that is left to chance.
    """

    actions = ACTIONS
    troubles = TROUBLES

    def __init__(
        self,
        account: Account | None = None,
        *,
        port: int = 0,
        limits: RateLimits | None = None,
        history: int | None = None,
        delivery: Delivery | None = None,
        clock: Callable[[], float] = time.time,
        seed: int = 0,
    ) -> None:
        self.account = account or Account()
        self.clock = Clock(clock)
        self.delivery = delivery or Delivery()
        self.webhook = Webhook(self.account, self.delivery, time.perf_counter, seed)
        self.world = World(self.account, self.clock, self.webhook, lambda: self.url, history)
        self.api = Api(self.world, limits, self.connect)
        self.people: dict[int, Person] = {}
        self.connected = asyncio.Event()
        """Set once a webhook has been given."""
        self._serving = Serving(self._serve, port, MOST_BYTES)

    async def __aenter__(self) -> Self:
        await self._serving.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.api.calls.faults.clear()
        self.world.receipts.close()
        await self.webhook.close()
        await self._serving.close()

    @property
    def url(self) -> str:
        return self._serving.url

    async def connect(self, url: str, verify_token: str | None = None) -> None:
        """Shakes hands with the bot's webhook, and posts to it from now on. Raises `ValueError` when it
        does not answer as it must."""
        challenge = "1158201444"
        token = self.account.verify_token if verify_token is None else verify_token
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": token}
        async with aiohttp.ClientSession() as session, session.get(url, params=query) as answer:
            found = await answer.text()
            if answer.status != 200 or found != challenge:
                raise ValueError(f"the webhook's handshake brought {answer.status} {found[:80]!r}")
        await self.webhook.connect(url)
        self.connected.set()

    # People

    def person(self, name: str, number: str | None = None, *, shares_number: bool = True) -> Person:
        """A new person, whom the bot does not know until she writes. `number`: digits only."""
        chat = self.world.add_chat(name, number, shares_number)
        person = self.people[chat.id] = Person(self.world, chat, self._complaints)
        return person

    async def listens(self, timeout: float = PATIENCE) -> None:
        """Waits until a webhook is there. Raises `TimeoutError`."""
        async with asyncio.timeout(timeout):
            await self.connected.wait()

    # What happened

    @property
    def calls(self) -> list[Call]:
        """The newest calls with their answers."""
        return list(self.api.calls.kept)

    @property
    def violations(self) -> list[Call]:
        """Calls that break the documented contract. A test of a bot ends with this empty."""
        return self.api.calls.violations

    @property
    def calls_made(self) -> int:
        return self.api.calls.made

    @property
    def repeated(self) -> dict[str, int]:
        """`biz_opaque_callback_data` that more than one message was accepted with, and how many were."""
        return {mark: times for mark, times in self.world.receipts.opaque.items() if times > 1}

    def moment(self) -> float:
        return self.world.moment()

    @property
    def on_event(self) -> Callable[[Any], None] | None:
        """Hears of each event as it is made."""
        return self.webhook.on_put

    @on_event.setter
    def on_event(self, hear: Callable[[Any], None] | None) -> None:
        self.webhook.on_put = hear

    @property
    def pending(self) -> int:
        """Events and repeats that the bot has not taken yet, and statuses still to come."""
        return self.webhook.pending + self.world.receipts.pending

    @property
    def stats(self) -> dict[str, Any]:
        return {
            "calls": dict(self.api.calls.counts),
            "statuses": {str(k): v for k, v in self.api.calls.statuses.items()},
            "violations": len(self.violations),
            "refused_by_rate": {str(k): v for k, v in self.api.rates.refused.items()},
            "billed": dict(self.world.receipts.billed),
            "repeated_messages": len(self.repeated),
            "webhook": {
                "made": self.webhook.made,
                "posted": self.webhook.posted,
                "repeated": self.webhook.repeated,
                "pending": self.pending,
                "statuses": {str(k): v for k, v in self.webhook.statuses.items()},
                "slowest_ms": round(self.webhook.slowest * 1000, 3),
            },
        }

    def _complaints(self) -> list[str]:
        return [f"{c.method}: {c.status} {c.description}" for c in self.calls if c.status != 200][-5:]

    # Trouble

    def deliver(self, **how: float) -> None:
        """Changes how events are posted; see `Delivery`."""
        for name, value in how.items():
            if name not in Delivery.__slots__:
                raise ValueError(f"deliveries have no {name}")
            setattr(self.delivery, name, value)

    def fail_next(
        self,
        method: str = "messages",
        code: int | None = None,
        *,
        status: int | None = None,
        details: str = "scripted fault",
        raw: str | bytes | Mapping[str, Any] | None = None,
        times: int = 1,
        when: When = "before",
    ) -> None:
        """The next `times` calls of `method` ("*": any) are answered with Graph's error `code`, or with
        HTTP `status` and the body `raw`; before they have any effect, or after it."""
        if code is not None:
            status, answer = status or TITLES[code][0], body(code, details)
        elif isinstance(raw, Mapping):
            answer = orjson.dumps(dict(raw))
        else:
            answer = raw.encode() if isinstance(raw, str) else raw or b""
        self.api.calls.faults.add(Fault(method, times, status=status or 500, body=answer, when=when))

    def drop_next(self, method: str = ANY, when: When = "after", times: int = 1) -> None:
        """The connection is cut before or after the call had its effect; no answer comes."""
        self.api.calls.faults.add(Fault(method, times, drop=when))

    def slow_next(self, method: str, seconds: float, times: int = 1) -> None:
        """The effect is at once, the answer comes after `seconds`."""
        self.api.calls.faults.add(Fault(method, times, seconds=seconds))

    def hold(self, method: str = "messages", times: int = 1) -> Held:
        """As `slow_next`, but the answer waits for `release()` of what is returned."""
        held = Held()
        self.api.calls.faults.add(Fault(method, times, held=held))
        return held

    def fail_by_status(self, code: int, times: int = 1) -> None:
        """The next `times` messages are accepted, and fail by status."""
        self.world.receipts.fail_next(code, TITLES[code][1], times)

    def repeat_next(self, times: int = 1) -> None:
        """The next `times` webhook requests come a second time, byte for byte, although answered."""
        self.webhook.repeat_next(times)

    def forward(self, seconds: float) -> None:
        """Let time pass on the platform: windows close, limits refill, media are forgotten."""
        self.clock.forward(seconds)

    def forget_media(self) -> None:
        """What the bot uploaded is gone, as after its thirty days."""
        self.world.media.forget_uploads()

    def token_revoked(self, on: bool = True) -> None:
        """Every call is answered 401, code 190."""
        self.api.revoked = on

    def absent(self, person: Person | int, on: bool = True) -> None:
        """She is not on WhatsApp: messages to her fail with 131026."""
        self._chat(person).present = not on

    def away(self, person: Person | int, on: bool = True) -> None:
        """Her phone is off: messages are sent, and neither delivered nor read until it is on again."""
        chat = self._chat(person)
        if on:
            chat.away = True
        else:
            self.world.comes_back(chat)

    async def goes_away(self) -> None:
        """Connections are refused, until `comes_back`."""
        await self._serving.close()

    async def comes_back(self) -> None:
        await self._serving.open()

    def _chat(self, person: Person | int) -> Chat:
        return self.world.chats[person if isinstance(person, int) else person.id]

    # HTTP

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path.startswith("/_control/"):
            return await control(self, request)
        return response(request, await self.api.call(await _read(request)))


async def _read(request: web.BaseRequest) -> Request:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    call = Request(
        request.method,
        request.path,
        dict(request.query),
        token if scheme == "Bearer" else "",
        request.content_type if request.can_read_body else "",
    )
    if not request.can_read_body:
        return call
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            if not isinstance(part, aiohttp.BodyPartReader) or part.name is None:
                continue
            data = bytes(await part.read())
            if part.filename is None:
                call.fields[part.name] = data.decode()
            else:
                call.files[part.name] = part.filename, part.headers.get("Content-Type", ""), data
        return call
    return Request(call.verb, call.path, call.query, call.token, call.kind, await request.content.read())
