"""Changes of a person's pay other than by answers. Each is a row and a transfer, written in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from backend.db.earnings import ledger
from backend.db.engine.uow import UnitOfWork
from backend.domain.earnings.pay_events import PayEvent
from backend.domain.money import Money

_WAYS: Mapping[PayEvent, tuple[ledger.AccountKind, ledger.AccountKind]] = {
    PayEvent.REFUSED: ("pending", "project"),
    PayEvent.REDONE: ("project", "pending"),
    PayEvent.RESTORED: ("project", "pending"),
    PayEvent.REVIEWED: ("project", "accepted"),
    PayEvent.REPORTED: ("project", "accepted"),
    PayEvent.TOPPED_UP: ("project", "accepted"),
}


async def add(
    uow: UnitOfWork,
    kind: PayEvent,
    person_id: int,
    project_id: int,
    amount: Money,
    now: datetime,
    *,
    task_id: int | None = None,
    seconds: int = 0,
    estimated: int = 0,
) -> int:
    """Record a pay event, move the money and return the event's number. `seconds`: the time that a review took,
    `estimated` by the client's estimate. Raises `RuntimeError` if an account is missing: open them first
    (`ledger.open_earnings`)."""
    row = await uow.fetch_one(
        """
        insert into pay_event (kind, person_id, project_id, task_id, units, currency, seconds, estimated, at)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning id
        """,
        (kind.value, person_id, project_id, task_id, amount.units, amount.currency, seconds, estimated, now),
    )
    assert row is not None
    owners = {"project": project_id, "pending": person_id, "accepted": person_id}
    of, to = _WAYS[kind]
    if not await ledger.transfer(uow, f"{kind.value}:{row['id']}", (of, owners[of]), (to, owners[to]), amount, now):
        raise RuntimeError("pay is noted but has no account to move")
    return int(row["id"])


async def count(uow: UnitOfWork, kind: PayEvent, person_id: int, since: datetime) -> int:
    """The number of events of a kind that the person has had since then."""
    return await uow.fetch_int(
        "select count(*) from pay_event where kind = %s and person_id = %s and at >= %s",
        (kind.value, person_id, since),
    )
