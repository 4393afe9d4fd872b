"""The end of a pause: somebody who works or learns again gets reminders again."""

from __future__ import annotations

from backend.records import replace
from backend.services.people import service as people_service
from bot.handlers.engine.turn import Turn


async def rested(turn: Turn) -> None:
    """End the person's pause, if there is one."""
    if turn.person.paused_until is not None:
        await people_service.pause(turn.uow, turn.person, None)
        turn.person = replace(turn.person, paused_until=None)
