"""Voice notes of projects' instructions: a Huber records them for the women of their countries who use their language;
an admin can remove them."""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.work import instruction_voices as rows
from backend.domain.messaging.message import Attachment
from backend.domain.people.commands import Person
from backend.domain.work.instruction_voices import (
    MOST_BYTES,
    DropVoice,
    KeepVoice,
    VoicedProject,
    VoiceDropped,
    VoiceKept,
)
from backend.services import access

MOST_LISTED = 200
"""The most projects of which the instructions can be said, the newest."""


async def projects(uow: UnitOfWork, by: Person) -> tuple[VoicedProject, ...]:
    """A Huber's: projects that are open in their countries. An admin's: those that have a note. Raises `NotAllowed`."""
    access.require(by, "record instructions")
    return tuple(await rows.projects(uow, _countries(by), by.language, MOST_LISTED))


async def keep(uow: UnitOfWork, by: Person, command: KeepVoice, now: datetime, channel: str) -> VoiceKept:
    """Offer a sound of the Huber's from now on. Raises `NotAllowed`."""
    access.require(by, "record instructions")
    hers = access.countries(by)
    found = await rows.projects(uow, hers, by.language, 1, command.project) if hers else []
    if not found:
        return VoiceKept("gone")
    sound = await rows.sent(uow, command.event, by.id)
    if sound is None:
        return VoiceKept("coming")
    if sound.hash is None or sound.size is None:
        return VoiceKept("lost")
    if sound.size > MOST_BYTES:
        return VoiceKept("heavy")
    await rows.keep(uow, command.project, hers, by.language, sound.hash, by.id, now)
    await audit.note(uow, by.id, channel, "record instructions", {"project": command.project}, now)
    return VoiceKept("kept")


async def drop(uow: UnitOfWork, by: Person, command: DropVoice, now: datetime, channel: str) -> VoiceDropped:
    """Remove the notes of a project; a Huber those of their countries. Raises `NotAllowed`."""
    access.require(by, "record instructions")
    count = await rows.drop(uow, command.project, _countries(by))
    if count:
        await audit.note(uow, by.id, channel, "remove instructions", {"project": command.project}, now)
    return VoiceDropped(count)


async def offered(uow: UnitOfWork, person: Person, project_id: int) -> Attachment | None:
    """The note of a project for this woman's country and language; None if there is none. Raises `NotAllowed`."""
    access.require(person, "work")
    if not person.country:
        return None
    found = await rows.projects(uow, (person.country,), person.language, 1, project_id)
    return found[0].note if found else None


def _countries(by: Person) -> tuple[str, ...] | None:
    return access.countries(by) or None
