"""Asking who stopped in the middle of a module whether she goes on: after 1, 3, 7 and 14 days of silence, at
her hour, and never more. On a day on which her reminder comes anyway, that says it as well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.db import learning as rows
from backend.db import people as people_rows
from backend.db.uow import UnitOfWork
from backend.domain import days, reminders
from backend.domain.people import Person
from backend.domain.training import learning
from backend.domain.training.progress import ENCOURAGED


@dataclass(frozen=True, slots=True)
class Nudge:
    """Where she stopped (titles), and how many nudges lie behind her once she is asked."""

    module_id: str
    module: str
    lesson: str
    count: int


async def due(uow: UnitOfWork, person: Person, now: datetime) -> Nudge | None:
    """What there is to ask her now; None where she is in the middle of nothing, was there lately, was asked
    often enough or today already, or wants no reminders."""
    found = await rows.silence(uow, person.id)
    if found is None:
        return None
    preference = await people_rows.reminder(uow, person.id)
    if preference is not None and not preference.days:
        return None
    hour = preference.at if preference else reminders.SUMMARY_HOUR
    first = learning.nudge_due(found["active_at"], found["nudged"], person.zone, hour)
    if first is None or first > now:
        return None
    if found["nudged_at"] is not None and now - found["nudged_at"] < ENCOURAGED:
        return None
    count = learning.nudges_by(found["active_at"], now, person.zone, hour)
    return Nudge(found["module_id"], found["module"], found["lesson"] or found["module"], count)


async def done(uow: UnitOfWork, person: Person, nudge: Nudge, told_at: datetime | None) -> None:
    """She was asked, or (None) the hour for it has passed."""
    await rows.set_nudged(uow, person.id, nudge.module_id, nudge.count, told_at)


async def comes_with_reminder(uow: UnitOfWork, person: Person, now: datetime) -> bool:
    """Whether today is one of her reminder's days: one message is enough."""
    preference = await people_rows.reminder(uow, person.id)
    return preference is not None and days.local_day(now, person.zone).weekday() in preference.days
