"""Open a confirmation; see `bot.handlers.engine.confirmations`."""

from __future__ import annotations

from typing import Any

from backend.domain.messaging.message import Message
from bot.flows.engine.confirm import Ask
from bot.handlers.engine import flow_engine
from bot.handlers.engine.turn import Turn


async def ask(turn: Turn, deed: str, said: Message | None = None, **arguments: Any) -> None:
    """Ask before the deed is done. `deed`: the name of the confirmation. `said`: comes before the question.
    `arguments`: JSON-safe values."""
    await flow_engine.open_flow(turn, "confirm", Ask(deed, arguments), said)
