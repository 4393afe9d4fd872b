"""Who has joined and has no paid answer yet hears of work as soon as there is some, though she chose no hour for
reminders: the first paid task shall come within 24 hours of joining, where there is any work."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.engine.uow import UnitOfWork
from backend.db.reminders import first_work as rows
from backend.db.reminders import schedule, standing
from backend.domain.people.commands import Person

AFTER_JOINING = timedelta(hours=2)
"""Before that she is at it, or was just shown what there is."""
ANSWERS_EACH = 10
"""One more person is told for so many answers that open work still asks for: no more than find some when they come."""


async def hears(uow: UnitOfWork, person: Person) -> bool:
    """Whether she hears by itself that there is a first paid task for her."""
    return await rows.is_unpaid(uow, person.id)


async def tell(uow: UnitOfWork, now: datetime, answers: int) -> int:
    """Have those looked at now who wait for a first paid task and for whom there is one (`reminder_policy` decides what
    is said); how many. `answers`: that open work still asks for."""
    if not answers:
        return 0
    found = await rows.waiting(uow, now, AFTER_JOINING, max(1, answers // ANSWERS_EACH))
    working = await standing.with_work(uow, found, now) if found else set()
    if working:
        await schedule.set_next(uow, dict.fromkeys(working, now))
    return len(working)
