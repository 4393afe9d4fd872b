"""When we shall write to her next by ourselves: due times are rows, one per person and name."""

from __future__ import annotations

from datetime import datetime

from backend.db import people as rows
from backend.db.uow import UnitOfWork
from backend.domain import days, reminders
from backend.domain.people import Person

REMINDER, SUMMARY, TOMORROW = "reminder", "summary", "tomorrow"


async def plan(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Set her next reminder and her next summary after `now`; nothing for who has stopped."""
    if person.role != "hiteuse" or person.stopped_at is not None:
        return
    preference = await rows.reminder(uow, person.id)
    due = reminders.next_due(preference, now, person.zone) if preference else None
    await rows.set_wakeup(uow, person.id, REMINDER, due)
    await rows.set_wakeup(uow, person.id, SUMMARY, reminders.summary_due(now, person.zone, preference))


async def cancel(uow: UnitOfWork, person: Person) -> None:
    for name in (REMINDER, SUMMARY, TOMORROW):
        await rows.set_wakeup(uow, person.id, name, None)


async def plan_tomorrow(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """After a full day: greet her when the next one begins, at her hour if she has one. Where that is
    when her reminder comes anyway, one message is enough. Nothing for who has stopped."""
    if person.stopped_at is not None:
        return
    preference = await rows.reminder(uow, person.id)
    hour = preference.at if preference and preference.days else days.MORNING
    due = days.next_morning(now, person.zone, hour)
    reminded = preference is not None and days.local_day(due, person.zone).weekday() in preference.days
    await rows.set_wakeup(uow, person.id, TOMORROW, None if reminded else due)
