"""What becomes of the bot's messages, told by statuses: sent, delivered, read, or failed and why."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import told
from .events import Event
from .messages import Sending

if TYPE_CHECKING:
    from .world import Chat, World

NOT_HERE = 131026, "Message Undeliverable."
TOO_LATE = (
    131047,
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
)
FREE_SERVICE = 1_000
"""Answers inside the window that cost nothing in a month, since October 2026 (Meta's "Pricing")."""


@dataclass(slots=True)
class Timing:
    """Seconds after a message is accepted until each status; None: it never comes."""

    sent: float | None = 0.0
    delivered: float | None = 0.0
    read: float | None = 0.0
    failed: float = 0.0


class Receipts:
    """`told`: statuses by message id, in order; `opaque`: how often each `biz_opaque_callback_data` was
    accepted, `failed`: how often of these it failed later; `billed`: messages by category; `fail_next` makes
    the next ones fail."""

    def __init__(self, world: World) -> None:
        self.timing = Timing()
        self.told: dict[str, list[str]] = defaultdict(list)
        self.opaque: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.billed: Counter[str] = Counter()
        self._world = world
        self._failures: list[tuple[int, str]] = []
        self._timers: set[asyncio.TimerHandle] = set()

    def fail_next(self, code: int, details: str, times: int = 1) -> None:
        """The next `times` messages are accepted, and fail by status."""
        self._failures += [(code, details)] * times

    def failure(self, sending: Sending, chat: Chat | None) -> tuple[int, str] | None:
        """Why a message that is accepted will not arrive: code and details."""
        if self._failures:
            return self._failures.pop(0)
        if chat is None or not chat.present:
            return NOT_HERE
        if sending.kind != "template" and not self._world.is_open(chat):
            return TOO_LATE
        return None

    def begin(
        self, wamid: str, sending: Sending, chat: Chat | None, category: str, failure: tuple[int, str] | None
    ) -> None:
        """A message was accepted."""
        if sending.opaque is not None:
            self.opaque[sending.opaque] += 1
            self.failed[sending.opaque] += failure is not None
        if failure is not None:
            self._later(self.timing.failed, wamid, "failed", sending, chat, {"errors": [told(*failure)]})
            return
        assert chat is not None
        self.billed[category] += 1
        costs = {"pricing": self._pricing(category)}

        def arrived() -> None:
            self._later(self.timing.delivered, wamid, "delivered", sending, chat, costs)
            self._later(self.timing.read, wamid, "read", sending, chat, costs)

        self._later(self.timing.sent, wamid, "sent", sending, chat, costs)
        if chat.away:
            chat.waiting.append(arrived)
        elif not chat.blocked:
            arrived()

    def close(self) -> None:
        for timer in self._timers:
            timer.cancel()

    @property
    def pending(self) -> int:
        """Statuses that are still to come."""
        return len(self._timers)

    def _pricing(self, category: str) -> dict[str, Any]:
        free = category == "service" and self.billed[category] <= FREE_SERVICE
        return {
            "billable": not free,
            "pricing_model": "PMP",
            "category": category,
            "type": "free_customer_service" if free else "regular",
        }

    def _later(
        self, seconds: float | None, wamid: str, status: str, sending: Sending, chat: Chat | None, more: dict[str, Any]
    ) -> None:
        if seconds is None:
            return
        if not seconds:
            self._tell(wamid, status, sending, chat, more)
            return

        def now() -> None:
            self._timers.discard(timer)
            self._tell(wamid, status, sending, chat, more)

        timer = asyncio.get_running_loop().call_later(seconds, now)
        self._timers.add(timer)

    def _tell(self, wamid: str, status: str, sending: Sending, chat: Chat | None, more: dict[str, Any]) -> None:
        self.told[wamid].append(status)
        value: dict[str, Any] = {"id": wamid, "status": status, "timestamp": str(int(self._world.clock()))}
        failed = status == "failed"
        if sending.to:
            value["recipient_id"] = sending.to
        if chat is not None and not (failed and sending.to):
            value["recipient_user_id"] = chat.user_id
        if sending.opaque is not None:
            value["biz_opaque_callback_data"] = sending.opaque
        value |= more
        contact = None if failed or chat is None else chat.contact
        if contact is not None and status == "sent":  # "omitted entirely for sent status messages webhooks"
            contact["profile"].pop("username", None)
        lane = ("statuses", sending.recipient)
        self._world.webhook.put(Event(lane, 0, "statuses", value, contact, self._world.moment()))
