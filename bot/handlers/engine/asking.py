"""Begin a question that asks once more; see `bot.handlers.engine.confirmations`."""

from __future__ import annotations

from typing import Any

from bot.flows.engine.confirm import Ask
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def ask(turn: Turn, deed: str, **arguments: Any) -> None:
    """Ask before it is done. `arguments`: JSON-safe."""
    await flow_engine.open_flow(turn, "confirm", Ask(deed, arguments))
