"""What somebody said to a person at night, told in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from backend.domain.messaging.message import load
from bot.handlers.engine.turn import SAY, Turn

WAKE = SAY


async def said_at_night(turn: Turn, payload: Mapping[str, Any]) -> None:
    """What somebody said to her then, unless she wants to hear nothing now."""
    person = turn.person
    resting = person.paused_until is not None and person.paused_until > turn.now
    if person.stopped_at is None and not (resting and payload["purpose"] == "encouragement"):
        await turn.say(load(payload["message"]), purpose=payload["purpose"])
