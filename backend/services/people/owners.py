"""Keeps at least one owner, who can give roles."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.db.people import roles as rows
from backend.domain.errors import LastOwner
from backend.domain.people import roles


async def keep_one(uow: UnitOfWork, person_id: int) -> None:
    """Call it before an owner is removed or stopped, or loses the role or the last chat. Other changes of owners wait
    until the end of the transaction. Raises `LastOwner` if nobody else could give roles. No effect if the person is no
    owner."""
    await rows.alone(uow)
    person = await people_rows.person(uow, person_id)
    if person is not None and roles.of(person).is_owner and not await rows.another_owner(uow, person_id):
        raise LastOwner
