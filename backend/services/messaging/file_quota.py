"""How many files of one person are fetched per day of their calendar: what they send is stored and takes space."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import file_quota as rows
from backend.db.people import queries as people_queries
from backend.domain import days
from backend.domain.people.commands import Person
from backend.records import Record


class Quota(Record):
    """A daily limit: a number of `files`, and `size` in bytes, after which no other file is fetched."""

    files: int
    size: int


HERS = Quota(30, 60 * 2**20)
"""For a hiteuse or a trainee: more voice messages and photos than anybody sends to a Huber in a day."""
STAFF = Quota(300, 2**30)
"""For Hubers and admins: batches, lists, announcements, answers."""


async def take(uow: UnitOfWork, person: Person, size: int, now: datetime) -> bool:
    """Count a file that is about to be fetched. False if the limit is reached. `size`: 0 if the platform does not
    tell."""
    most = STAFF if person.role in ("huber", "admin") else HERS
    day = days.local(now, person.zone).date()
    return await rows.take(uow, person.id, day, size, files=most.files, most=most.size)


async def came(uow: UnitOfWork, person_id: int, size: int, now: datetime) -> None:
    """Add the size of a file that the platform had not told."""
    person = await people_queries.person(uow, person_id)
    if person is not None:
        await rows.came(uow, person_id, days.local(now, person.zone).date(), size)
