"""What messages themselves bring to the chat: which of two was meant, what waited for the morning, a refused file."""

from __future__ import annotations

from bot.handlers.engine import screens
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word
from bot.handlers.messaging import files, morning

DIALOGUE = Dialogue(
    words=(
        (Word("ma reponse", before_joining=True), screens.answered),
        (Word("pas ma reponse", before_joining=True), screens.left),
    ),
    wakeups={morning.WAKE: morning.said_at_night, files.WAKE: files.refused},
)
