"""The statements behind figures of messages: what was sent and what it cost, counted by day (UTC); what arrived, was
read, or was given up, of single messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from backend.db.admin.figures_scope import OF_LETTERS, OF_PROJECTS, WITHIN, Key, parameters, time_key
from backend.db.engine.uow import Row, UnitOfWork
from backend.db.work.counting import look
from backend.domain.admin.statistics import Scope
from backend.domain.french.ranges import Span
from backend.domain.messaging import channels
from backend.domain.messaging.states import OutboxStatus

_KEYS: Mapping[Key, str] = {
    "all": "''::text",
    "country": "country",
    "channel": "channel",
    "project": "project_id",
    "day": "date",
    "week": str(time_key("week", "date")),
    "month": str(time_key("month", "date")),
}
_SENT = {
    by: f"""
    select {key} as key, channel, category, sum(messages)::bigint as messages, sum(units)::bigint as units from traffic
    where date between %(first)s and %(last)s and {OF_PROJECTS} and {WITHIN}
    group by 1, 2, 3 order by 1, 2, 3
    """  # noqa: S608 (constants)
    for by, key in _KEYS.items()
}


async def sent(uow: UnitOfWork, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`: `channel`, `category`, `messages`, `units` of EUR. `project_id` 0: of none."""
    return await look(uow, _SENT[by], parameters(span, scope))


_CELLS = f"""
    select date, project_id, country, channel, sum(messages)::bigint as messages, sum(units)::bigint as units
    from traffic
    where date between %(first)s and %(last)s and {OF_PROJECTS} and {WITHIN}
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""  # noqa: S608 (constants)


async def cells(uow: UnitOfWork, span: Span, scope: Scope) -> list[Row]:
    """The same by `date`, `project_id` (0: of none), `country` and `channel`: for files."""
    return await look(uow, _CELLS, parameters(span, scope))


Fate = Literal["delivered", "read", "failed"]
_FATES: Mapping[Fate, tuple[str, str]] = {
    # which rows, and when it was
    "delivered": (
        f"o.status = {OutboxStatus.SENT:d} and o.channel = any(%(telling)s)"
        " and coalesce(o.delivered_at, o.read_at) is not null",
        "sent_at",
    ),
    "read": (f"o.status = {OutboxStatus.SENT:d} and o.channel = any(%(telling)s) and o.read_at is not null", "sent_at"),
    "failed": (f"o.status = {OutboxStatus.FAILED:d}", "created_at"),
}


def _counted(fate: Fate, by: Key) -> str:
    which, at = _FATES[fate]
    on = f"(o.{at} at time zone 'UTC')::date"
    key = {"all": "''::text", "country": "coalesce(p.country, '')", "channel": "o.channel"}.get(by) or time_key(by, on)
    return f"""
    select {key} as key, count(*) as count from outbox o join person p on p.id = o.person_id
    where {which} and o.message is not null and o.{at} >= %(since)s and o.{at} < %(until)s
      and {OF_LETTERS}
    group by 1 order by 1
    """  # noqa: S608 (constants)


async def fates(uow: UnitOfWork, fate: Fate, span: Span, scope: Scope, by: Key = "all") -> list[Row]:
    """By `key`, how many messages (`count`) of these days (UTC) arrived or were read, by the days on which they were
    sent (on channels that give receipts), or were given up, by the days on which they were written."""
    midnight = time(tzinfo=UTC)
    values = {
        **parameters(span, scope),
        "telling": channels.with_receipts(),
        "since": datetime.combine(span.first, midnight),
        "until": datetime.combine(span.last + timedelta(days=1), midnight),
    }
    return await look(uow, _counted(fate, by), values)
