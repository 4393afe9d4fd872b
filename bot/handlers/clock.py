"""Events of our own clock: the moment to write to somebody by ourselves, the end of a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.handlers.engine.turn import Turn

CLOCK_LANE = 1


async def woken(turn: Turn, payload: Mapping[str, Any]) -> None:
    """What was planned for this person has come due. The open conversation is left as it stands. `events`: others
    that waited for the same moment."""
    turn.lane = CLOCK_LANE
    await turn.dialogues.wakeups[payload["wake"]](turn, payload)
    for waited in payload.get("events", ()):
        await woken(turn, waited)
