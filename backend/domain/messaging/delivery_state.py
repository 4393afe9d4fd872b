"""Where a message stands, and what a platform's later word changes about it.

The word comes in any order, more than once, before or after the relay has written how the sending went,
and it may be about an earlier try of the same message. A message that has arrived never goes back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.messaging.failures import DeliveryDecision, Failure, Status, decide
from backend.domain.messaging.prices import UNKNOWN


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of the outbox, as far as it matters here. `unsure`: its last answer was lost. `category`: as
    what it was counted; None: it is not."""

    status: Status
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


@dataclass(frozen=True, slots=True)
class Word:
    """What a platform tells of a message. `failure`, `reason` and `named` (how long to wait) of a failed
    one; `category`: as it is billed."""

    kind: Kind
    at: datetime
    provider_id: str
    category: str | None = None
    failure: Failure = Failure.REFUSED
    reason: str | None = None
    named: timedelta = timedelta()


def hear(standing: Standing, word: Word, now: datetime) -> tuple[Standing, DeliveryDecision | None]:
    """Where it stands after this word; the verdict of a failure that is news."""
    match word.kind:
        case "sent":
            return _sent(standing, word), None
        case "delivered" | "read":
            return _arrived(standing, word), None
        case "failed":
            return _failed(standing, word, now)


def _sent(standing: Standing, word: Word) -> Standing:
    open_ = standing.status is Status.WAITING and standing.provider_id != word.provider_id
    given_up = standing.status is Status.FAILED and standing.unsure  # it went out after all
    if open_ or given_up:
        return _counted(_settled(standing, word), word)
    return _counted(standing, word) if standing.status is Status.SENT else standing


def _arrived(standing: Standing, word: Word) -> Standing:
    if standing.status is not Status.SENT:
        standing = _settled(standing, word)
    delivered = _earliest(standing.delivered_at, word.at)
    read = _earliest(standing.read_at, word.at) if word.kind == "read" else standing.read_at
    return _counted(replace(standing, delivered_at=delivered, read_at=read), word)


def _failed(standing: Standing, word: Word, now: datetime) -> tuple[Standing, DeliveryDecision | None]:
    if standing.delivered_at is not None or standing.status not in (Status.WAITING, Status.SENT):
        return standing, None
    another = standing.provider_id not in (None, word.provider_id)
    if standing.status is Status.SENT and another:  # of an earlier try; a later one stands
        return standing, None
    if standing.status is Status.WAITING and standing.provider_id == word.provider_id:  # heard before
        return standing, None
    verdict = decide(word.failure, attempts=standing.attempts, now=now, named=word.named)
    failed = replace(
        standing,
        status=verdict.status,
        attempts=standing.attempts + verdict.tries,
        provider_id=word.provider_id,
        sent_at=None,
        category=None,
        unsure=False,
        due=verdict.due,
        error=word.reason,
    )
    return failed, verdict


def _settled(standing: Standing, word: Word) -> Standing:
    return replace(
        standing,
        status=Status.SENT,
        provider_id=word.provider_id,
        sent_at=standing.sent_at or word.at,
        unsure=False,
        error=None,
    )


def _counted(standing: Standing, word: Word) -> Standing:
    """The platform's word as what it bills it stands; another one's, or none, leaves what is known."""
    if word.category is not None and standing.provider_id in (None, word.provider_id):
        return replace(standing, category=word.category)
    return standing if standing.category is not None else replace(standing, category=UNKNOWN)


def _earliest(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else min(known, at)
