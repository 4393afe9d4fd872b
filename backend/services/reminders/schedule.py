"""When each person is looked at next: one due time per person. `backend.domain.reminders.reminder_policy` decides what
is sent then."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.reminders import schedule as due_rows
from backend.db.reminders import standing
from backend.domain.people.commands import Person
from backend.domain.reminders import reminder_calendar
from backend.services.reminders.service import LEARNERS


async def plan(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Plan the next look by the present situation. No effect for people who have stopped, or who neither work nor
    learn."""
    if person.role not in LEARNERS or person.stopped_at is not None:
        return
    calendar = await standing.calendar(uow, person.id, now)
    assert calendar is not None, "everybody has a row"
    await due_rows.set_next(uow, {person.id: reminder_calendar.next_due(calendar, now)})


async def after_full_day(uow: UnitOfWork, person: Person, now: datetime) -> datetime | None:
    """When a person who has worked 3 hours today hears of work tomorrow, if there is any; None: not at all."""
    if person.stopped_at is not None:
        return None
    calendar = await standing.calendar(uow, person.id, now)
    assert calendar is not None, "everybody has a row"
    return reminder_calendar.after_full_day(calendar, now, person.paused_until)


async def cancel(uow: UnitOfWork, person: Person) -> None:
    """Plan no more looks."""
    await due_rows.set_next(uow, {person.id: None})
