"""`pays`: the person's country and time zone."""

from __future__ import annotations

from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def country(turn: Turn, _rest: str = "") -> None:
    """`pays`: ask for another country or time zone."""
    await flow_engine.open_flow(turn, "place")
