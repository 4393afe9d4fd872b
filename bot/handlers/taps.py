"""A tap on a button: a choice of the open question, a word of the chat, or a choice of a question that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.domain.messaging.message import Tr, tr
from bot.channels.base import read_button
from bot.flows.engine.kit import Picked
from bot.handlers import carrying
from bot.handlers.account import commands as account_commands
from bot.handlers.engine import flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn

ANSWERED_THERE = tr("Tu as déjà répondu sur ton autre téléphone.")
OLD = tr("Cette question est déjà passée.")
STANDS = tr("Cette question est déjà passée. Ta première réponse reste.")
ALREADY = Tr("C'est déjà noté, merci !")
DOUBLE_TAP = timedelta(seconds=10)
"""A second tap on an answered question's button within this span is taken for a double tap."""
DOUBLE_TICK = timedelta(seconds=1)
"""A second tick of the same box, or a second tap on the same word, within this span is ignored."""


async def tapped(turn: Turn, data: str) -> None:
    """Handle a tap. `data`: as `bot.channels.base.button_data` wrote it."""
    if data.startswith("/"):
        await _word(turn, data)
        return
    if turn.person.role is None:
        await account_commands.stranger(turn)
        return
    button = read_button(data)
    talk = turn.conversation
    if button is None or not talk.stack or not (button[0] == talk.question or flow_stack.reopen(turn, button[0])):
        await _outdated(turn, button)
        return
    choice = open_question.choice_at(turn, button[1])
    if choice is None:
        await _outdated(turn, None)
    elif choice.id.startswith("/"):
        await _word(turn, choice.id)
    elif talk.asked.get("last") == choice.id and just_now(turn, DOUBLE_TICK):
        await turn.notice(ALREADY)
    else:
        question = talk.question
        await flow_engine.handle(turn, Picked(choice.id))
        if talk.question == question:  # a box was ticked in place
            talk.asked["last"] = choice.id


async def _word(turn: Turn, data: str) -> None:
    """Carry out a button that is a word of the chat. It stays valid forever, but the same one twice
    at once counts as one tap."""
    talk = turn.conversation
    last, at = talk.asked.get("word", ("", ""))
    if last == data and turn.now - datetime.fromisoformat(at) < DOUBLE_TICK:
        await turn.notice(None)
        return
    if (word := turn.dialogues.words.read(data)) is None:
        return  # the word no longer exists: only the tap is answered
    await carrying.word(turn, *word)
    talk.asked["word"] = [data, turn.now.isoformat()]


async def _outdated(turn: Turn, button: tuple[int, int] | None) -> None:
    """Answer a button of an older question: it changes nothing, and the open question is shown.

    Another choice of the question answered last is a second thought. From another phone it means that both phones
    answered at about the same time."""
    answered = turn.conversation.answered
    told = OLD
    if button is not None and button[0] == answered.get("q"):
        ids = [choice[0] for choice in answered["c"]]
        choice = ids[button[1]] if button[1] < len(ids) else None
        again = just_now(turn, DOUBLE_TAP)
        if not turn.shown_here:
            told = ANSWERED_THERE if again else OLD
        elif choice == answered["p"] and again:
            await turn.notice(ALREADY)
            return
        elif choice is not None and choice != answered["p"]:
            if await flow_engine.rethink(turn, choice):
                return
            told = STANDS
    if turn.conversation.stack and await screens.shows_question(turn):
        await flow_engine.beside(turn, told)  # the question is right above: its picture is not sent again
    elif not await flow_engine.show_again(turn, told):
        await turn.say(told + await turn.dialogues.menu(turn))


def just_now(turn: Turn, span: timedelta) -> bool:
    """Whether the person answered a question less than `span` ago."""
    at = turn.conversation.answered_at
    return at is not None and turn.now - at < span
