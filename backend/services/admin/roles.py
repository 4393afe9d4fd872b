"""Changes of roles, of admins' duties and of Hubers' countries.

Roles are changed one at a time in the whole service (`backend.db.people.roles.alone`), and the role of the person who
asks is read again then: they may have lost it a moment ago.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from backend.db import turns
from backend.db.admin import audit
from backend.db.announcements import queries as announcement_rows
from backend.db.engine.uow import UnitOfWork
from backend.db.identity import secret_numbers
from backend.db.messaging import inbox
from backend.db.people import queries as people_rows
from backend.db.people import roles as rows
from backend.db.threads import queries as thread_rows
from backend.db.threads import schedule as thread_clock
from backend.db.work import leases
from backend.db.work import queries as work_queries
from backend.domain.errors import NotAllowed, NotFound
from backend.domain.people import roles
from backend.domain.people.commands import Actor, Person
from backend.domain.people.roles import LEARNERS, Changed, RoleAssignment
from backend.domain.work.commands import AnswerStatus
from backend.services import access
from backend.services.announcements import service as announcements_service
from backend.services.announcements import steering
from backend.services.earnings import savings
from backend.services.identity import linking
from backend.services.people import owners
from backend.services.quality import review
from backend.services.reminders import schedule as reminders_schedule


async def with_role(uow: UnitOfWork, person_id: int) -> Person:
    """The person of this number. Raises `NotFound` if nobody has it, or only a stranger."""
    person = await people_rows.person(uow, person_id)
    if person is None or person.role is None:
        raise NotFound(f"nobody has the number {person_id}")
    return person


async def look(uow: UnitOfWork, by: Actor, person_id: int) -> Person:
    """The person whose role may be changed. Raises `NotAllowed`, and `NotFound` for somebody without a role."""
    access.require(by, "give roles")
    return await with_role(uow, person_id)


async def change(
    uow: UnitOfWork, by: Actor, person_id: int, wanted: RoleAssignment, channel: str, now: datetime
) -> Changed | None:
    """Give a person the `wanted` role (`roles.read`). None if they have it already.

    They hear of it in a turn of their own, which also ends dialogues that they may no longer use. Their leased task
    goes to others, and so does a review that they have taken, if they may not review any more. The thread of who is no
    Huber any more is closed. Their announcements are cancelled where they may no longer announce; the caller lets the
    jobs of these look. A new hiteuse must first agree to the terms of work.
    Raises `NotAllowed`, `NotFound` for somebody without a role, and `LastOwner`.
    """
    await rows.alone(uow)
    if isinstance(by, Person):
        found = await people_rows.person(uow, by.id)
        if found is None:
            raise NotAllowed
        by = found
    access.require(by, "give roles")
    await rows.lock(uow, person_id)
    person = await with_role(uow, person_id)
    before = roles.of(person)
    if before == wanted:
        return None
    if before.is_owner and not wanted.is_owner:
        await owners.keep_one(uow, person_id)
    await _leave_work(uow, person, wanted, now)
    if person.role == "hiteuse" and wanted.role != "hiteuse":  # `projet` is not theirs any more
        await savings.stop(uow, person, now)
    unanswered = False
    if person.role == "huber" and wanted.role != "huber":  # what they wrote to the team is not for other Hubers
        thread = await thread_rows.open_of(uow, person_id)
        if thread is not None:
            unanswered = thread.waiting_since is not None
            await thread_rows.close(uow, thread.id, by.id, now)
    joined_at = await _joined_at(uow, person, wanted, now)
    lives = (person.country,)
    countries = () if wanted.countries == lives else wanted.countries
    await rows.set_role(uow, person_id, wanted.role, wanted.duty, countries, joined_at)
    await audit.note(
        uow, by.id, channel, "role", {}, now, subject=person_id, before=before.to_json(), after=wanted.to_json()
    )
    after = await people_rows.person(uow, person_id)
    assert after is not None
    left = {*access.countries(person)} - {*access.countries(after)}
    await thread_clock.hand_over(uow, now, countries=sorted(left), person_id=person_id)
    await review.leave_all(uow, after)
    stopped = await _stop_announcements(uow, by, after, channel, now)
    told: dict[str, Any] = {
        "wake": roles.CHANGED,
        "due": now.isoformat(),
        "before": before.to_json(),
        "after": wanted.to_json(),
        "stopped": len(stopped),
        "unanswered": unanswered,
    }
    await inbox.post(uow, person_id, f"{roles.CHANGED}:{person_id}:{now.timestamp()}", told, now)
    await reminders_schedule.cancel(uow, after)
    if after.joined_at is not None:
        await reminders_schedule.plan(uow, after, now)
    return Changed(after, before, wanted, stopped)


async def lockable(uow: UnitOfWork, by: Actor, person_id: int) -> Person:
    """The person whose chats may be unlocked. Raises `NotFound`, and `NotAllowed`, also for an admin's chats if `by`
    may not give roles."""
    access.require(by, "change people")
    person = await with_role(uow, person_id)
    if person.role == "admin":
        access.require(by, "give roles")
    return person


async def locked(uow: UnitOfWork, by: Actor, person_id: int) -> tuple[int, ...]:
    """The chats that `unlock` would open. Raises as `lockable` does."""
    await lockable(uow, by, person_id)
    return tuple(await rows.locked_chats(uow, person_id))


async def unlock(uow: UnitOfWork, by: Actor, person_id: int, channel: str, now: datetime) -> int:
    """Unlock the chats of a person in which they had to prove who they are, and allow a new try of the secret number at
    once. Return how many chats were unlocked. Raises as `lockable` does."""
    await lockable(uow, by, person_id)
    if not (isinstance(by, Person) and by.id == person_id):
        await turns.lock_person(uow, person_id)
    chats = await rows.locked_chats(uow, person_id)
    for chat in chats:
        await linking.open_again(uow, person_id, chat, "unlocked", linking.Hand(by.id, channel), now)
    await secret_numbers.count_tries(uow, person_id, 0, None)
    await audit.note(uow, by.id, channel, "unlock", {"chats": chats}, now, subject=person_id)
    return len(chats)


async def _leave_work(uow: UnitOfWork, person: Person, wanted: RoleAssignment, now: datetime) -> None:
    if person.role == "hiteuse" and wanted.role != "hiteuse":
        task = await work_queries.open_task(uow, person.id)
        if task is not None:
            await leases.leave(uow, person.id, task.id, AnswerStatus.GIVEN_BACK, now)


async def _stop_announcements(
    uow: UnitOfWork, by: Actor, author: Person, channel: str, now: datetime
) -> tuple[int, ...]:
    stopped = []
    for announced in await announcement_rows.under_way(uow, author.id):
        if not announcements_service.may_address(author, announced.audience):
            await steering.cancel(uow, by, announced.id, channel, now)
            stopped.append(announced.id)
    return tuple(stopped)


async def _joined_at(uow: UnitOfWork, person: Person, wanted: RoleAssignment, now: datetime) -> datetime | None:
    """When the person's profile was complete for the new role; None: it is not. Work needs a new agreement; for
    learning one agreement is enough for good."""
    if wanted.role not in LEARNERS:
        return person.joined_at or now
    if wanted.role == "hiteuse":
        return person.joined_at if person.role == "hiteuse" else None
    if person.role in LEARNERS:
        return person.joined_at
    return (person.joined_at or now) if await people_rows.has_agreed(uow, person.id) else None
