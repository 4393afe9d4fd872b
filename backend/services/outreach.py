"""Messages that we start: reminders of work, the Sunday summary, a new day. When they are due, and
whether they still make sense."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db import earnings as earning_rows
from backend.db import people as rows
from backend.db import work as work_rows
from backend.db.uow import UnitOfWork
from backend.domain import days, reminders
from backend.domain.people import Person
from backend.services import work

REMINDER, SUMMARY, TOMORROW, PAUSE_OVER = "reminder", "summary", "tomorrow", "pause_over"


async def plan(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """Set her next reminder and her next summary after `now`."""
    if person.role != "hiteuse":
        return
    preference = await rows.reminder(uow, person.id)
    due = reminders.next_due(preference, now, person.zone) if preference else None
    await rows.set_wakeup(uow, person.id, REMINDER, due)
    await rows.set_wakeup(uow, person.id, SUMMARY, reminders.summary_due(now, person.zone, preference))


async def cancel(uow: UnitOfWork, person: Person) -> None:
    for name in (REMINDER, SUMMARY, TOMORROW, PAUSE_OVER):
        await rows.set_wakeup(uow, person.id, name, None)


async def plan_tomorrow(uow: UnitOfWork, person: Person, now: datetime) -> None:
    """After a full day: greet her when the next one begins, at her hour if she has one."""
    preference = await rows.reminder(uow, person.id)
    hour = preference.at if preference and preference.days else days.MORNING
    await rows.set_wakeup(uow, person.id, TOMORROW, days.next_morning(now, person.zone, hour))


async def decide(uow: UnitOfWork, person: Person, name: str, due: datetime, now: datetime) -> reminders.Decision:
    """Whether what was planned for `due` is still good for her now."""
    contact = await rows.contact(uow, person.id)
    row = await earning_rows.day(uow, person.id, days.local_day(due, person.zone))
    facts = reminders.Facts(
        answers=row["answers"] if row else 0,
        worked=timedelta(seconds=row["active"] if row else 0),
        stopped=person.stopped_at is not None,
        blocked=contact is None or contact["blocked_at"] is not None,
        paused_until=person.paused_until,
        has_work=await work_rows.open_task(uow, person.id) is not None or bool(await work.offers(uow, person)),
    )
    if name == SUMMARY:
        return reminders.decide_summary(due, now, facts)
    return reminders.decide(due, now, facts)
