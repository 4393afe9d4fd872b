"""Statements about messages that wait until the person writes again, and about outdated messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.db.engine.uow import Statement, UnitOfWork
from backend.domain.messaging.failures import ANNOUNCEMENT_EXPIRES_AFTER, LIFETIMES, MESSAGE_EXPIRES_AFTER
from backend.domain.messaging.states import Lane, OutboxStatus

LATE = "too late"
CALLED = "called by a template, to be read when she writes"
OUTDATED_RETENTION = timedelta(days=1)
"""An outdated message that waits for the relay is dropped this long after it became outdated."""

_OUTDATED = f"""
    (o.purpose = any(%(short)s) and o.created_at < %(now)s - %(soon)s::interval)
    or (o.lane = {Lane.ANNOUNCEMENT:d} and o.created_at < %(now)s - %(announced)s::interval)
    or o.created_at < %(now)s - %(longest)s::interval
"""


def _lifetimes(now: datetime) -> dict[str, Any]:
    assert len(set(LIFETIMES.values())) == 1  # the statement has only one bound for them
    soon = next(iter(LIFETIMES.values()))
    return {
        "short": list(LIFETIMES),
        "soon": soon,
        "announced": ANNOUNCEMENT_EXPIRES_AFTER,
        "longest": MESSAGE_EXPIRES_AFTER,
        "now": now,
    }


_RELEASE = f"""
    update outbox o set status = case when {_OUTDATED} then {OutboxStatus.LET_GO:d} else {OutboxStatus.WAITING:d} end,
           due = %(now)s, error = case when {_OUTDATED} then '{LATE}' end
    where o.contact_id = %(contact)s and o.status = {OutboxStatus.HELD:d}
      and exists (select from contact where id = %(contact)s and locked_at is null)
"""  # noqa: S608 (constants)
_LET_GO = f"update outbox o set status = {OutboxStatus.LET_GO:d}, error = '{LATE}' where ({_OUTDATED})"  # noqa: S608
_LET_GO_HELD = f"{_LET_GO} and o.status = {OutboxStatus.HELD:d}"
_LET_GO_WAITING = f"{_LET_GO} and o.status = {OutboxStatus.WAITING:d}"


_HOLD = f"""
    insert into outbox (person_id, contact_id, channel, lane, purpose, message, question, created_at, due, status,
                        error, project_id, event_id, thread_id)
    select person_id, contact_id, channel, lane, purpose, message, question, created_at, due, {OutboxStatus.HELD:d},
           '{CALLED}', project_id, event_id, thread_id
    from outbox where id = any(%(ids)s)
"""  # noqa: S608 (constants)


def hold(ids: Sequence[int]) -> Statement:
    """Let these messages, which only called people, wait as they are until the people write."""
    return _HOLD, {"ids": list(ids)}


def release(contact_id: int, now: datetime) -> Statement:
    """The person has written from this contact: send the messages that waited for it, except outdated ones, which are
    dropped. Messages to a locked contact keep waiting."""
    return _RELEASE, {"contact": contact_id, **_lifetimes(now)}


async def let_go_outdated(uow: UnitOfWork, now: datetime) -> int:
    """Drop outdated messages and return how many: at once those that wait until the person writes, and
    `OUTDATED_RETENTION` later those that the relay has not sent."""
    held = await uow.execute(_LET_GO_HELD, _lifetimes(now))
    return held + await uow.execute(_LET_GO_WAITING, _lifetimes(now - OUTDATED_RETENTION))
