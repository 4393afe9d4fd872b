"""A message that was only passed on is nobody's order: what acts for others, shows their data or joins chats is
not carried out then."""

from __future__ import annotations

from backend.domain.message import tr
from backend.domain.permissions import Action
from bot.channels.base import Text
from bot.handlers import questions, words
from bot.handlers.turn import Turn

HER_OWN: frozenset[Action] = frozenset({"work", "learn", "write to the huber"})
"""What concerns nobody but herself."""
JOINING = frozenset({"lier", "secret"})
ASKING = frozenset({"confirm", "chat_lock"})
"""Flows that ask whether it is really she who wants it."""
REFUSED = tr("↪️ C'est un message transféré : par sécurité, je n'en fais rien. Si tu le veux, écris-le toi-même.")


async def refused(turn: Turn, said: Text) -> bool:
    """Whether it was not carried out, which she is told."""
    if not said.forwarded or turn.person.role is None or not _is_order(turn, said.text):
        return False
    await turn.say(REFUSED)
    return True


def _is_order(turn: Turn, text: str) -> bool:
    word = words.read(text)
    stack = turn.conversation.stack
    if word is not None:
        return word[0].name in JOINING or bool(set(word[0].actions) - HER_OWN)
    if stack:
        return stack[-1][0] in ASKING
    return questions.may_ask(turn)
