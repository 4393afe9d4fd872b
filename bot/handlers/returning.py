"""After `stop`: a sentence that wants to be written to again."""

from __future__ import annotations

from bot.flows.privacy.leaving import BACK as STAY
from bot.flows.reminders import returning
from bot.handlers import carrying
from bot.handlers.account import menu
from bot.handlers.engine import screens
from bot.handlers.engine.turn import Turn


async def came_back(turn: Turn, text: str) -> bool:
    """Whether this text ended `stop`: it says so below what tells of it, or surely while no question is open."""
    if turn.person.stopped_at is None or turn.dialogues.words.read(text) is not None:
        return False
    if not returning.below(text):
        return False
    offered = {choice.id for choice in await screens.offered(turn)}
    if not offered & {menu.BACK.id, STAY.id} and (turn.conversation.stack or not returning.surely(text)):
        return False
    await carrying.word(turn, turn.dialogues.words.by_name["revenir"], "")
    return True
