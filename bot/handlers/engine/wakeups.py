"""Wake-ups: events of the product's own clock, such as a planned reminder or the end of a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.handlers.engine.turn import Turn

CLOCK_LANE = 1
"""The lane of messages that a wake-up sends."""


async def woken(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Handle a wake-up of this person. The open conversation stays as it is. `events` in the payload are further
    wake-ups planned for the same time."""
    turn.lane = CLOCK_LANE
    await turn.dialogues.wakeups[payload["wake"]](turn, payload)
    for waited in payload.get("events", ()):
        await woken(turn, waited)
