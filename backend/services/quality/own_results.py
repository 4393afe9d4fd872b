"""What a person may know about their own answers."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.db.quality import own_results as rows
from backend.domain.people.commands import Person
from backend.domain.quality.own_results import ProjectResults
from backend.services import access


async def of(uow: UnitOfWork, person: Person) -> tuple[ProjectResults, ...]:
    """The person's own results, by project. Raises `NotAllowed`."""
    access.require(person, "work")
    return tuple(await rows.of(uow, person.id))
