"""The choices of an announcement's author, and the file sent for it."""

from __future__ import annotations

from backend.db.announcements import composing as rows
from backend.db.certificates import badges as badge_rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.announcements.content import SentFile
from backend.domain.people import places
from backend.domain.people.commands import Person
from backend.records import Record
from backend.services import access

Named = tuple[str, str]


class Choices(Record):
    """What the author can choose from. `countries`: codes; the others: (key, title). The key of a project is its
    number."""

    countries: tuple[str, ...]
    projects: tuple[Named, ...]
    badges: tuple[Named, ...]
    modules: tuple[Named, ...]


async def choices(uow: UnitOfWork, by: Person) -> Choices:
    """The choices of this author. Raises `NotAllowed`."""
    access.require(by, "announce")
    courses = await badge_rows.courses(uow)
    modules = tuple((course.id, course.title) for course in courses)
    unlocked = dict.fromkeys(key for course in courses for key in course.unlocks if key not in dict(modules))
    return Choices(
        access.countries(by) or tuple(country.code for country in places.COUNTRIES),
        tuple((str(number), title) for number, title in (await rows.open_projects(uow)).items()),
        (*modules, *((key, key) for key in unlocked)),
        modules,
    )


async def stored(uow: UnitOfWork, by: Person, event: int) -> SentFile:
    """What became of the file in this event of the author."""
    return await rows.stored_file(uow, event, by.id)
