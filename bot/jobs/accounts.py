"""The job that asks each platform how it rates our account."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from backend.clock import Clock
from backend.db.engine.signals import Signals, outbox_of
from backend.db.engine.uow import Database
from bot.channels.base import Channel
from bot.channels.errors import SendError
from bot.delivery.alarms import account_alarm

log = logging.getLogger(__name__)


class Accounts:
    """Asks, stores the answer, and tells admins of a change for the worse."""

    def __init__(self, database: Database, channels: Mapping[str, Channel], clock: Clock, signals: Signals) -> None:
        self._database = database
        self._channels = channels
        self._clock = clock
        self._signals = signals

    async def look(self) -> None:
        """Ask each platform once. One that cannot be asked now is asked at the next tick."""
        for name, channel in self._channels.items():
            try:
                condition = await channel.condition()
            except SendError as error:
                log.info("%s: the state of the account could not be asked: %s", name, str(error))
                continue
            if condition is None:
                continue
            async with self._database.unit() as uow:
                told = await account_alarm.look(uow, name, condition, self._clock.now())
                await uow.commit()
            for each in told:
                self._signals.tell(outbox_of(each))
