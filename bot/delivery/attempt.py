"""One message and its way: whether it is still to be said, and how saying it went."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime

from backend.db.messaging.outbox import WaitingMessage
from backend.domain.days import local
from backend.domain.identity.linking import PROOF
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.failures import BLOCKED, LIFETIMES, LOCKED, OUTDATED, STOPPED, DeliveryDecision, lifetime
from backend.domain.messaging.states import Lane
from bot.channels.base import Channel
from bot.channels.errors import SendError, Unsure
from bot.delivery.outgoing import outgoing

log = logging.getLogger(__name__)


def before(row: WaitingMessage, now: datetime) -> tuple[DeliveryDecision, str] | None:
    """What becomes of a row that is not to be said, and why; None where it is. What she asked for
    herself is always tried: her word came from there."""
    begun = row.lane != Lane.TURN
    if row.locked_at is not None and row.purpose != PROOF:  # all but what asks whose that chat is
        return LOCKED, "somebody else may hold her number"
    stopped = row.stopped_at
    if stopped is not None and begun and row.created_at <= stopped:  # what was said later knew of it
        return STOPPED, "she said stop"
    if row.blocked_at is not None and begun:
        return BLOCKED, "she cannot be reached"
    if now - row.created_at > lifetime(row.purpose, row.lane):
        return OUTDATED, "too late"
    if row.purpose in LIFETIMES and _quiet(now, row) and not _quiet(row.created_at, row):
        return OUTDATED, "quiet hours"  # she chose none of them: it came from before
    return None


def _quiet(at: datetime, row: WaitingMessage) -> bool:
    return quiet_hours.at_night(local(at, row.zone or "UTC").time())


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """How a call went. `said`: whether it was a message, and not only the answer to a tap. `template`: the one
    that said it."""

    provider_id: str | None = None
    template: str | None = None
    error: Exception | None = None
    said: bool = True


async def send(channel: Channel, row: WaitingMessage, edits: str | None) -> SendOutcome:
    """Hand it to the platform. Never raises; cut off, it may have been said."""
    said = row.message is not None
    try:
        sent = await channel.send(outgoing(row, edits))
    except SendError as error:
        return SendOutcome(error=error, said=said)
    except asyncio.CancelledError:
        return SendOutcome(
            error=Unsure("the program ended, or another one took over, before the answer came"), said=said
        )
    except Exception as error:
        log.exception("a message could not be sent: row %s", row.id)
        return SendOutcome(error=error, said=said)
    return SendOutcome(said=said) if sent is None else SendOutcome(sent.id, sent.template, said=said)
