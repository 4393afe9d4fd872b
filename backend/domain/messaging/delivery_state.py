"""The delivery state of a message, and how a platform's report changes it.

Reports come in any order, repeatedly, before or after the relay has recorded the result of sending, and may be about an
earlier try of the same message. A message that has arrived stays so.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from backend.domain.messaging.failures import DeliveryDecision, Failure, decide
from backend.domain.messaging.prices import UNKNOWN
from backend.domain.messaging.states import OutboxStatus
from backend.records import Record, replace


class DeliveryState(Record):
    """The columns of an outbox row that reports change. `unsure`: the result of the last try is unknown. `category`:
    what the message is counted as; None: it is not counted."""

    status: OutboxStatus
    attempts: int = 0
    provider_id: str | None = None
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    category: str | None = None
    unsure: bool = False
    due: datetime | None = None
    error: str | None = None


Kind = Literal["sent", "delivered", "read", "failed"]


class DeliveryReport(Record):
    """What a platform reports about a message. Of a failed one: `failure`, `reason`, and `named` (how long to wait).
    `category`: what it is billed as."""

    kind: Kind
    at: datetime
    provider_id: str
    category: str | None = None
    failure: Failure = Failure.REFUSED
    reason: str | None = None
    named: timedelta = timedelta()


def hear(state: DeliveryState, report: DeliveryReport, now: datetime) -> tuple[DeliveryState, DeliveryDecision | None]:
    """The state after this report; and the decision, if it reports a new failure."""
    match report.kind:
        case "sent":
            return _sent(state, report), None
        case "delivered" | "read":
            return _arrived(state, report), None
        case "failed":
            return _failed(state, report, now)


def _sent(state: DeliveryState, report: DeliveryReport) -> DeliveryState:
    open_ = state.status is OutboxStatus.WAITING and state.provider_id != report.provider_id
    given_up = state.status is OutboxStatus.FAILED and state.unsure  # it was sent after all
    if open_ or given_up:
        return _counted(_settled(state, report), report)
    return _counted(state, report) if state.status is OutboxStatus.SENT else state


def _arrived(state: DeliveryState, report: DeliveryReport) -> DeliveryState:
    if state.status is not OutboxStatus.SENT:
        state = _settled(state, report)
    delivered = _earliest(state.delivered_at, report.at)
    read = _earliest(state.read_at, report.at) if report.kind == "read" else state.read_at
    return _counted(replace(state, delivered_at=delivered, read_at=read), report)


def _failed(
    state: DeliveryState, report: DeliveryReport, now: datetime
) -> tuple[DeliveryState, DeliveryDecision | None]:
    if state.delivered_at is not None or state.status not in (OutboxStatus.WAITING, OutboxStatus.SENT):
        return state, None
    another = state.provider_id not in (None, report.provider_id)
    if state.status is OutboxStatus.SENT and another:  # about an earlier try; a later one was sent
        return state, None
    if state.status is OutboxStatus.WAITING and state.provider_id == report.provider_id:  # reported before
        return state, None
    decision = decide(report.failure, attempts=state.attempts, now=now, named=report.named)
    failed = replace(
        state,
        status=decision.status,
        attempts=state.attempts + decision.tries,
        provider_id=report.provider_id,
        sent_at=None,
        category=None,
        unsure=False,
        due=decision.due,
        error=report.reason,
    )
    return failed, decision


def _settled(state: DeliveryState, report: DeliveryReport) -> DeliveryState:
    return replace(
        state,
        status=OutboxStatus.SENT,
        provider_id=report.provider_id,
        sent_at=state.sent_at or report.at,
        unsure=False,
        error=None,
    )


def _counted(state: DeliveryState, report: DeliveryReport) -> DeliveryState:
    """The state with the category that the platform bills. A report about another try, or without a category, changes
    nothing."""
    if report.category is not None and state.provider_id in (None, report.provider_id):
        return replace(state, category=report.category)
    return state if state.category is not None else replace(state, category=UNKNOWN)


def _earliest(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else min(known, at)
