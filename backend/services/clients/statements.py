"""The monthly statement of a client: what it promised, what was worked, accepted and refunded, and what is left. It is
no invoice: what a client pays the company is agreed elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from backend.db.clients import queries as client_rows
from backend.db.clients import statements as rows
from backend.db.clients.statements import ProjectMonth
from backend.db.earnings import closing
from backend.db.engine.uow import UnitOfWork
from backend.domain.errors import BadInput, Reason
from backend.domain.money import Money
from backend.domain.people.commands import Actor
from backend.records import Record
from backend.services import access
from backend.services.clients import service

SUMS = ("opening", "promised", "given_back", "worked", "refunded", "fees", "other", "closing", "accepted")
"""The amounts of a statement, in the order in which they are shown."""


class Statement(Record):
    """`month`: its first day, in UTC. `closed`: the month is closed, so that nothing changes any more. `until`: its
    last day, or today while it runs."""

    client: str
    month: date
    until: date
    closed: bool
    projects: tuple[ProjectMonth, ...]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of its projects."""
        return tuple(sorted({each.currency for each in self.projects}))

    def total(self, what: str, currency: str) -> Money:
        """The total of one of `SUMS` over the projects of a currency."""
        return Money(sum(getattr(each, what) for each in self.projects if each.currency == currency), currency)


async def statement(uow: UnitOfWork, by: Actor, client: str, month: date, now: datetime) -> Statement:
    """The statement of one month. Raises `NotAllowed`, `BadInput` for an unknown client or a month to come."""
    access.require(by, "see projects")
    today = now.astimezone(UTC).date()
    if month > today:
        raise BadInput(Reason("{month} has not begun", month=f"{month:%Y-%m}"))
    number = await service.number(uow, client)
    name = await client_rows.name_of(uow, number)
    begins = datetime(month.year, month.month, 1, tzinfo=UTC)
    ends = (begins + timedelta(days=32)).replace(day=1)
    found: Sequence[ProjectMonth] = await rows.projects(uow, number, begins, ends)
    closed = any(each.month == month for each in await closing.months(uow))
    until = min(ends.date() - timedelta(days=1), today)
    return Statement(name, month, until, closed, tuple(found))
