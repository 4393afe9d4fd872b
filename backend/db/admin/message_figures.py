"""Statements behind the figures of messages. What was sent, and at what cost, is counted by day (UTC). What arrived,
was read or was given up is counted from single messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from backend.db.admin.figures_scope import (
    OF_LETTERS,
    OF_PROJECTS,
    WITHIN,
    Grouping,
    columns,
    counts,
    key_of,
    parameters,
    places,
    time_key,
)
from backend.db.engine.uow import UnitOfWork
from backend.db.work.counting import look
from backend.domain.admin.metrics import Key
from backend.domain.admin.statistics import Scope, SentMessages
from backend.domain.french.ranges import Span
from backend.domain.messaging import channels
from backend.domain.messaging.states import OutboxStatus


async def sent(uow: UnitOfWork, span: Span, scope: Scope, by: Grouping = "all") -> dict[Key, tuple[SentMessages, ...]]:
    """What was sent, by key. Project 0: messages about no project."""
    return {key: found for (key,), found in (await sent_by(uow, span, scope, (by,))).items()}


async def sent_by(
    uow: UnitOfWork, span: Span, scope: Scope, by: Sequence[Grouping]
) -> dict[tuple[Key, ...], tuple[SentMessages, ...]]:
    """What was sent, by each combination of several keys."""
    each = places(by, 2)
    rows = await look(
        uow,
        f"""
        select {columns(by)}, channel, category, sum(messages)::bigint as messages, sum(units)::bigint as units
        from traffic where date between %(first)s and %(last)s and {OF_PROJECTS} and {WITHIN}
        group by {each} order by {each}
        """,  # noqa: S608 (constants)
        parameters(span, scope),
    )
    found: dict[tuple[Key, ...], list[SentMessages]] = defaultdict(list)
    for row in rows:
        found[key_of(row, by)].append(SentMessages(row["channel"], row["category"], row["messages"], row["units"]))
    return {key: tuple(messages) for key, messages in found.items()}


ReceiptState = Literal["delivered", "read", "failed"]
_RECEIPTS: Mapping[ReceiptState, tuple[str, str]] = {
    # condition of the rows, and the column of their time
    "delivered": (
        f"o.status = {OutboxStatus.SENT:d} and o.channel = any(%(telling)s)"
        " and coalesce(o.delivered_at, o.read_at) is not null",
        "sent_at",
    ),
    "read": (f"o.status = {OutboxStatus.SENT:d} and o.channel = any(%(telling)s) and o.read_at is not null", "sent_at"),
    "failed": (f"o.status = {OutboxStatus.FAILED:d}", "created_at"),
}


def _counted(state: ReceiptState, by: Grouping) -> str:
    which, at = _RECEIPTS[state]
    on = f"(o.{at} at time zone 'UTC')::date"
    key = {"all": "''::text", "country": "coalesce(p.country, '')", "channel": "o.channel"}.get(by) or time_key(by, on)
    return f"""
    select {key} as key, count(*) as count from outbox o join person p on p.id = o.person_id
    where {which} and o.message is not null and o.{at} >= %(since)s and o.{at} < %(until)s
      and {OF_LETTERS}
    group by 1 order by 1
    """  # noqa: S608 (constants)


async def receipts(
    uow: UnitOfWork, state: ReceiptState, span: Span, scope: Scope, by: Grouping = "all"
) -> dict[Key, int]:
    """How many messages of these days (UTC) reached this state, by key.

    Delivered and read ones count on the day when they were sent, on channels that give receipts. Failed ones count on
    the day when they were written.
    """
    midnight = time(tzinfo=UTC)
    values = {
        **parameters(span, scope),
        "telling": channels.with_receipts(),
        "since": datetime.combine(span.first, midnight),
        "until": datetime.combine(span.last + timedelta(days=1), midnight),
    }
    return counts(await look(uow, _counted(state, by), values))
