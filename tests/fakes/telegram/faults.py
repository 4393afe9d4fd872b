"""The platform's rate limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.faults import Bucket

from .errors import ApiError


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Messages a second to all chats and to one, and how many may come at once to one."""

    per_second: float = 30.0
    per_chat: float = 1.0
    chat_burst: int = 3
    paid_per_second: float = 1000.0
    """With `allow_paid_broadcast`."""


class Rates:
    """Counts messages against `limits` (None: unlimited). `too_early`: calls that came before a
    429's pause was over."""

    def __init__(self, limits: RateLimits | None, clock: Callable[[], float]) -> None:
        self.limits = limits
        self.refused = 0
        self.too_early = 0
        self._clock = clock
        self._buckets: dict[Any, Bucket] = {}
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
            bucket = self._buckets.setdefault(key, Bucket(per_second, burst, now))
            if (missing := bucket.missing(now)) > 0:
                self._refuse(key, now, missing)
        for key in asked:
            self._buckets[key].take()

    def _refuse(self, key: Any, now: float, seconds: float) -> None:
        self.refused += 1
        pause = max(1, math.ceil(seconds))
        self._closed_until[key] = now + pause
        raise ApiError(429, f"Too Many Requests: retry after {pause}", retry_after=pause)


def _is_message(method: str) -> bool:
    return method != "sendChatAction" and method.startswith(("send", "forward", "copy", "editMessage"))
