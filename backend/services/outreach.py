"""Whether a message that we planned still makes sense when its time comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db import earnings as earning_rows
from backend.db import reach
from backend.db import work as work_rows
from backend.db.uow import UnitOfWork
from backend.domain import days, reminders
from backend.domain.people import Person
from backend.services import work
from backend.services.wakeups import SUMMARY


async def decide(uow: UnitOfWork, person: Person, name: str, due: datetime, now: datetime) -> reminders.Decision:
    """Whether what was planned for `due` is still good for her now."""
    chat = await reach.of(uow, person.id)
    row = await earning_rows.day(uow, person.id, days.local_day(due, person.zone))
    facts = reminders.Facts(
        answers=row["answers"] if row else 0,
        worked=timedelta(seconds=row["active"] if row else 0),
        stopped=person.stopped_at is not None,
        blocked=chat is None or chat["blocked_at"] is not None or chat["locked_at"] is not None,
        paused_until=person.paused_until,
        has_work=await work_rows.open_task(uow, person.id) is not None or bool(await work.offers(uow, person)),
    )
    if name == SUMMARY:
        return reminders.decide_summary(due, now, facts)
    return reminders.decide(due, now, facts)
