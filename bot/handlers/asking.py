"""Begin a question that asks once more; see `bot.handlers.deeds`."""

from __future__ import annotations

from typing import Any

from bot.flows.confirm import Ask
from bot.handlers import conversing
from bot.handlers.turn import Turn


async def ask(turn: Turn, deed: str, **arguments: Any) -> None:
    """Ask before it is done. `arguments`: JSON-safe."""
    await conversing.open_flow(turn, "confirm", Ask(deed, arguments))
