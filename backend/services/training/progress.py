"""Progress in training, for those who may see it: the learner, the Huber, the authors of questions."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.admin import cohort as cohort_rows
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing
from backend.db.messaging.contact_routing import Chat
from backend.db.people import queries as people_rows
from backend.db.threads import reports as report_rows
from backend.db.training import finals as final_rows
from backend.db.training import learning as learning_rows
from backend.db.training import memory as memory_rows
from backend.db.training import progress as rows
from backend.domain import days
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.training.learning import FAILURES_TOLD, streak
from backend.domain.training.progress import (
    ENCOURAGE_INTERVAL,
    FIRM_STABILITY_DAYS,
    STOPPED_AFTER,
    Cohort,
    Encouraged,
    Progress,
)
from backend.records import replace
from backend.services import access
from backend.services.training import learning

WEEK = timedelta(days=7)


async def of(uow: UnitOfWork, person: Person, now: datetime) -> Progress:
    """The learner's own progress. Raises `NotAllowed`."""
    learning.require_learner(person)
    today = days.local_day(now, person.zone)
    learnt = await memory_rows.days(uow, person.id, person.zone)
    return Progress(
        await learning.overview(uow, person, now),
        await rows.known(uow, person.id, FIRM_STABILITY_DAYS),
        len(await learning.due(uow, person, now)),
        len(learnt),
        streak(learnt, today),
        await people_rows.reminder(uow, person.id) is None,
    )


# --- a cohort ---------------------------------------------------------------------------------------


async def cohort(uow: UnitOfWork, by: Person, now: datetime, most: int, skip: int = 0) -> Cohort:
    """The trainees and hiteuses of a Huber's countries (for an admin: of all), and a page of those who stopped in the
    middle or fail a lesson again and again. Raises `NotAllowed`."""
    access.require(by, "see the cohort")
    countries = access.countries(by)
    counts = await rows.cohort(uow, countries, now - WEEK)
    stuck, in_all = await rows.stuck(uow, countries, now - STOPPED_AFTER, FAILURES_TOLD, most, skip)
    return replace(counts, stuck=stuck, stuck_in_all=in_all)


async def encourage(
    uow: UnitOfWork, by: Person, person_id: int, now: datetime, channel: str = "", why: str = "training"
) -> tuple[Encouraged, Person | None, Chat | None]:
    """Record that a Huber sends a person an encouragement. Return the result, the person, and the chat to which it
    goes. Raises `NotAllowed`.

    There is at most one a day, a Huber's or ours. `why`: what it is about.
    """
    access.require(by, "encourage")
    person = await people_rows.person(uow, person_id)
    if person is None or person.role not in ("trainee", "hiteuse") or not may(by, "encourage", person.country):
        return "unknown", None, None
    told = (await rows.told_at(uow, person_id), await cohort_rows.told_at(uow, person_id))
    if any(at is not None and now - at < ENCOURAGE_INTERVAL for at in told):
        return "already", person, None
    chat = await contact_routing.of(uow, person_id)
    silent = person.stopped_at is not None or (person.paused_until is not None and person.paused_until > now)
    apart = by.id in await report_rows.apart(uow, person_id)
    if chat is None or chat.blocked_at is not None or chat.locked_at is not None or silent or apart:
        return "unreachable", person, None
    await rows.tell(uow, person_id, now)
    await cohort_rows.tell(uow, person_id, by.id, now)
    await audit.note(uow, by.id, channel, "encourage", {"why": why}, now, subject=person_id)
    return "sent", person, chat


async def hubers_to_tell(uow: UnitOfWork, person: Person, lesson_id: int, now: datetime) -> list[Chat]:
    """The chats of the person's Hubers, who are told once per lesson that the person fails it again and again. Empty if
    they were told before, or if there is no Huber (then the next failure asks again)."""
    if await learning_rows.alerted(uow, person.id, lesson_id):
        return []
    chats = await _hubers(uow, person)
    if chats:
        await learning_rows.alert(uow, person.id, lesson_id, now)
    return chats


async def hubers_to_tell_of_final(uow: UnitOfWork, person: Person, module_id: str, now: datetime) -> list[Chat]:
    """The same for a module's final test, once per module."""
    if await final_rows.alerted(uow, person.id, module_id):
        return []
    chats = await _hubers(uow, person)
    if chats:
        await final_rows.alert(uow, person.id, module_id, now)
    return chats


async def _hubers(uow: UnitOfWork, person: Person) -> list[Chat]:
    """The chats of the person's Hubers who can be told, without those from whom a report keeps the person apart."""
    apart = await report_rows.apart(uow, person.id)
    return [chat for chat in await rows.hubers(uow, person.country) if chat.person_id not in apart]
