"""The countries in which a second person must approve announcements to many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.admin import audit
from backend.db.announcements import approval_rules as rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.people import places
from backend.domain.people.commands import Actor
from backend.services import access


async def ask_for_second(uow: UnitOfWork, by: Actor, country: str, wanted: bool, channel: str, now: datetime) -> bool:
    """Set whether announcements to more than 500 people of a country need a second person's approval. False if nothing
    changes. Raises `NotAllowed` unless `by` is an owner, and `BadInput` for an unknown country."""
    access.require(by, "set rules", country)
    places.country(country)
    before = country in await rows.second(uow, [country])
    if before is wanted:
        return False
    await rows.set_second(uow, country, wanted)
    await audit.note(
        uow,
        by.id,
        channel,
        "ask for a second person",
        {"country": country},
        now,
        before={"second": before},
        after={"second": wanted},
    )
    return True


async def asks_for_second(uow: UnitOfWork, countries: Sequence[str]) -> frozenset[str]:
    """Those of these countries that require a second person's approval for more than 500 people."""
    return await rows.second(uow, countries)
