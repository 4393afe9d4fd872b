"""The job that proposes a run of payments for an admin."""

from __future__ import annotations

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.domain.errors import NotAllowed
from backend.services.payouts import runs
from bot.handlers.payouts.runs import PROPOSED


class Payouts:
    def __init__(self, database: Database, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals

    async def propose(self, person_id: int, channel: str, request: int) -> None:
        """Propose a run and report it once. `request`: the id of the event that asked for it."""
        now = self._clock.now()
        async with self._database.unit() as uow:
            by = await people_rows.person(uow, person_id)
        if by is None:
            return
        try:
            found = await runs.propose(self._database, by, by.first_name, now, channel=channel)
        except NotAllowed:  # the person's role has changed since they asked
            return
        async with self._database.unit() as uow:
            held = {reason.value: count for reason, count in found.held.items()}
            told = {"wake": PROPOSED, "run": found.run_id, "payouts": found.payouts, "held": held}
            if await inbox.post(uow, person_id, f"payouts:{request}", told, now):
                await uow.commit()
        self._signals.tell(TURN)
