"""The jobs that propose runs of payments: for an admin who asks, and on the days of payment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.payouts import runs as run_rows
from backend.db.people import queries as people_rows
from backend.domain.errors import NotAllowed
from backend.domain.payouts.terms import Terms
from backend.services.payouts import runs, stopping
from backend.services.payouts.timing import schedule
from bot.handlers.payouts.runs import PROPOSED, WAITS

MOST_REMINDERS = 7
"""Days on which a run that waits is told again."""


class Payouts:
    def __init__(self, database: Database, clock: Clock, signals: Signals, terms: Terms) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals
        self._terms = terms

    async def propose(self, person_id: int, channel: str, request: int, only: int | None = None) -> None:
        """Propose a run and report it once. `request`: the id of the event that asked for it. `only`: for this person
        alone."""
        now = self._clock.now()
        async with self._database.unit() as uow:
            by = await people_rows.person(uow, person_id)
        if by is None:
            return
        try:
            found = await runs.propose(
                self._database, by, by.first_name, now, terms=self._terms, only=only, channel=channel
            )
        except NotAllowed:  # the person's role has changed since they asked
            return
        async with self._database.unit() as uow:
            if await inbox.post(uow, person_id, f"payouts:{request}", _told(found), now):
                await uow.commit()
        self._signals.tell(TURN)

    async def propose_on_days(self) -> None:
        """Propose a run for the countries whose day and hour of payment have come, and report it to everybody who may
        approve it; remind them of those that wait."""
        now = self._clock.now()
        await self._remind(now)
        found = await schedule.propose(self._database, self._terms, now)
        if found is None or not (found.payouts or found.held):
            return
        told = {**_told(found), "scheduled": True}
        async with self._database.unit() as uow:
            for person_id in await run_rows.approvers(uow):
                await inbox.post(uow, person_id, f"payouts:run:{found.run_id}:{person_id}", told, now)
            await uow.commit()
        self._signals.tell(TURN)

    async def _remind(self, now: datetime) -> None:
        """Tell who may decide, once a day, of each run that waits since the day before: its people are in no later
        one."""
        async with self._database.unit() as uow:
            if await stopping.standing(uow) is not None:
                return
            waiting = [(run, (now - run.proposed_at).days) for run in await run_rows.waiting(uow)]
            late = [(run, days) for run, days in waiting if 0 < days <= MOST_REMINDERS]
            for person_id in await run_rows.approvers(uow) if late else ():
                for run, days in late:
                    told = {"wake": WAITS, "run": run.id}
                    await inbox.post(uow, person_id, f"payouts:waits:{run.id}:{person_id}:{days}", told, now)
            await uow.commit()
        if late:
            self._signals.tell(TURN)


def _told(found: runs.Proposal) -> dict[str, Any]:
    """What `bot.handlers.payouts.runs.proposed` reports."""
    held = {reason.value: count for reason, count in found.held.items()}
    return {
        "wake": PROPOSED,
        "run": found.run_id,
        "payouts": found.payouts,
        "held": held,
        "capped": found.capped,
        "countries": sorted(found.countries),
    }
