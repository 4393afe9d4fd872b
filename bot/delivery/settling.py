"""Write the results of sending to the database, all that were collected at once, together with their consequences."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from backend import log_context
from backend.db.engine.failures import RETRYABLE
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.messaging import outbox
from backend.db.messaging.delivery import failure_effects
from backend.db.messaging.outbox import SendResult
from backend.domain.messaging.prices import FREE, UNKNOWN
from backend.domain.messaging.states import OutboxStatus
from backend.records import Record
from bot.channels.base import Channel
from bot.delivery.alarms import alarm

log = logging.getLogger(__name__)


class RecordedResults(Record):
    """`behind`: other rows of the same chats wait. `told`: other channels with new messages."""

    behind: bool
    told: Sequence[str] = ()


async def record(database: Database, channel: Channel, results: Sequence[SendResult], now: datetime) -> RecordedResults:
    """Record these results once: all or none. If others, such as receipts, hold the same rows, it is repeated."""
    while True:
        try:
            async with database.turn() as uow:
                recorded = await _record(uow, channel, results, now)
        except RETRYABLE:
            continue
        break
    for result in results:
        if result.decision.status is OutboxStatus.FAILED:
            # not the reason, which admins see in `file`: a platform's text may repeat what it was given
            with log_context.apart(result.event_id):
                log.error("a message was given up: row %s (%s)", result.id, result.decision.rule.counted)
    return recorded


async def _record(uow: UnitOfWork, channel: Channel, results: Sequence[SendResult], now: datetime) -> RecordedResults:
    # where receipts report the billing category, it is not known yet
    category = FREE if channel.tells_later is None else UNKNOWN
    behind = await outbox.record_results(uow, channel.name, results, category, _counts(results))
    decisions = [(r.id, r.decision) for r in results if r.decision.status is not OutboxStatus.SENT]
    if not decisions:  # mostly: everything is committed
        return RecordedResults(behind)
    told = await failure_effects.follow(uow, channel.name, decisions, now)
    await uow.commit()
    return RecordedResults(behind, told)


def _counts(results: Sequence[SendResult]) -> Counter[str]:
    counts: Counter[str] = Counter(result.decision.rule.counted for result in results if result.counts)
    counts["repeated"] = sum(result.repeated for result in results)
    counts["dead"] = sum(result.decision.status is OutboxStatus.FAILED for result in results)
    return +counts


async def give_alarm(database: Database, channel: str, refused: str | None, now: datetime) -> Sequence[str]:
    """Give the alarm (`refused`: the reason), or the all-clear (None). Returns the channels with new messages."""
    async with database.unit() as uow:
        told = await (alarm.clear(uow, channel, now) if refused is None else alarm.give(uow, channel, refused, now))
        await uow.commit()
    return told
