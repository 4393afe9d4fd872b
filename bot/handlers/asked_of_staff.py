"""What the chat's last message wants of staff: it is shown again below words that mean nothing else there."""

from __future__ import annotations

from bot.handlers.announcements import below
from bot.handlers.engine import asking_back, screens
from bot.handlers.engine.turn import Turn

OF_IT = frozenset({None, "mistake", "errs", "flaw", "denied", "remains", "waiting"})
"""Intents that are about what stands above: « je me suis trompée de texte », « ne l'envoie pas »."""


async def shown_again(turn: Turn) -> bool:
    """Show again what can be done with an announcement, a warning about somebody's account, or a clear yes and a no.
    Return False below anything else."""
    if await below.shown(turn):
        return True
    if await screens.warns(turn):
        await screens.repeat(turn)
        return True
    choices = await screens.sure_and_no(turn)
    if choices is not None:
        await asking_back.ask_surely(turn, choices)
    return choices is not None
