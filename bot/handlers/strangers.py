"""What somebody writes who has no account yet, or whose account is on another chat."""

from __future__ import annotations

from backend.domain.identity.linking import read_pin
from backend.domain.messaging import intents
from backend.domain.people import codes
from backend.services.identity import joining_seen
from bot.flows.account import asked_words
from bot.flows.engine import leaving, yes_no
from bot.handlers import carrying
from bot.handlers.account import commands as account_commands
from bot.handlers.engine.turn import Turn


async def wrote(turn: Turn, text: str) -> None:
    """Handle a text. A bare code works like `start CODE`. A no refuses the link that this chat was asked to confirm.
    Who has an account on another chat is told how to join this one to it."""
    refuses = leaving.read(text) is not None or yes_no.read(text) == "no"
    if refuses and await joining_seen.pending(turn.uow, turn.person):
        await carrying.word(turn, turn.dialogues.words.by_name["lier"], "stop")
    elif read_pin(text) is not None and await joining_seen.pending(turn.uow, turn.person):
        await account_commands.stranger(turn)  # the number is asked on the other chat, and not repeated here
    elif asked_words.has_account(text):
        await carrying.word(turn, turn.dialogues.words.by_name["lier"], "")
    elif codes.may_be_bare(text) and intents.read(text) is None:
        await account_commands.start(turn, text)
    else:
        await account_commands.stranger(turn)
