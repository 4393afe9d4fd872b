"""One person, for admins: finding them, their state, and what is done for them. The audit records who reads a file,
once per hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.admin import audit
from backend.db.admin import support_lookup as rows
from backend.db.earnings import queries as earning_rows
from backend.db.engine.uow import UnitOfWork
from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.domain import days
from backend.domain.admin.support_lookup import (
    MOST_NOTE,
    PAUSE_LENGTH,
    READ_AGAIN,
    Hit,
    Note,
    PersonFile,
    Told,
    pause_of,
)
from backend.domain.errors import BadInput
from backend.domain.french.spelling import nearest
from backend.domain.messaging.channels import SHOWN_DIGITS
from backend.domain.people import codes, name_lists
from backend.domain.people.commands import Actor, Person
from backend.encryption import Keys
from backend.services import access
from backend.services.admin import roles
from backend.services.earnings.service import standing
from backend.services.people import service as people_service
from backend.services.reminders import service as reminders_service

MOST_HITS = 8
"""People that a search returns."""
SHORTEST_ENDING = 6
"""How many last digits of a phone number are enough to search for it."""
SHOWN_NOTES = 2
"""Notes about a person that are shown, the newest first."""
SEEN = "see person"


async def find(uow: UnitOfWork, by: Actor, text: str, keys: Keys) -> tuple[Hit, ...]:
    """People meant by a number of ours, a phone number, a code, or a name, also a misspelt one; at most `MOST_HITS`.
    Raises `NotAllowed`."""
    access.require(by, "see people")
    found = await _by_number(uow, text, keys) or await _by_code(uow, text) or await _by_name(uow, text)
    return tuple(found)


async def _by_number(uow: UnitOfWork, text: str, keys: Keys) -> list[Hit]:
    digits = "".join(sign for sign in text if sign not in " +-.()°n#")
    if not (digits.isascii() and digits.isdigit()):
        return []
    found = await rows.of_id(uow, int(digits)) if len(digits) < 10 else []
    if not found and len(digits) >= SHORTEST_ENDING:
        ending = digits.lstrip("0") or digits
        near = await rows.numbers_ending(uow, ending[-SHOWN_DIGITS:])
        people = [each.person_id for each in near if keys.numbers.opened(each.address).endswith(ending)]
        found = await rows.of_ids(uow, people, MOST_HITS)
    return found


async def _by_code(uow: UnitOfWork, text: str) -> list[Hit]:
    code = codes.read(text)
    if code is None or not codes.may_be_bare(text):
        return []
    found = await people_rows.invite(uow, codes.digest(code))
    return await rows.of_id(uow, found[1]) if found is not None and found[1] is not None else []


async def _by_name(uow: UnitOfWork, text: str) -> list[Hit]:
    wanted = name_lists.key(text)
    if not wanted:
        return []
    known: dict[str, list[str]] = {}
    for name in await rows.names(uow):
        known.setdefault(name_lists.key(name), []).append(name)
    words = set(wanted.split())
    meant = [key for key in known if key == wanted] or [key for key in known if words <= set(key.split())]
    meant = meant or list(nearest(wanted, known)) or [key for key in known if key.startswith(wanted)]
    names = [name for key in meant for name in known[key]]
    return await rows.of_names(uow, names, MOST_HITS) if names else []


async def file(uow: UnitOfWork, by: Person, person_id: int, channel: str, now: datetime) -> PersonFile:
    """Everything about a person on one screen. Raises `NotFound`, `NotAllowed`."""
    person = await look(uow, by, person_id)
    await written_down(uow, by, person_id, channel, now)
    week = days.local_day(now, person.zone) - timedelta(days=7)
    work = await rows.work_of(uow, person_id, week)
    assert work is not None
    last = await rows.told(uow, person_id, 1)
    notes, in_all = await rows.notes(uow, person_id, SHOWN_NOTES)
    decided = (await reminders_service.history(uow, by, person_id, 1))[:1]
    leaves = await erasures.waiting(uow, person_id)
    return PersonFile(
        person,
        await rows.contacts(uow, person_id),
        work,
        standing(await earning_rows.ever(uow, person_id)),
        told=last[0] if last else None,
        failed=await rows.failed(uow, person_id),
        unsent=next(((each.reason.value, each.at) for each in decided if each.reason is not None), None),
        notes=notes,
        notes_in_all=in_all,
        erased_on=None if leaves is None else leaves.due,
    )


async def look(uow: UnitOfWork, by: Actor, person_id: int) -> Person:
    """A person with a role. Raises `NotFound`, `NotAllowed`."""
    access.require(by, "see people")
    return await roles.with_role(uow, person_id)


async def messages(
    uow: UnitOfWork, by: Person, person_id: int, channel: str, now: datetime, most: int, skip: int
) -> tuple[Told, ...]:
    """Messages to a person, the newest first, without their text. Raises `NotFound`, `NotAllowed`."""
    await look(uow, by, person_id)
    await written_down(uow, by, person_id, channel, now)
    return tuple(await rows.told(uow, person_id, most, skip))


async def notes(
    uow: UnitOfWork, by: Person, person_id: int, channel: str, now: datetime, most: int, skip: int
) -> tuple[Note, ...]:
    """A page of the notes about a person, the newest first. Raises `NotFound`, `NotAllowed`."""
    await look(uow, by, person_id)
    await written_down(uow, by, person_id, channel, now)
    found, _ = await rows.notes(uow, person_id, most, skip)
    return found


async def written_down(uow: UnitOfWork, by: Person, person_id: int, channel: str, now: datetime) -> None:
    """Record in the audit that `by` has read the person's file, once per `READ_AGAIN`."""
    if by.id != person_id and not await rows.was_read(uow, person_id, by.id, SEEN, now - READ_AGAIN):
        await audit.note(uow, by.id, channel, SEEN, {}, now, subject=person_id)


# --- what is done for her ---------------------------------------------------------------------------


async def changeable(uow: UnitOfWork, by: Actor, person_id: int) -> Person:
    """A person whom `by` may change; an admin only if `by` may give roles. Raises `NotFound`, `NotAllowed`."""
    access.require(by, "change people")
    person = await look(uow, by, person_id)
    if person.role == "admin":
        access.require(by, "give roles")
    return person


async def pause(uow: UnitOfWork, by: Person, person_id: int, channel: str, now: datetime, *, on: bool) -> Person:
    """Start no messages to a person for `PAUSE_LENGTH`, or (`on` False) start them again. Their work stays open to
    them. A person's own `stop` is not undone. Raises as `changeable` does."""
    person = await changeable(uow, by, person_id)
    until = now + PAUSE_LENGTH if on else None
    await people_service.pause(uow, person, until)
    before = pause_of(person, now)
    after = {"paused_until": until.isoformat() if until else None}
    await audit.note(uow, by.id, channel, "pause person", {}, now, subject=person_id, before=before, after=after)
    return person


async def add_note(uow: UnitOfWork, by: Person, person_id: int, text: str, channel: str, now: datetime) -> Person:
    """Add a note about a person. Raises `BadInput` for an empty or too long text, and as `changeable` does."""
    person = await changeable(uow, by, person_id)
    text = " ".join(text.split())
    if not 0 < len(text) <= MOST_NOTE:
        raise BadInput("a note has 1 to 500 characters")
    await rows.add_note(uow, person_id, by.id, text, now)
    await audit.note(uow, by.id, channel, "note person", {}, now, subject=person_id, after={"note": text})
    return person
