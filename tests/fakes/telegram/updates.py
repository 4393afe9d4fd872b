"""Updates on their way to the bot: polled, or posted to its webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import orjson

from .errors import ApiError

NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE_ID = 100_000_001


@dataclass(slots=True)
class Update:
    """One update; times are seconds on the queue's clock. `repeats`: how often it comes again
    although it was confirmed."""

    id: int
    kind: str
    chat_id: int
    body: bytes
    made_at: float
    handed_at: float | None = None
    repeats: int = 0


class Delivery(Protocol):
    """A webhook, as the queue sees it."""

    def put(self, update: Update) -> None: ...

    def close(self) -> None: ...


class UpdateQueue:
    """Keeps every update until the bot confirmed it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.pending: dict[int, Update] = {}
        self.webhook: Delivery | None = None
        self.allowed: frozenset[str] = frozenset()
        """The kinds that the bot asked for; none: all but `NOT_BY_DEFAULT`."""
        self.made = self.handed = self.confirmed = 0
        self.on_put: Callable[[Update], None] | None = None
        self._clock = clock
        self._next_id = FIRST_UPDATE_ID
        self._repeat_next = 0
        self.listening = asyncio.Event()
        """Set while a getUpdates waits or a webhook is set."""
        self._waiter: asyncio.Future[None] | None = None

    def put(self, kind: str, chat_id: int, payload: dict[str, Any]) -> Update | None:
        """Queues an update; None when the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        body = orjson.dumps({"update_id": self._next_id, kind: payload})
        update = Update(self._next_id, kind, chat_id, body, self._clock(), repeats=self._repeat_next)
        self._next_id += 1
        self._repeat_next = 0
        self.made += 1
        self.pending[update.id] = update
        if self.on_put is not None:
            self.on_put(update)
        if self.webhook is not None:
            self.webhook.put(update)
        elif self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
        return update

    def duplicate_next(self) -> None:
        """The next update comes twice, the second time after it was confirmed."""
        self._repeat_next = 1

    def hand(self, update: Update) -> None:
        """Notes that the bot has it now."""
        if update.handed_at is None:
            update.handed_at = self._clock()
            self.handed += 1

    def confirm(self, update: Update) -> None:
        """The bot has settled it: forgotten, unless it shall come again."""
        if update.repeats:
            update.repeats -= 1
        elif self.pending.pop(update.id, None):
            self.confirmed += 1

    def forget(self) -> None:
        """drop_pending_updates."""
        self.pending.clear()

    async def poll(
        self,
        offset: int,
        limit: int,
        timeout: float,
        allowed: list[str] | None,
        alive: Callable[[], bool],
    ) -> list[Update]:
        """getUpdates. `alive` tells whether the caller still listens: if not, nothing is handed.

        Raises `ApiError` 409 while a webhook is set, and in the older of two polls at once.
        """
        if self.webhook is not None:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running")
        self.allow(allowed)
        self._confirm_before(offset)
        if not self.pending and timeout > 0:
            waiter = self._waiter = asyncio.get_running_loop().create_future()
            self.listening.set()
            try:
                async with asyncio.timeout(timeout):
                    await waiter
            except TimeoutError:
                pass
            finally:
                if self._waiter is waiter:
                    self._waiter = None
                    self.listening.clear()
        if not alive():
            return []
        batch = list(islice(self.pending.values(), limit))
        for update in batch:
            self.hand(update)
        return batch

    def connect(self, webhook: Delivery | None) -> None:
        """Sets the webhook in the place of any other, or takes it away."""
        if self.webhook is not None:
            self.webhook.close()
            self.listening.clear()
        self.webhook = webhook
        if webhook is not None:
            self.interrupt("terminated by setWebhook request")
            self.listening.set()

    def allow(self, kinds: list[str] | None) -> None:
        """None leaves it as it was, an empty list is the default again."""
        if kinds is not None:
            self.allowed = frozenset(kinds)

    def interrupt(self, reason: str, status: int = 409) -> None:
        """Ends a poll that waits."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(ApiError(status, f"{'Conflict' if status == 409 else 'Bad Gateway'}: {reason}"))
        self._waiter = None
        self.listening.clear()

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            for update in list(self.pending.values())[:offset]:
                self.confirm(update)
            return
        settled = []
        for update in self.pending.values():  # oldest first: a long queue is not read through
            if update.id >= offset:
                break
            settled.append(update)
        for update in settled:
            self.confirm(update)
