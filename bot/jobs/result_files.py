"""The job that makes a file of a project's results, so that no turn waits for it, however large it is.

It may run twice after a crash: the person gets the file once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.clock import Clock
from backend.db.engine.signals import TURN, Signals
from backend.db.engine.uow import Database
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.domain.errors import BadInput, HiteusesError, NotAllowed, Unavailable
from backend.services.work.files import result_files as service
from backend.services.work.files.result_files import FileWhat

READY = "result file"
"""The wake-up that delivers the file."""


class ResultFiles:
    def __init__(self, database: Database, clock: Clock, signals: Signals) -> None:
        self._database = database
        self._clock = clock
        self._signals = signals

    async def make(self, request: int, person_id: int, channel: str, project: int, what: FileWhat) -> None:
        """Make the file and report it. `request`: the id of the event that asked for it."""
        try:
            async with self._database.unit() as uow:
                person = await people_rows.person(uow, person_id)  # the person's role may have changed since
                if person is None:
                    raise NotAllowed
                made = await service.build(uow, person, project, what, channel, self._clock.now())
                told = {
                    "file": made.digest,
                    "name": made.name,
                    "rows": made.rows,
                    "undecided": made.undecided,
                    "title": made.title,
                }
                await inbox.post(uow, person_id, _key(request), self._told(project, what, told), self._clock.now())
                await uow.commit()
        except Unavailable:
            raise
        except HiteusesError as error:
            await self._failed(request, person_id, project, what, "large" if isinstance(error, BadInput) else "gone")
        self._signals.tell(TURN)

    async def given_up(
        self, _error: Exception, *, request: int, person_id: int, project: int, what: FileWhat, **_others: Any
    ) -> None:
        """Report that the file could not be made."""
        await self._failed(request, person_id, project, what, "failed")
        self._signals.tell(TURN)

    async def _failed(self, request: int, person_id: int, project: int, what: FileWhat, why: str) -> None:
        async with self._database.unit() as uow:
            told = self._told(project, what, {"why": why})
            await inbox.post(uow, person_id, f"{_key(request)}:{why}", told, self._clock.now())
            await uow.commit()

    def _told(self, project: int, what: FileWhat, told: Mapping[str, Any]) -> dict[str, Any]:
        return {"wake": READY, "project": project, "what": what, **told}


def _key(request: int) -> str:
    return f"results:{request}"
