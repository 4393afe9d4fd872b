"""The job that deletes what is old, by the times of `backend.domain.privacy.retention`, in small transactions."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from backend.clock import Clock
from backend.db.engine import ticks
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.identity import links
from backend.db.messaging import file_quota, pruning, traffic
from backend.db.people import invitations
from backend.db.quality import news
from backend.db.reminders import outreach
from backend.db.threads import queries as threads
from backend.db.work import drafts
from backend.domain.messaging.message import Tr
from backend.domain.privacy import retention
from bot.jobs.record import Job

log = logging.getLogger(__name__)

CHUNK_ROWS = 1_000
"""Rows that one transaction looks at."""
MOST_CHUNKS = 20_000
"""Transactions of one kind in one run; the next run goes on. With a run each hour there is room for nearly 500 million
rows a day, more than a million people cause."""

Delete = Callable[[UnitOfWork, datetime, int], Awaitable[int]]
"""Deletes at most so many rows from before a time, and returns how many."""
Walk = Callable[[UnitOfWork, datetime, int, int], Awaitable[pruning.Page]]
"""The same for a table that is walked through by number; see `backend.db.messaging.pruning`."""


async def _ticks(uow: UnitOfWork, before: datetime, most: int) -> int:
    await ticks.forget_before(uow, before)  # the table holds two days, so one statement is enough
    return 0


WALKS: Mapping[retention.Name, Walk] = {"events": pruning.events, "sent": pruning.sent}
DELETIONS: Mapping[retention.Name, Delete] = {
    "receipts": pruning.receipts,
    "threads": threads.forget_closed,
    "files": pruning.files,
    "invitations": invitations.forget,
    "decisions": news.forget_before,
    "reminders": lambda uow, before, most: outreach.forget_before(uow, before.date(), most),
    "codes": links.forget_old,
    "uploads": drafts.forget_before,
    "file_counts": lambda uow, before, most: file_quota.forget_before(uow, before.date(), most),
    "strangers": pruning.strangers,
    "ticks": _ticks,
}


class Pruning:
    """Deletes what is old. Every rule of `retention.RULES` has its statement in `WALKS` or `DELETIONS`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def job(self) -> Job:
        """The job with its interval."""
        return Job("prune", Tr("ménage des données"), self.prune, retention.PRUNED_EVERY)

    async def prune(self) -> None:
        """Delete by every rule. Threads come before files, which they show."""
        now = self._clock.now()
        for name, rule in retention.RULES.items():
            before = now - rule.after
            gone = await (self._walk(name, before) if name in WALKS else self._delete(name, before))
            if gone:
                log.info("pruned: %s rows of %s", gone, rule.tables[0])

    async def _walk(self, name: retention.Name, before: datetime) -> int:
        gone, after = 0, 0
        for _ in range(MOST_CHUNKS):
            async with self._database.turn() as uow:
                page = await WALKS[name](uow, before, CHUNK_ROWS, after)
                await self._count(uow, name, page.gone)
                await uow.commit()
            gone += page.gone
            if page.last is None:
                break
            after = page.last
        return gone

    async def _delete(self, name: retention.Name, before: datetime) -> int:
        gone = 0
        for _ in range(MOST_CHUNKS):
            async with self._database.turn() as uow:
                done = await DELETIONS[name](uow, before, CHUNK_ROWS)
                await self._count(uow, name, done)
                await uow.commit()
            gone += done
            if done < CHUNK_ROWS:
                break
        return gone

    async def _count(self, uow: UnitOfWork, name: str, gone: int) -> None:
        """Count deleted rows for the metrics, in the transaction that deletes them."""
        if gone:
            await traffic.tally(uow, retention.PRUNED, {name: gone})
