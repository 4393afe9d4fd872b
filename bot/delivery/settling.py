"""What became of messages goes to the database, all that have gathered at once, with what follows from it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.db.engine.uow import RETRYABLE, Database, UnitOfWork
from backend.db.messaging import failure_effects, outbox, traffic
from backend.db.messaging.outbox import SendResult
from backend.domain.messaging.failures import Status
from backend.domain.messaging.prices import FREE, UNKNOWN
from bot.channels.base import Channel
from bot.delivery import alarm

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """`behind`: other rows of the same chats wait. `told`: other channels that have something new."""

    behind: bool
    told: Sequence[str] = ()


async def write(database: Database, channel: Channel, fates: Sequence[SendResult], now: datetime) -> Written:
    """Write these, once: all of them or none. Others may hold the same rows, receipts do; then again."""
    while True:
        try:
            async with database.turn() as uow:
                written = await _write(uow, channel, fates, now)
        except RETRYABLE:
            continue
        break
    for fate in fates:
        if fate.verdict.status is Status.FAILED:
            # not the reason, the admins' `file` shows it: a platform's words may repeat what it was given
            log.error("a message was given up: row %s (%s)", fate.id, fate.verdict.rule.counted)
    return written


async def _write(uow: UnitOfWork, channel: Channel, fates: Sequence[SendResult], now: datetime) -> Written:
    # where receipts tell what a message is billed as, it is not known yet
    category = FREE if channel.tells_later is None else UNKNOWN
    statements = [outbox.settling(channel.name, fates, category), traffic.tallying(channel.name, _counts(fates))]
    verdicts = [(fate.id, fate.verdict) for fate in fates if fate.verdict.status is not Status.SENT]
    if not verdicts:  # mostly: all in one round trip
        (row,), _ = await uow.pipeline_commit(*statements)
        return Written(row["behind"])
    (row,), _ = await uow.pipeline(*statements)
    told = await failure_effects.follow(uow, channel.name, verdicts, now)
    await uow.commit()
    return Written(row["behind"], told)


def _counts(fates: Sequence[SendResult]) -> Counter[str]:
    counts: Counter[str] = Counter(fate.verdict.rule.counted for fate in fates if fate.counts)
    counts["repeated"] = sum(fate.repeated for fate in fates)
    counts["dead"] = sum(fate.verdict.status is Status.FAILED for fate in fates)
    return +counts


async def give_alarm(database: Database, channel: str, refused: str | None, now: datetime) -> Sequence[str]:
    """The alarm (`refused`: why), or the all-clear. The channels that have something new."""
    async with database.unit() as uow:
        told = await (alarm.clear(uow, channel, now) if refused is None else alarm.give(uow, channel, refused, now))
        await uow.commit()
    return told
