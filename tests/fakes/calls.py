"""The bot's calls as a fake platform counts and answers them, with the trouble that was ordered."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from .faults import Fault, Faults

KEPT_CALLS = 20_000


class Refusal(Exception, ABC):
    """The platform refuses a call: HTTP `status` and the `description` that the bot reads. `violation`:
    the call broke the documented contract; a right bot never makes one."""

    violation = False

    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description

    @property
    @abstractmethod
    def body(self) -> bytes:
        """As the platform words it in its answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it was answered: `params` as they came, `at` seconds on the platform's clock; `status` 0:
    the connection was cut before the effect."""

    method: str
    params: Mapping[str, Any]
    status: int
    description: str
    at: float


@dataclass(frozen=True, slots=True)
class Answer:
    """`drop`: the connection is cut instead."""

    status: int
    body: bytes
    drop: bool = False
    content_type: str = "application/json"


class Calls:
    """`kept` holds the newest `KEPT_CALLS`; `idle`: operations in which a bot only waits, kept only when
    they are refused."""

    def __init__(self, clock: Callable[[], float], idle: frozenset[str] = frozenset()) -> None:
        self.faults = Faults(idle)
        self.kept: deque[Call] = deque(maxlen=KEPT_CALLS)
        self.violations: list[Call] = []
        self.lost: list[Call] = []
        """Those that had their effect, and whose answer was cut off or hidden by a fault."""
        self.slow: list[tuple[Call, float]] = []
        """Those whose answer a fault held back, and the seconds."""
        self.counts: Counter[str] = Counter()
        """Calls by method."""
        self.statuses: Counter[int] = Counter()
        self._clock = clock
        self._idle = idle

    @property
    def made(self) -> int:
        """All but the idle ones."""
        return self.counts.total() - sum(self.counts[name] for name in self._idle)

    async def answer(
        self, name: str, params: Mapping[str, Any], carry_out: Callable[[], Awaitable[bytes | Answer]]
    ) -> Answer:
        """Carries out one call, unless a fault is in its way."""
        self.counts[name] += 1
        fault = self.faults.take(name)
        if fault is not None:
            if fault.drop == "before":
                self._keep(name, params, 0, "connection cut before the effect")
                return Answer(0, b"", drop=True)
            if fault.status is not None and fault.when == "before":
                self._keep(name, params, fault.status, "scripted")
                return Answer(fault.status, fault.body)
        try:
            done = await carry_out()
        except Refusal as refusal:
            call = self._keep(name, params, refusal.status, refusal.description)
            if refusal.violation:
                self.violations.append(call)
            answer = Answer(refusal.status, refusal.body)
        else:
            answer = done if isinstance(done, Answer) else Answer(200, done)
            if name in self._idle:
                self.statuses[answer.status] += 1
            else:
                call = self._keep(name, params, answer.status, "")
                if fault is not None and (fault.drop is not None or fault.status is not None):
                    self.lost.append(call)
                if fault is not None and fault.seconds:
                    self.slow.append((call, fault.seconds))
        return answer if fault is None else await _troubled(fault, answer)

    def _keep(self, name: str, params: Mapping[str, Any], status: int, description: str) -> Call:
        call = Call(name, params, status, description, self._clock())
        self.statuses[status] += 1
        self.kept.append(call)
        return call


async def _troubled(fault: Fault, answer: Answer) -> Answer:
    if fault.seconds:
        await asyncio.sleep(fault.seconds)
    if fault.held is not None:
        await fault.held.wait()
    if fault.status is not None:
        return Answer(fault.status, fault.body)
    return Answer(answer.status, answer.body, drop=True) if fault.drop == "after" else answer
