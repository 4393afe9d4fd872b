"""Nobody decides about what is their own while another admin may. A service can be run by one person, who then does."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.db.people import roles as rows
from backend.domain.errors import BadInput, Reason
from backend.domain.people.commands import Actor, Person
from backend.domain.people.permissions import TABLE, Action


async def another_may(uow: UnitOfWork, by: Person, action: Action) -> bool:
    """Whether another admin who has joined may do this."""
    return await rows.another_admin(uow, by.id, sorted(TABLE[action]))


async def is_own_pay(uow: UnitOfWork, by: Actor, person_id: int) -> bool:
    """Whether this is the pay of the admin who acts, about which somebody else has to decide."""
    return isinstance(by, Person) and by.id == person_id and await another_may(uow, by, "approve payouts")


async def require_of_another(uow: UnitOfWork, by: Actor, person_id: int) -> None:
    """Check that it is not their own pay about which an admin decides. Raises `BadInput`."""
    if await is_own_pay(uow, by, person_id):
        raise BadInput(Reason("nobody decides about their own pay: another admin does"))
