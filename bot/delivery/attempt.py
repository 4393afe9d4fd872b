"""One try to send a message: whether it is still to be sent, and the result."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from backend.db.messaging.outbox import WaitingMessage
from backend.domain.days import local
from backend.domain.identity.linking import PROOF
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.failures import BLOCKED, LIFETIMES, LOCKED, OUTDATED, STOPPED, DeliveryDecision, lifetime
from backend.domain.messaging.states import Lane
from backend.records import Record
from bot.channels.base import Channel
from bot.channels.errors import SendError, Unsure
from bot.delivery.outgoing import outgoing

log = logging.getLogger(__name__)


def before(row: WaitingMessage, now: datetime) -> tuple[DeliveryDecision, str] | None:
    """(decision, reason) for a row that is not to be sent; None if it is. A reply is sent even after `stop` or to a
    chat that was unreachable: the person has just written there."""
    begun = row.lane != Lane.TURN
    if row.locked_at is not None and row.purpose != PROOF:  # except the question whose chat it is
        return LOCKED, "somebody else may hold her number"
    stopped = row.stopped_at
    # a message written after `stop` takes it into account
    if stopped is not None and begun and row.created_at <= stopped:
        return STOPPED, "she said stop"
    if row.blocked_at is not None and begun:
        return BLOCKED, "she cannot be reached"
    if now - row.created_at > lifetime(row.purpose, row.lane):
        return OUTDATED, "too late"
    if row.purpose in LIFETIMES and _quiet(now, row) and not _quiet(row.created_at, row):
        return OUTDATED, "quiet hours"  # the sender did not choose a quiet hour: the message was delayed
    return None


def _quiet(at: datetime, row: WaitingMessage) -> bool:
    return quiet_hours.at_night(local(at, row.zone or "UTC").time())


class SendOutcome(Record):
    """The result of a call. `said`: whether a message was sent, and not only the answer to a tap. `template`: the name
    of the template that carried it. `unread`, `before`: as in `Said`."""

    provider_id: str | None = None
    template: str | None = None
    error: Exception | None = None
    said: bool = True
    unread: bool = False
    before: tuple[str, ...] = ()


async def send(channel: Channel, row: WaitingMessage, edits: str | None) -> SendOutcome:
    """Pass a row to the platform. Never raises. A call that is cancelled may have been done."""
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
    if sent is None:
        return SendOutcome(said=said)
    return SendOutcome(sent.id, sent.template, said=said, unread=sent.unread, before=sent.before)
