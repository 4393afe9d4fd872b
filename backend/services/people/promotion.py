"""Promotion of a trainee to a hiteuse, by a Huber of her country or an admin.

She works for nobody before she has agreed to the terms: the promotion takes her back into the onboarding, now that of a
hiteuse. What she has learnt stays, and the tests that work needs are paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing, inbox
from backend.db.people import promotion as rows
from backend.db.people import queries as people_rows
from backend.db.threads import schedule as threads_schedule
from backend.domain.messaging import quiet_hours
from backend.domain.people import codes
from backend.domain.people.commands import Person
from backend.domain.people.permissions import may
from backend.domain.people.promotion import Promotion, PromotionCandidate
from backend.records import replace
from backend.services import access

WAKE = "promoted"
"""The event by which she is told."""
DECLINED = "work declined"
"""The event by which who promoted her is told."""
LEARNS, WORKS = {"role": "trainee"}, {"role": "hiteuse"}


async def candidates(uow: UnitOfWork, by: Person, most: int, skip: int = 0) -> tuple[PromotionCandidate, ...]:
    """Trainees who have passed a module: for a Huber those of their countries, for an admin all. Raises
    `NotAllowed`."""
    access.require(by, "promote")
    return tuple(await rows.candidates(uow, access.countries(by), most, skip))


async def look(uow: UnitOfWork, by: Person, who: str) -> Promotion:
    """The trainee who is meant (as in `promote`), and whether she may be promoted ("ready"). Raises `NotAllowed`."""
    access.require(by, "promote")
    found = await _named(uow, by, who)
    if len(found) != 1:
        return Promotion("several" if found else "none", tuple(found))
    return Promotion("ready" if found[0].role == "trainee" else "already", tuple(found))


async def promote(uow: UnitOfWork, by: Person, who: str, channel: str, now: datetime) -> Promotion:
    """Promote a trainee. `who`: her number, her invitation's code, or her first name. `channel`: where it was
    requested.

    She is told in a turn of her own, and not at night. Raises `NotAllowed` unless `by` is a Huber or an admin. A Huber
    does not find people of other countries.
    """
    access.require(by, "promote")
    found = await _named(uow, by, who)
    if len(found) != 1:
        return Promotion("several" if found else "none", tuple(found))
    (candidate,) = found
    if candidate.role != "trainee" or not await rows.promote(uow, candidate.person_id):
        return Promotion("already", (candidate,))
    await audit.note(uow, by.id, channel, "promote", {}, now, subject=candidate.person_id, before=LEARNS, after=WORKS)
    told = {"wake": WAKE, "due": now.isoformat(), "by": by.first_name if by.role == "huber" else ""}
    her = await people_rows.person(uow, candidate.person_id)
    later = await _tell(uow, candidate.person_id, her.zone if her is not None else "UTC", told, now)
    chat = await contact_routing.of(uow, candidate.person_id)
    reached = chat is not None and chat.blocked_at is None and chat.locked_at is None
    silent = not reached or her is None or her.stopped_at is not None
    return Promotion("promoted", (candidate,), later=later, silent=silent)


async def _tell(uow: UnitOfWork, person_id: int, zone: str, told: Mapping[str, Any], now: datetime) -> bool:
    """Post an event for a person. Return whether it waits for their morning."""
    at = quiet_hours.after(now, zone)
    if at > now:
        await threads_schedule.set_morning(uow, person_id, at, told)
    else:
        await inbox.post(uow, person_id, f"{told['wake']}:{person_id}:{now.timestamp()}", told, now)
    return at > now


async def decline(uow: UnitOfWork, person: Person, channel: str, now: datetime) -> Person:
    """She prefers to go on learning only: undo the promotion, and tell who promoted her. Return her as she is then. No
    effect if she has already agreed to the terms of work."""
    if not await rows.take_back(uow, person.id, now):
        return person
    await audit.note(uow, person.id, channel, "decline work", {}, now, subject=person.id, before=WORKS, after=LEARNS)
    by_id = await rows.promoted_by(uow, person.id)
    by = await people_rows.person(uow, by_id) if by_id is not None else None
    if by is not None and may(by, "promote", person.country):
        told = {"wake": DECLINED, "due": now.isoformat(), "person": person.id}
        await _tell(uow, by.id, by.zone, told, now)
    return replace(person, role="trainee", joined_at=now)


MOST_NAMESAKES = 8
"""People of one name that are offered to choose from."""


async def _named(uow: UnitOfWork, by: Person, who: str) -> list[PromotionCandidate]:
    countries = access.countries(by)
    if who.isascii() and who.isdigit() and len(who) < 10:
        row = await rows.by_id(uow, int(who))
        return [row] if row is not None and _may_see(row, by) else []
    name = " ".join(who.split())
    if named := await rows.by_name(uow, "trainee", name, countries, MOST_NAMESAKES):
        return named
    code = codes.read(who)
    invited = await people_rows.invite(uow, codes.digest(code)) if code is not None else None
    if invited is None or invited[1] is None:
        return await rows.by_name(uow, "hiteuse", name, countries, 1)  # somebody who was promoted before
    row = await rows.by_id(uow, invited[1])
    return [row] if row is not None and _may_see(row, by) else []


def _may_see(found: PromotionCandidate, by: Person) -> bool:
    return found.role in ("trainee", "hiteuse") and may(by, "promote", found.country)
