"""A row of the outbox as a channel takes it."""

from __future__ import annotations

import logging
from typing import Any

import orjson

from backend.db.messaging.outbox import WaitingMessage
from backend.domain.identity.linking import PROOF
from backend.domain.messaging.message import Message, Tr, load, load_part
from backend.domain.messaging.states import Lane
from backend.records import replace
from bot.channels.base import Channel, Outgoing

log = logging.getLogger(__name__)

SURELY_ONE_BYTES = 900
"""A stored message of fewer bytes surely fits into one message of any platform, in every language."""

NEUTRAL = Tr("🔔 Un message pour toi.")
"""The first line for people who want discretion."""
_ASKED = frozenset({"reply", PROOF})
"""Purposes of what answers the person; she has the phone in her hand."""


def _of_our_own(row: WaitingMessage) -> bool:
    """Whether we start this message: a payment, a reminder, a summary, a claim, an announcement, a Huber's words."""
    return row.lane != Lane.TURN or row.purpose not in _ASKED


def outgoing(row: WaitingMessage, edits: str | None) -> Outgoing:
    """The row as a message for the channel. `edits`: the platform's id of the message that is edited."""
    message = load(row.message) if row.message is not None else None
    if message is not None and row.data_saver:
        message = _without_our_pictures(message)
    discreet = message is not None and row.discreet and _of_our_own(row)
    if message is not None and discreet:
        message = _without_our_pictures(replace(message, parts=(NEUTRAL, *message.parts)))
    answers: dict[str, Any] = row.answers or {}
    return Outgoing(
        id=row.id,
        address=row.address,
        message=message,
        language=row.language,
        zone=row.zone or "UTC",
        question=row.question,
        edits=edits,
        answers=answers.get("tap"),
        toast=load_part(answers["toast"]) if "toast" in answers else None,
        lane=row.lane,
        at=row.created_at,
        purpose=row.purpose,
        first_name=row.first_name,
        heard_at=row.heard_at,
        discreet=discreet,
        arrived=row.arrived or 0,
    )


def pieces(channel: Channel, row: WaitingMessage) -> int:
    """How many of the platform's messages a row takes. Most are so short that the channel need not be asked. A message
    that cannot be laid out counts as one: sending it meets the same error, which is handled there."""
    message = row.message
    if message is None or ("a" not in message and len(orjson.dumps(message)) < SURELY_ONE_BYTES):
        return 1
    try:
        return channel.pieces(outgoing(row, None))
    except Exception:
        log.warning("what a message takes is not known: row %s", row.id)
        return 1


def _without_our_pictures(message: Message) -> Message:
    """Remove the product's own pictures: they repeat the text. The picture of a task stays."""
    if message.attachment is not None and message.attachment.kind == "chart":
        return replace(message, attachment=None)
    return message
