"""Client companies. Each project belongs to one, whose account pays for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.admin import audit, figures
from backend.db.clients import queries as rows
from backend.db.engine.uow import UnitOfWork
from backend.domain.admin.statistics import EVERYTHING
from backend.domain.errors import BadInput, Reason
from backend.domain.french import spelling
from backend.domain.french.ranges import BEGINNING, Span
from backend.domain.money import Money
from backend.domain.people.commands import Actor
from backend.records import Record
from backend.services import access

HOUSE = "Maison"
"""The client of projects that name none."""
MAX_NAME_LENGTH = 80
"""Characters of a client's name."""
MAX_SUGGESTIONS = 5
"""How many clients are named if one is not found."""


class Client(Record):
    """A client with its projects of one currency. `funded`: came from its account; `reserved`: what its tasks can still
    cost; `spent`: credited for answers. A client without projects has sums of zero."""

    id: int
    name: str
    projects: int
    open: int
    tasks: int
    done: int
    funded: Money
    reserved: Money
    spent: Money


async def add(uow: UnitOfWork, by: Actor, name: str, now: datetime, channel: str = "") -> str:
    """Create a client and return its name as stored. Raises `NotAllowed`, and `BadInput` for a name that is empty, too
    long or taken."""
    access.require(by, "import")
    name = " ".join(spelling.clean(name).split())
    if not any(sign.isalnum() for sign in name) or len(name) > MAX_NAME_LENGTH:
        raise BadInput(Reason("the name of a client has 1 to {most} characters", most=MAX_NAME_LENGTH))
    client_id = await rows.add(uow, name, now)
    if client_id is None:
        raise BadInput(Reason("there is a client {name!r} already", name=name))
    await audit.note(uow, by.id, channel, "client", {"client": client_id, "name": name}, now)
    return name


async def listing(uow: UnitOfWork, by: Actor, now: datetime) -> list[Client]:
    """Every client by number; one with projects in two currencies has two rows. Raises `NotAllowed`."""
    access.require(by, "see projects")
    ever = Span(BEGINNING, (now + timedelta(days=2)).date())  # a day that has not begun in any time zone
    worked = await figures.sums(uow, ever, EVERYTHING, "project")
    found = []
    for row in await rows.sums(uow):
        currency = row.currency or "EUR"
        spent = sum(worked[number].paid(currency).units for number in row.projects if number in worked)
        counts = len(row.projects), row.open, row.tasks, row.done
        sums = row.funded, row.promised - spent, spent
        found.append(Client(row.id, row.name, *counts, *(Money(units, currency) for units in sums)))
    return found


async def number(uow: UnitOfWork, name: str) -> int:
    """A client's number by its name; "" is the company itself. Raises `BadInput`."""
    found = await rows.named(uow, name.strip() or HOUSE)
    if found is None:
        known = await rows.names(uow, MAX_SUGGESTIONS + 1)
        raise BadInput(
            Reason(
                "no client named {name!r}; there are {known}",
                name=name,
                known=", ".join([*known[:MAX_SUGGESTIONS], *(["…"] if len(known) > MAX_SUGGESTIONS else [])]),
            )
        )
    return found
