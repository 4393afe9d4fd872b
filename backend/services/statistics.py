"""How the service does: people, answers, money, and what its messages cost."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta

from backend.db import statistics as rows
from backend.db import traffic
from backend.db.uow import UnitOfWork
from backend.domain.money import Money
from backend.domain.people import Person
from backend.domain.statistics import SPANS, Period, Sent
from backend.services import access


async def periods(uow: UnitOfWork, by: Person, now: datetime) -> tuple[Period, ...]:
    """One for each of `SPANS`. Raises `NotAllowed`."""
    access.require(by, "see figures")
    today = now.astimezone(UTC).date()
    firsts = [today - timedelta(days=days - 1) for days in SPANS]
    worked = await rows.worked(uow, firsts)
    by_day = await traffic.since(uow, min(firsts))
    found = []
    for days, first, work in zip(SPANS, firsts, worked, strict=True):
        sums: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
        for row in by_day:
            if row["date"] >= first:
                sums[row["channel"], row["category"]][0] += row["messages"]
                sums[row["channel"], row["category"]][1] += row["units"]
        sent = tuple(Sent(channel, category, *counted) for (channel, category), counted in sorted(sums.items()))
        euros, francs = Money(work["euro_units"]), Money(work["franc_units"], "XOF")
        found.append(Period(days, work["people"], work["answers"], euros, francs, sent))
    return tuple(found)
