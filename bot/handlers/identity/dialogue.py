"""What the area of identity brings to the chat: several chats of one person, and proof of whose a chat is."""

from __future__ import annotations

from backend.domain.messaging.message import Tr
from bot.flows.identity import chat_lock, join, joining, link, proof, secret_number
from bot.handlers.engine.dialogue import Dialogue
from bot.handlers.engine.words import Word
from bot.handlers.identity import commands, effects, facts, joining_turns

DIALOGUE = Dialogue(
    flows=(
        (link.FLOW, facts.link_),
        (join.FLOW, facts.link_join),
        (secret_number.FLOW, facts.link_pin),
        (proof.FLOW, facts.link_proof),
        (joining.FLOW, facts.joining_),
        (chat_lock.FLOW, facts.chat_lock_),
    ),
    commands=effects.COMMANDS,
    words=(
        (
            Word(
                "lier",
                about=Tr("Relier mon autre messagerie"),
                takes=True,
                rank=250,
                before_joining=True,
                own_hand=True,
                is_sentence=joining_turns.no_line,
            ),
            commands.link,
        ),
        (
            Word(
                "secret",
                own_hand=True,
                aliases=(
                    *("mon code secret", "changer mon code", "changer de code", "changer mon code secret"),
                    *("modifier mon code", "modifier mon code secret"),
                ),
            ),
            commands.secret,
        ),
        (Word("verifier", "vouch", takes=True), commands.vouch),
    ),
    wakeups=joining_turns.WAKEUPS,
)
