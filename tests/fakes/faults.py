"""Trouble on order: refusals, lost connections, slow answers; and what rate limits are counted with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Literal

ANY = "*"
"""Every operation but those in which a bot only waits."""

When = Literal["before", "after"]
"""Before or after the call had its effect."""


@dataclass(slots=True)
class Held:
    """Calls that wait. `reached` is set when the first has come; `release` lets all go on."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    _go: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self) -> None:
        self._go.set()

    async def wait(self) -> None:
        self.reached.set()
        await self._go.wait()


@dataclass(slots=True)
class Fault:
    """What happens to the next `left` calls of `method`. One of `status`, `drop`, `seconds`, `held` is set."""

    method: str
    left: int = 1
    status: int | None = None
    body: bytes = b""
    when: When = "before"
    """For `status`: whether the call has its effect before this is answered."""
    drop: When | None = None
    """The connection is cut before or after the call had its effect."""
    seconds: float = 0.0
    """The answer comes that much later; the effect is at once."""
    held: Held | None = None
    """As `seconds`, until released."""


class Faults:
    """The trouble that waits, first ordered first served. `idle`: the operations that `ANY` leaves out."""

    def __init__(self, idle: frozenset[str] = frozenset()) -> None:
        self._idle = idle
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def take(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.method == method or (fault.method == ANY and method not in self._idle):
                fault.left -= 1
                if fault.left <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    @property
    def waits(self) -> bool:
        """Whether trouble is on order."""
        return bool(self._waiting)

    def clear(self) -> None:
        for fault in self._waiting:
            if fault.held is not None:
                fault.held.release()
        self._waiting.clear()


class Bucket:
    """So many a second after a burst: full at first."""

    __slots__ = ("_at", "_burst", "_level", "_per_second")

    def __init__(self, per_second: float, burst: float, now: float) -> None:
        self._per_second = per_second
        self._burst = self._level = burst
        self._at = now

    def missing(self, now: float) -> float:
        """Seconds until there is room for one more; 0: there is."""
        self._level = min(self._burst, self._level + (now - self._at) * self._per_second)
        self._at = now
        return 0.0 if self._level >= 1 else (1 - self._level) / self._per_second

    def take(self) -> None:
        self._level -= 1
