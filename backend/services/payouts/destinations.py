"""Where people are paid: named by the person in chat, stored encrypted, changed after a waiting time.

Every function is part of a turn.
"""

from __future__ import annotations

from datetime import datetime

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import destinations as rows
from backend.db.payouts import shown
from backend.db.payouts.shown import LastPayout
from backend.domain.payouts import destinations
from backend.domain.payouts.destinations import Destination, DestinationNamed, NameDestination
from backend.domain.people.commands import Actor, Person
from backend.encryption import Keys
from backend.records import Record
from backend.services import access
from backend.services.identity import identity_verification
from backend.services.payouts import leavers
from backend.services.people import others

SHOWN_PAYOUTS = 3
"""The number of newest payments that `paiement` shows."""


class Standing(Record):
    """Where the person is paid (None: they have named nothing), from when, and their newest payments."""

    destination: Destination | None
    usable_at: datetime | None
    payouts: tuple[LastPayout, ...]


async def standing(uow: UnitOfWork, person: Person, keys: Keys) -> Standing:
    """What `paiement` shows. Raises `NotAllowed`."""
    shown = tuple(await newest(uow, person))
    kept = await rows.current(uow, person.id)
    if kept is None:
        return Standing(None, None, shown)
    return Standing(destinations.opened(keys.open(kept.sealed)), kept.usable_at, shown)


async def newest(uow: UnitOfWork, person: Person) -> list[LastPayout]:
    """The person's newest payments. Raises `NotAllowed`."""
    await leavers.require(uow, person)
    return await shown.newest_of(uow, person.id, SHOWN_PAYOUTS)


async def name(
    uow: UnitOfWork,
    person: Person,
    command: NameDestination,
    contact_id: int,
    channel: str,
    keys: Keys,
    now: datetime,
) -> DestinationNamed:
    """Pay the person there from now on, after a waiting time if `destinations.usable_from` requires one. Raises
    `BadInput` for an impossible number or name."""
    await leavers.require(uow, person)
    where = Destination(command.kind, command.value, destinations.read_name(command.name))
    first = not await rows.had_any(uow, person.id)
    usable = destinations.usable_from(now, first=first, chat_since=await rows.chat_since(uow, contact_id, now))
    cleared = identity_verification.counts(person.pin_at, now)
    sealed, mark = keys.seal(destinations.sealable(where)), keys.mark(where.value)
    await rows.add(
        uow,
        person.id,
        where.kind.value,
        sealed,
        mark,
        where.tail,
        now,
        usable,
        cleared=cleared,
        operator=where.operator,
    )
    about = {"kind": where.kind.value, "tail": where.tail, "first": first}
    await audit.note(uow, person.id, channel, "destination", about, now, subject=person.id)
    return DestinationNamed(usable, waits=usable > now)


async def moved(uow: UnitOfWork, person: Person, country: str, channel: str, now: datetime) -> None:
    """The person lives in another country now. Where its currency is another, a payment to the number or account of
    before would not arrive, so they are asked for one again."""
    if not destinations.serves(person.country, country) and await rows.end(uow, person.id, now):
        await audit.note(uow, person.id, channel, "destination", {"how": "removed"}, now, subject=person.id)


async def clear(uow: UnitOfWork, by: Actor, person_id: int, now: datetime) -> bool:
    """The team confirms that a person's account is safe, so that they are paid. False if the person has named no
    destination. Raises `NotAllowed`, and `BadInput` for their own account."""
    access.require(by, "approve payouts")
    await others.require_of_another(uow, by, person_id)
    done = await rows.clear(uow, person_id, now)
    if done:
        await audit.note(uow, by.id, "", "clear payouts", {}, now, subject=person_id)
    return done
