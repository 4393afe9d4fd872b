"""Whether words are for a person, or for us and the task further up."""

from __future__ import annotations

from typing import get_args

from backend.domain.messaging.intents import Intent
from bot.flows.engine import agreement, yes_no
from bot.flows.engine.kit import Started
from bot.flows.threads import write
from bot.handlers.engine import flow_engine, flow_stack, screens
from bot.handlers.engine.turn import Turn


async def asked_about(turn: Turn, text: str) -> bool:
    """Ask whether « haine », which is on a button of the task before, is her letter. Return False if no letter is open,
    or the text is on no button."""
    if not writes_a_letter(turn) or not await screens.names_a_button(turn, text, of_client=True):
        return False
    await shown_first(turn, text)
    return True


def writes_a_letter(turn: Turn) -> bool:
    """Whether her own letter is the open question, to her Huber or to the team."""
    return flow_stack.opened(turn).name == write.FLOW.name


async def shown_first(turn: Turn, text: str) -> None:
    """Show the open letter with these words added, and ask whether it is sent."""
    await flow_engine.handle(turn, Started(write.Begun(text)))


_INTENTS = frozenset[str](get_args(Intent))
KIND = frozenset({"thanks", "greeting", "evening", "okay", "mark"})
_NOT_TO_A_PERSON = frozenset({"leave", "erase", "kept", "shocked", "mistake", "data", "denied"})
MOST_OF_REPLY = 4
"""Words of a text that has a meaning for us and may as well answer a person: « pas reçu », « je suis fatiguée »."""


def may_be_reply(lead: str | None, text: str) -> bool:
    """Whether a text below the words of a person may be for them: it means nothing to us, thanks, agrees and says more
    than that, « oui samedi ok », or is short and may answer what they ask. `lead`: what it would mean for us."""
    if lead is None or lead == "thanks" or (lead == "okay" and yes_no.read(text) is None and not agreement.goes(text)):
        return True
    short = len(text.split()) <= MOST_OF_REPLY and "?" not in text
    return short and lead in _INTENTS - KIND - _NOT_TO_A_PERSON
