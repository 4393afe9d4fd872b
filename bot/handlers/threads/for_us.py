"""Words in an open letter to her Huber that are rather for the task further up."""

from __future__ import annotations

from bot.flows.engine.kit import Started
from bot.flows.threads import write
from bot.handlers.engine import flow_engine, flow_stack, screens
from bot.handlers.engine.turn import Turn


async def asked_about(turn: Turn, text: str) -> bool:
    """Ask whether « haine », which is on a button of the task before, is her letter. Return False if no letter is open,
    or the text is on no button."""
    if flow_stack.opened(turn).name != write.FLOW.name or not await screens.names_a_button(turn, text, of_client=True):
        return False
    await flow_engine.handle(turn, Started(write.Begun(text)))
    return True
