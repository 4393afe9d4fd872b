"""How many people may still be written to first today by messages that can be left out, on limited platforms."""

from __future__ import annotations

from datetime import datetime

from backend.db.announcements import daily_limit
from backend.db.engine.uow import Database
from backend.db.messaging import account_conditions
from backend.db.messaging.outbox import WaitingMessage
from backend.domain.announcements.sending import WINDOW
from backend.domain.messaging import channels
from backend.domain.messaging.accounts import LEFT_OUT_FIRST

LOOK_EVERY = 60.0
"""Seconds between looks at what is used; in between, what this relay sends is counted."""


class DailyRoom:
    """The room of one channel. Only the active relay sends, so it alone has to count."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel
        self._limited = channel in channels.windowed()
        self._left: int | None = None  # None: no limit
        self._looked = float("-inf")

    async def look(self, now: float, moment: datetime) -> None:
        """Count anew what is left, now and then. `now`: seconds of the loop; `moment`: of the product's clock."""
        if not self._limited or now < self._looked + LOOK_EVERY:
            return
        self._looked = now
        async with self._database.unit() as uow:
            kept = await account_conditions.find(uow, self._channel)
            most = kept.condition.reminded_a_day if kept is not None else None
            self._left = None if most is None else most - await daily_limit.used(uow, self._channel, moment)

    def takes(self, row: WaitingMessage, moment: datetime) -> bool:
        """Whether this row may be sent. If it writes to a person first, it uses a place."""
        if self._left is None or (row.heard_at is not None and row.heard_at > moment - WINDOW):
            return True
        if row.purpose in LEFT_OUT_FIRST and self._left <= 0:
            return False
        self._left -= 1
        return True
