"""When we shall write to her next by ourselves: due times are rows, one per person and name."""

from __future__ import annotations

from datetime import datetime

from backend.db import learning as learning_rows
from backend.db import people as rows
from backend.db.uow import UnitOfWork
from backend.domain import days, reminders
from backend.domain.people import Person
from backend.domain.training import learning

REMINDER, SUMMARY, TOMORROW, NUDGE = "reminder", "summary", "tomorrow", "nudge"


async def plan(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Set her next reminder, her next summary (of work) and her next nudge (to learn) after `now`; nothing for
    who has stopped."""
    if person.role not in ("hiteuse", "trainee") or person.stopped_at is not None:
        return
    preference = await rows.reminder(uow, person.id)
    due = reminders.next_due(preference, now, person.zone) if preference else None
    await rows.set_wakeup(uow, person.id, REMINDER, due)
    if person.role == "hiteuse":
        await rows.set_wakeup(uow, person.id, SUMMARY, reminders.summary_due(now, person.zone, preference))
    await plan_nudge(uow, person, now)


async def plan_nudge(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Ask her, once she has been silent long enough, whether she goes on with the module that she is in the
    middle of. Nothing for who has stopped, wants no reminders, or was asked often enough."""
    if person.stopped_at is not None:
        return
    silence = await learning_rows.silence(uow, person.id)
    preference = await rows.reminder(uow, person.id)
    due = None
    if silence is not None:
        hour = preference.at if preference else reminders.SUMMARY_HOUR
        refused = preference is not None and not preference.days
        due = None if refused else learning.next_nudge(silence["active_at"], silence["nudged"], now, person.zone, hour)
    await rows.set_wakeup(uow, person.id, NUDGE, due)


async def cancel(uow: UnitOfWork, person: Person) -> None:
    for name in (REMINDER, SUMMARY, TOMORROW, NUDGE):
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
