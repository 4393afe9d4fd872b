"""`pays`: where she lives."""

from __future__ import annotations

from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def country(turn: Turn, _rest: str = "") -> None:
    """`pays`: another country or time zone."""
    await flow_engine.open_flow(turn, "place")
