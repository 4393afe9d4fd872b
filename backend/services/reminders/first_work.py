"""People who have joined and have no paid answer yet are told of work as soon as there is some, even if they chose no
hour for reminders. The goal is a first paid task within 24 hours of joining, if there is any work."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.db.reminders import first_work as rows
from backend.db.reminders import schedule, standing
from backend.domain.people.commands import Person

AFTER_JOINING = timedelta(hours=2)
"""Nobody is told earlier than this after joining: they are still at it, or were just shown the work that there is."""
ANSWERS_EACH = 10
"""One more person is told for every so many answers that open work still asks for, so that all of them find some."""


async def hears(uow: UnitOfWork, person: Person) -> bool:
    """Whether the person is told, without asking, that there is a first paid task for them."""
    return await rows.is_unpaid(uow, person.id)


async def tell(uow: UnitOfWork, now: datetime, answers: int) -> int:
    """Let `reminder_policy` look now at people who wait for a first paid task and for whom there is one. Returns how
    many. `answers`: how many open work still asks for."""
    if not answers:
        return 0
    found = await rows.waiting(uow, now, AFTER_JOINING, max(1, answers // ANSWERS_EACH))
    working = await standing.with_work(uow, found, now) if found else set()
    if working:
        await schedule.set_next(uow, dict.fromkeys(working, now))
    return len(working)
