"""Forwarded messages are not orders: a word that acts for others, shows their
data or joins chats is not carried out. Nor are they answers: who learns or works is asked first."""

from __future__ import annotations

from backend.domain.messaging.message import Raw, Tr, tr
from backend.domain.payouts import orders
from backend.domain.people.permissions import Action, may
from backend.records import replace
from bot.channels.base import Text
from bot.flows.admin import order_words
from bot.flows.engine import leaving, yes_no
from bot.flows.engine.meaning import Meaning, OnScreen
from bot.flows.payouts import number_words
from bot.flows.people import role_words
from bot.handlers import second_words
from bot.handlers.account import commands as account_commands
from bot.handlers.admin.metrics import questions
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import commands as payout_commands
from bot.i18n.render import plain

HER_OWN: frozenset[Action] = frozenset({"work", "learn", "write to the huber", "write to the team"})
"""Actions that concern only the person who does them; their words are carried out also when forwarded."""
REFUSED = tr("↪️ C'est un message transféré : par sécurité, je n'en fais rien. Si tu le veux, écris-le toi-même.")
DOUBTED = tr("↪️ C'est un message transféré. C'est ta réponse ?")
"""Asked before a forwarded text is taken as an answer."""


async def refused(turn: Turn, said: Text, meant: Meaning | None) -> bool:
    """Refuse a forwarded order, and say so. Return False if the message is no such order. `meant`: what the text is
    in the chat's last message."""
    if not said.forwarded or turn.person.role is None:
        return False
    below = await payout_commands.written_below(turn, said.text)
    if not _is_order(turn, said.text, meant) and below is None and not await account_commands.joins(turn, said.text):
        return False
    flow = flow_stack.top(turn)
    if not (flow is not None and flow.own_hand and await flow_engine.show_again(turn, REFUSED)):
        await turn.say(REFUSED)
    return True


async def asked_back(turn: Turn, said: Text, meant: Meaning | None) -> bool:
    """Ask whether a forwarded text is the answer to the open question, which would take it: a chain letter is none.
    Return False if it would not be taken, or goes to a person who can judge it."""
    flow = flow_stack.top(turn)
    if isinstance(meant, OnScreen) and meant.choice.id.startswith(asking_back.ANSWER):
        meant = None  # passed on again, it still is not written by her own hand
    if not said.forwarded or flow is None or meant is not None or not turn.shown_here or flow.writes_to is not None:
        return False
    words = turn.dialogues.words
    if not may(turn.person, "learn") or words.read(said.text) is not None or leaving.read(said.text) is not None:
        return False
    answer = open_question.pick(turn, said.text) or open_question.typed(said.text)
    if (await flow_engine.preview(turn, answer)).misread:
        return False
    first, *_ = flow_engine.ways_on(turn)
    await asking_back.ask_back(turn, DOUBTED, answer, replace(first, says="no"))
    return True


def marked(turn: Turn, said: Text, meant: Meaning | None) -> str:
    """The text of a message, with a mark if it was forwarded and goes to a person, who would take it for her words."""
    flow, words = flow_stack.top(turn), turn.dialogues.words
    if not said.forwarded or flow is None or flow.writes_to is None or meant is not None:
        return said.text
    if words.read(said.text) is not None or leaving.read(said.text) is not None or yes_no.read(said.text) is not None:
        return said.text
    return plain(Tr("↪️ Message transféré :\n{text}", {"text": Raw(said.text)}), turn.person.language, turn.person.zone)


def _is_order(turn: Turn, text: str, meant: Meaning | None) -> bool:
    word = turn.dialogues.words.read(meant.choice.id if isinstance(meant, OnScreen) else text)
    flow = flow_stack.top(turn)
    if word is not None:
        return word[0].own_hand or bool(set(word[0].actions) - HER_OWN)
    if number_words.named(text) is not None:
        return True  # where she is paid
    if may(turn.person, "see payouts") and (orders.read(text) or orders.numbered(text)):
        return True
    if may(turn.person, "ask figures") and (
        role_words.ordered(text) or order_words.ordered(text) or second_words.opened_by(turn, text)
    ):
        return True
    if flow is not None:
        return flow.own_hand
    return questions.may_ask(turn)
