"""How long pay takes from the acceptance of an answer until « Reçu », as it is told in `stats` and with an offer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import waits as rows
from backend.db.payouts.waits import PaidSum, PayWait
from backend.domain.people.commands import Actor
from backend.services import access

MEASURED_SPAN = timedelta(days=90)
"""Only payments that arrived within this time are measured."""
LEAST_PEOPLE = 5
"""With fewer people no time is told: one slow payment would speak for all."""


async def measure(uow: UnitOfWork, now: datetime) -> None:
    """Measure and keep the time, so that an offer does not have to."""
    await rows.keep(uow, await rows.measure(uow, now, MEASURED_SPAN))


async def usual(uow: UnitOfWork) -> timedelta | None:
    """The median time from acceptance to « Reçu »; None below `LEAST_PEOPLE` people."""
    found = await rows.kept(uow)
    return None if found.seconds is None or found.people < LEAST_PEOPLE else timedelta(seconds=found.seconds)


async def figures(uow: UnitOfWork, by: Actor, since: datetime) -> tuple[Sequence[PaidSum], PayWait]:
    """What was paid since then and is on its way, and the measured time with the number of people. Raises
    `NotAllowed`."""
    access.require(by, "see figures")
    return await rows.sums(uow, since), await rows.kept(uow)
