"""People who have left keep their pay: they say where it goes and follow it, whatever their role is now."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import leavers as rows
from backend.db.payouts.leavers import KeptPay
from backend.domain.errors import NotAllowed
from backend.domain.people.commands import Actor, Person
from backend.domain.people.permissions import may
from backend.services import access


async def may_be_paid(uow: UnitOfWork, person: Person) -> bool:
    """Whether the person works, or has worked and earned."""
    return may(person, "work") or await has_pay(uow, person)


async def has_pay(uow: UnitOfWork, person: Person) -> bool:
    """Whether the person has earned anything, in whatever state it is."""
    return await rows.has_pay(uow, person.id)


async def require(uow: UnitOfWork, person: Person) -> None:
    """Raises `NotAllowed` for a person who neither works nor has earned anything."""
    if not await may_be_paid(uow, person):
        raise NotAllowed


async def kept(uow: UnitOfWork, by: Actor) -> list[KeptPay]:
    """What is kept for people who have left, by the reason. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await rows.kept(uow)
