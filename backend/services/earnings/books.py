"""The books of the company: months are closed, so that what was reported of them stays true."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from backend.db.admin import audit
from backend.db.earnings import closing
from backend.db.earnings.closing import ClosedMonth
from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import UnitOfWork
from backend.domain.errors import BadInput, Unavailable
from backend.domain.people.commands import Actor
from backend.services import access

MAX_HOLD = "3s"
"""How long a closing waits for transactions that book at that moment. Those who come later wait behind it."""
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def read_month(text: str) -> date:
    """The first day of a month: "2026-10". Raises `BadInput`."""
    found = _MONTH.fullmatch(text.strip())
    if found is None or found[1] == "0000":
        raise BadInput(f"{text!r} is no month; write it like 2026-10")
    return date(int(found[1]), int(found[2]), 1)


async def close(uow: UnitOfWork, by: Actor, name: str, month: date, now: datetime, channel: str = "") -> list[date]:
    """Close a month that is over (in UTC), and every open month before it; return them. What is booked later is dated
    in the first open month. `name`: who closes it, as kept with it.

    Raises `NotAllowed`, `BadInput` for a month that is closed or not over, `Unavailable` while others book for long.
    """
    access.require(by, "approve payouts")
    if month >= now.astimezone(UTC).date().replace(day=1):
        raise BadInput(f"{month:%Y-%m} is not over yet")
    try:
        await closing.hold(uow, MAX_HOLD)
    except RETRYABLE:
        raise Unavailable("somebody is booking for long, an import perhaps; nothing was closed, try again") from None
    closed = await closing.close(uow, month, name, now)
    if not closed:
        raise BadInput(f"{month:%Y-%m} is closed already")
    about = {"months": [f"{each:%Y-%m}" for each in closed], "name": name}
    await audit.note(uow, by.id, channel, "close month", about, now)
    return closed


async def months(uow: UnitOfWork, by: Actor) -> list[ClosedMonth]:
    """All closed months, the newest first. Raises `NotAllowed`."""
    access.require(by, "see payouts")
    return await closing.months(uow)
