"""Statements about the ledger's state as a service: its last check, its last closed month, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from backend.db.earnings.ledger import BALANCE
from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.records import Record

CHECKED = "ledger checked"
"""The setting that holds the last check of the ledger."""


class LedgerCheck(Record):
    """When ledger and work were last compared, and in how many places they disagreed."""

    at: datetime
    disagreements: int


async def note_check(uow: UnitOfWork, found: Sequence[str], now: datetime) -> None:
    """Record the result of a check: its disagreements, one line each."""
    await ticks.set_setting(uow, CHECKED, {"at": now.isoformat(), "disagreements": len(found)})


async def last_check(uow: UnitOfWork) -> LedgerCheck | None:
    """The last check; None before the first."""
    kept = await ticks.setting(uow, CHECKED)
    return None if kept is None else LedgerCheck(datetime.fromisoformat(kept["at"]), kept["disagreements"])


async def closed_until(uow: UnitOfWork) -> datetime | None:
    """The end of the last closed month; before the first, when the ledger begins. None: nothing is booked."""
    at: datetime | None = await uow.fetch_value(
        "select coalesce((select max(ends) from closed_month), (select at from transfer order by id limit 1)) as at"
    )
    return at


class Owed(Record):
    """Accepted pay in one currency that is in no payment: to how many people, and units in all."""

    currency: str
    people: int
    units: int


async def owed(uow: UnitOfWork) -> list[Owed]:
    """What is owed, by currency. It reads the account of every person: for a job, not for each look."""
    return await uow.fetch_all(
        f"""
        select a.currency, count(*)::int as people, sum(a.units)::bigint as units
        from (select a.currency, {BALANCE} as units from account a where a.kind = 'accepted') a
        where a.units > 0 group by 1 order by 1
        """,  # noqa: S608 (constants)
        row=Owed,
    )
