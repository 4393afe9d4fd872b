"""HTTP of a fake provider: calls with their faults, and its life as an object of a test."""

from __future__ import annotations

import asyncio
import random
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import orjson
from aiohttp import web

from tests.fakes.calls import Answer, Call, Calls, Refusal
from tests.fakes.faults import Fault, Held, When
from tests.fakes.serving import Serving, response

from .books import Books, Callbacks

MOST_BYTES = 2**20


class Refused(Refusal):
    """A call that the provider refuses, with its JSON."""

    def __init__(self, status: int, said: Mapping[str, Any], *, violation: bool = False) -> None:
        super().__init__(status, orjson.dumps(said).decode())
        self._body = orjson.dumps(said)
        self.violation = violation

    @property
    def body(self) -> bytes:
        return self._body


class FakeProvider(ABC):
    """`async with` serves at `url` for the account with `token`. `violations`: calls that break the documents; a right
    client makes none. `weather`: the share of calls that fail by chance, each in one of four ways."""

    def __init__(self, token: str, *, port: int = 0, seed: int = 0) -> None:
        self.token = token
        self.books = Books()
        self.calls = Calls(time.monotonic)
        self.callbacks = Callbacks(self._prepared, seed)
        self.weather = 0.0
        self.revoked = False
        self.on_call: Callable[[], None] | None = None
        """Hears of each call."""
        self._random = random.Random(seed)
        self._serving = Serving(self._serve, port, MOST_BYTES)

    async def __aenter__(self) -> Self:
        await self._serving.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.calls.faults.clear()
        await self.callbacks.close()
        await self._serving.close()

    @property
    def url(self) -> str:
        return self._serving.url

    @property
    def violations(self) -> list[Call]:
        return self.calls.violations

    # --- trouble ------------------------------------------------------------------------------------

    def fails(self, operation: str, status: int, *, times: int = 1, when: When = "before") -> None:
        """The next calls of an operation (start, ask, balance, predict) are answered with this status, before or
        after they had their effect."""
        self.calls.faults.add(Fault(operation, times, status=status, body=b'{"message": "trouble"}', when=when))

    def loses(self, operation: str, *, times: int = 1, when: When = "after") -> None:
        """The connection of the next calls is cut."""
        self.calls.faults.add(Fault(operation, times, drop=when))

    def slow(self, operation: str, seconds: float, *, times: int = 1) -> None:
        """The next calls have their effect at once, and their answer comes late."""
        self.calls.faults.add(Fault(operation, times, seconds=seconds))

    def held(self, operation: str) -> Held:
        """The next call has its effect at once, and its answer waits."""
        held = Held()
        self.calls.faults.add(Fault(operation, held=held))
        return held

    async def away(self) -> None:
        """Connections are refused."""
        await self._serving.close()

    async def back(self) -> None:
        """Connections are taken again, at the same address."""
        await self._serving.open()

    # --- calls --------------------------------------------------------------------------------------

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        raw = await request.read()
        operation = self._operation(request)
        if self.on_call is not None:
            self.on_call()
        if self.weather and self._random.random() < self.weather and not self.calls.faults.waits:
            self._strike(operation)
        try:
            body = orjson.loads(raw) if raw else None
        except orjson.JSONDecodeError:
            body = None

        async def carry_out() -> bytes | Answer:
            if self.revoked or request.headers.get("Authorization") != f"Bearer {self.token}":
                raise self._unauthorised()
            if request.method == "POST" and request.content_type != "application/json":
                raise Refused(400, {"message": "no JSON"}, violation=True)
            done = self._carry_out(operation, request, body)
            return done if isinstance(done, Answer) else orjson.dumps(done)

        answer = await self.calls.answer(operation, body if isinstance(body, dict) else {}, carry_out)
        return response(request, answer)

    def _strike(self, operation: str) -> None:
        match self._random.randrange(5):
            case 0:
                self.loses(operation, when="before")
            case 1:
                self.loses(operation, when="after")
            case 2:
                self.fails(operation, 500, when="after")
            case 3:
                self.fails(operation, 503)
            case _:
                self.fails(operation, 408, when="after")

    @abstractmethod
    def _operation(self, request: web.BaseRequest) -> str: ...

    @abstractmethod
    def _carry_out(self, operation: str, request: web.BaseRequest, body: Any) -> Any: ...

    @abstractmethod
    def _unauthorised(self) -> Refusal: ...

    @abstractmethod
    def _prepared(self, event: Mapping[str, Any]) -> tuple[bytes, dict[str, str]]: ...


def text(body: Any, name: str, pattern: str) -> str:
    """A field of a call that must be a text of this form. Raises a violation."""
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise Refused(400, {"code": "request-validation-error", "message": name}, violation=True)
    return value


async def settled(fake: FakeProvider) -> None:
    """Until all callbacks are delivered."""
    await fake.callbacks.delivered()
    await asyncio.sleep(0)
