"""What the area of messages brings to the chat: answers to "which did you mean", messages held back during
quiet hours, refused files."""

from __future__ import annotations

from bot.handlers.engine import asking_back
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word
from bot.handlers.messaging import files, morning

DIALOGUE = Dialogue(
    words=(
        (Word("ma reponse", before_joining=True), asking_back.answered),
        (Word("pas ma reponse", before_joining=True), asking_back.left),
    ),
    wakeups={morning.WAKE: morning.said_at_night, files.WAKE: files.refused},
)
