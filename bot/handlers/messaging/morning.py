"""Messages that were held back during quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.messaging.message import load
from bot.handlers.engine.turn import SAY, Turn

WAKE = SAY


async def said_at_night(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Send the held message in the morning; not after `stop`, and no encouragement during a pause."""
    person = turn.person
    resting = person.paused_until is not None and person.paused_until > turn.now
    if person.stopped_at is None and not (resting and payload["purpose"] == "encouragement"):
        await turn.say(load(payload["message"]), purpose=payload["purpose"])
