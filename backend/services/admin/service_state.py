"""The state of the whole service, for metrics and for `hiteuses check`: payments, ledger, keys, backups, schedule.

What would read a whole table is measured by a job and stored, so that a look at the metrics costs the same however
much there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from backend.db.announcements import queries
from backend.db.certificates import credentials
from backend.db.earnings import service_figures
from backend.db.earnings.service_figures import LedgerCheck, Owed
from backend.db.engine import backup_mark, clock_mark, health, ticks
from backend.db.engine.backup_mark import Backup
from backend.db.engine.health import QuietChannel, Waiting
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import account_conditions, traffic
from backend.db.messaging.account_conditions import KeptCondition
from backend.db.messaging.traffic import Tally
from backend.db.payouts import overview
from backend.db.payouts.overview import OpenClaims, PayoutCount
from backend.domain.payouts.alarms import Stop
from backend.records import Record, asdict, field
from backend.services.admin import queue_jobs
from backend.services.admin.queue_jobs import Tick
from backend.services.announcements import daily_limit
from backend.services.payouts import stopping

MEASURED = "service measured"
"""The setting that holds what the job measured."""
ENDED_WITHIN = timedelta(days=1)
"""Payments that were paid or failed count for this long."""


class Measured(Record):
    """What the job measured last. `database`: bytes on disk. `written_first`: how many people we wrote to first in the
    last 24 hours, by channel, where that is limited."""

    owed: tuple[Owed, ...]
    database: int
    written_first: Mapping[str, int] = field(default_factory=dict)


async def measure(uow: UnitOfWork, now: datetime) -> None:
    """Measure, and store the result."""
    owed = [asdict(each) for each in await service_figures.owed(uow)]
    written = await daily_limit.written_first(uow, now)
    found = {"owed": owed, "database": await health.database_bytes(uow), "written_first": written}
    await ticks.set_setting(uow, MEASURED, found)


async def measured(uow: UnitOfWork) -> Measured | None:
    """What was measured last; None: nothing yet."""
    kept = await ticks.setting(uow, MEASURED)
    if kept is None:
        return None
    return Measured(tuple(Owed(**each) for each in kept["owed"]), kept["database"], kept.get("written_first", {}))


class ServiceState(Record):
    """The state at one time (`at`, by the product's clock). `ahead`: seconds by which that clock is ahead of the
    database server's. `closed_until`: the end of the last closed month. `key_since`: since when the newest signing key
    is used. `stop`: why payouts are stopped. `key_elsewhere`: the private part of that key is not in the
    database. `announcements`: how many are in each state, without those that are over."""

    at: datetime
    ahead: float
    waiting: Sequence[Waiting]
    accounts: Sequence[QuietChannel]
    tallies: Sequence[Tally]
    ticks: Sequence[Tick]
    payouts: Sequence[PayoutCount]
    claims: OpenClaims
    stop: Stop | None
    ledger: LedgerCheck | None
    closed_until: datetime | None
    key_since: datetime | None
    measured: Measured | None
    conditions: Sequence[KeptCondition] = ()
    backup: Backup | None = None
    key_elsewhere: bool = False
    announcements: Mapping[str, int] = field(default_factory=dict)


async def look(uow: UnitOfWork, plan: Mapping[str, timedelta], now: datetime) -> ServiceState:
    """Read the state. `plan`: the schedule, job → period."""
    return ServiceState(
        now,
        (now - await clock_mark.server_time(uow)).total_seconds(),
        await health.waiting(uow, now),
        await health.accounts(uow, now),
        await traffic.tallies(uow),
        await queue_jobs.all_ticks(uow, plan, now),
        await overview.counts(uow, now, now - ENDED_WITHIN),
        await overview.claims(uow, now.date()),
        await stopping.standing(uow),
        await service_figures.last_check(uow),
        await service_figures.closed_until(uow),
        await credentials.key_since(uow),
        await measured(uow),
        await account_conditions.every(uow),
        await backup_mark.last(uow),
        await credentials.newest_key_is_elsewhere(uow),
        await queries.live(uow),
    )
