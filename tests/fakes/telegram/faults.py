"""Trouble on order: refusals, lost connections, slow answers, and the platform's rate limits."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .errors import ApiError

ANY = "*"
"""Every method but getUpdates."""


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
    """What happens to the next `left` calls of `method`. Exactly one of the rest is set."""

    method: str
    left: int = 1
    status: int | None = None
    body: bytes = b""
    drop: Literal["before", "after"] | None = None
    """The connection is cut before or after the call had its effect."""
    seconds: float = 0.0
    """The answer comes that much later; the effect is at once."""
    held: Held | None = None
    """As `seconds`, until released."""

    def fits(self, method: str) -> bool:
        return self.method == method or (self.method == ANY and method != "getUpdates")


class Faults:
    """The trouble that waits, first ordered first served."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def take(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.fits(method):
                fault.left -= 1
                if fault.left <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        for fault in self._waiting:
            if fault.held is not None:
                fault.held.release()
        self._waiting.clear()


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Messages a second to all chats and to one, and how many may come at once to one."""

    per_second: float = 30.0
    per_chat: float = 1.0
    chat_burst: int = 3
    paid_per_second: float = 1000.0
    """With `allow_paid_broadcast`."""


class _Bucket:
    __slots__ = ("at", "level")

    def __init__(self, level: float, at: float) -> None:
        self.level = level
        self.at = at


class Rates:
    """Counts messages against `limits` (None: unlimited). `too_early`: calls that came before a
    429's pause was over."""

    def __init__(self, limits: RateLimits | None, clock: Callable[[], float]) -> None:
        self.limits = limits
        self.refused = 0
        self.too_early = 0
        self._clock = clock
        self._buckets: dict[Any, _Bucket] = {}
        self._closed_until: dict[Any, float] = {}

    def admit(self, method: str, params: Mapping[str, Any]) -> None:
        """Raises `ApiError` 429 with the pause to keep."""
        if self.limits is None or not _is_message(method):
            return
        paid = bool(params.get("allow_paid_broadcast"))
        rate = self.limits.paid_per_second if paid else self.limits.per_second
        asked: dict[Any, tuple[float, float]] = {("all", paid): (rate, rate)}
        if "chat_id" in params:
            asked[params["chat_id"], None] = (self.limits.per_chat, float(self.limits.chat_burst))
        now = self._clock()
        for key in asked:
            if (left := self._closed_until.get(key, 0.0) - now) > 0:
                self.too_early += 1
                self._refuse(key, now, left + 1)  # asking early makes it worse
        for key, (per_second, burst) in asked.items():
            bucket = self._buckets.setdefault(key, _Bucket(burst, now))
            bucket.level = min(burst, bucket.level + (now - bucket.at) * per_second)
            bucket.at = now
            if bucket.level < 1:
                self._refuse(key, now, (1 - bucket.level) / per_second)
        for key in asked:
            self._buckets[key].level -= 1

    def _refuse(self, key: Any, now: float, seconds: float) -> None:
        self.refused += 1
        pause = max(1, math.ceil(seconds))
        self._closed_until[key] = now + pause
        raise ApiError(429, f"Too Many Requests: retry after {pause}", retry_after=pause)


def _is_message(method: str) -> bool:
    return method != "sendChatAction" and method.startswith(("send", "forward", "copy", "editMessage"))
