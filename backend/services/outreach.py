"""Whether a message that we planned still makes sense when its time comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from backend.db import earnings as earning_rows
from backend.db import reach
from backend.db import work as work_rows
from backend.db.uow import UnitOfWork
from backend.domain import days, reminders
from backend.domain.people import Person
from backend.services import nudges, training, work
from backend.services.wakeups import SUMMARY


async def decide(uow: UnitOfWork, person: Person, name: str, due: datetime, now: datetime) -> reminders.Decision:
    """Whether what was planned for `due` is still good for her now."""
    facts = await _silence(uow, person)
    if name == SUMMARY:
        return reminders.decide_summary(due, now, facts)
    row = await earning_rows.day(uow, person.id, days.local_day(due, person.zone))
    facts = replace(
        facts,
        answers=row["answers"] if row else 0,
        worked=timedelta(seconds=row["active"] if row else 0),
        has_work=await _has_work(uow, person),
        learning=bool(await training.due(uow, person, now)) or await nudges.due(uow, person, now) is not None,
    )
    return reminders.decide(due, now, facts)


async def decide_nudge(uow: UnitOfWork, person: Person, due: datetime, now: datetime) -> reminders.Decision:
    """Whether she may be asked now if she goes on with her lessons; having worked is no reason against it."""
    return reminders.decide_summary(due, now, await _silence(uow, person))


async def _silence(uow: UnitOfWork, person: Person) -> reminders.Facts:
    """Why she might want, or be able, to hear nothing."""
    chat = await reach.of(uow, person.id)
    return reminders.Facts(
        stopped=person.stopped_at is not None,
        blocked=chat is None or chat["blocked_at"] is not None or chat["locked_at"] is not None,
        paused_until=person.paused_until,
    )


async def _has_work(uow: UnitOfWork, person: Person) -> bool:
    if person.role != "hiteuse":
        return False
    return await work_rows.open_task(uow, person.id) is not None or bool(await work.offers(uow, person))
