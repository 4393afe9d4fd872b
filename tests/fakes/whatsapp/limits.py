"""Meta's limits: on values, on sizes, and on how fast messages may come.

Sources: Meta's Cloud API pages on each kind of message, "Media", "Throughput" and "Rate limits".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from tests.fakes.faults import Bucket

from .errors import GraphError

TEXT = 4096
BODY = 1024
HEADER = 60
FOOTER = 60
CAPTION = 1024
OPAQUE = 512
REPLY_BUTTONS = 3
BUTTON_TITLE = 20
BUTTON_ID = 256
LIST_BUTTON = 20
ROWS = 10
ROW_TITLE = 24
ROW_DESCRIPTION = 72
ROW_ID = 200
SECTION_TITLE = 24
TYPED = 65_536
"""The longest text that her app lets her write."""

MEGABYTE = 2**20
MEDIA_TYPES: dict[str, tuple[int, frozenset[str]]] = {
    "image": (5 * MEGABYTE, frozenset({"image/jpeg", "image/png"})),
    "audio": (
        16 * MEGABYTE,
        frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"}),
    ),
    "video": (16 * MEGABYTE, frozenset({"video/mp4", "video/3gpp"})),
    "sticker": (500 * 1024, frozenset({"image/webp"})),
    "document": (
        100 * MEGABYTE,
        frozenset(
            {
                "text/plain",
                "application/pdf",
                "application/msword",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            }
        ),
    ),
}
"""Kind of media → the most bytes and the types that may be uploaded as such."""

WINDOW = timedelta(hours=24)
"""After her last message anything may be sent to her; later only templates."""
TIERS: dict[str, int | None] = {
    "TIER_NOT_SET": 250,
    "TIER_50": 50,
    "TIER_250": 250,
    "TIER_1K": 1_000,
    "TIER_2K": 2_000,
    "TIER_10K": 10_000,
    "TIER_100K": 100_000,
    "TIER_UNLIMITED": None,
}
"""To how many different people an account may write outside their windows, in any 24 hours. Meta's papers do not name
the code of a message beyond that; here it is 131048, "restrictions on how many messages can be sent"."""
UPLOADED_FOR = timedelta(days=30)
"""How long the platform keeps what a bot uploaded,"""
RECEIVED_FOR = timedelta(days=7)
"""… what somebody sent,"""
ADDRESS_FOR = timedelta(minutes=5)
"""… and how long the address of a file is good."""


@dataclass(frozen=True, slots=True)
class RateLimits:
    """Messages a second to all, and to one person: one in six seconds, up to `pair_burst` at once, which
    are then borrowed from the time to come."""

    per_second: float = 80.0
    pair_per_second: float = 1 / 6
    pair_burst: int = 45


class Rates:
    """Counts messages against `limits` (None: unlimited). `refused`: how often, by code."""

    def __init__(self, limits: RateLimits | None, clock: Callable[[], float]) -> None:
        self.limits = limits
        self.refused: Counter[int] = Counter()
        self._clock = clock
        self._overall: Bucket | None = None
        self._pairs: dict[str, Bucket] = {}

    def admit(self, recipient: str) -> None:
        """Raises `GraphError` 130429 or 131056."""
        limits = self.limits
        if limits is None:
            return
        now = self._clock()
        if self._overall is None:
            self._overall = Bucket(limits.per_second, limits.per_second, now)
        pair = self._pairs.get(recipient)
        if pair is None:
            pair = self._pairs[recipient] = Bucket(limits.pair_per_second, limits.pair_burst, now)
        if self._overall.missing(now) > 0:
            self._refuse(130429, "Cloud API message throughput has been reached.")
        if pair.missing(now) > 0:
            self._refuse(
                131056, "Too many messages sent from the sender phone number to the same recipient in a short time."
            )
        self._overall.take()
        pair.take()

    def _refuse(self, code: int, details: str) -> None:
        self.refused[code] += 1
        raise GraphError(code, details)
