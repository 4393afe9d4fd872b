"""The end of a pause: who works or learns again wants to hear from us."""

from __future__ import annotations

from dataclasses import replace

from backend.services.people import service as people_service
from bot.handlers.engine.turn import Turn


async def rested(turn: Turn) -> None:
    """She works or learns again: a pause is over."""
    if turn.person.paused_until is not None:
        await people_service.pause(turn.uow, turn.person, None)
        turn.person = replace(turn.person, paused_until=None)
