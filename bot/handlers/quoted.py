"""A text below an older message, by the platform's reply function. It is about that message: a choice of it, or a
second thought; never an answer to the question that is open now."""

from __future__ import annotations

from backend.db.messaging import last_shown
from backend.domain.messaging.message import Message, tr
from bot.channels.base import Text
from bot.flows.engine import answers, leaving
from bot.handlers import carrying
from bot.handlers.account import small_talk_reading
from bot.handlers.engine import flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.taps import OLD, STANDS

OLDER = tr("Tu réponds à un message plus ancien : je n'en fais rien. Voici ta question :")


async def about_older(turn: Turn, said: Text) -> bool:
    """Handle a text that replies to a message of ours above the open question. Return False if it does not, or if it
    is read in the same way wherever it stands: a word of the chat, a question to us, words to a person."""
    contact_id = turn.waiting.contact_id
    if said.replies_to is None or contact_id is None or turn.person.role is None or _stands_alone(turn, said.text):
        return False
    talk = turn.conversation
    if said.of_hers:
        return await _refused(turn, said.text, OLDER)
    row = await last_shown.named(turn.uow, turn.person.id, contact_id, said.replies_to)
    if row is None:  # too old to be known
        return await _refused(turn, said.text, OLDER)
    if row.question is not None and row.question == talk.question:
        return False
    if row.question is None and (choice := screens.choice_of(turn, row, said.text)) is not None:
        await carrying.choice(turn, choice)
        return True
    if not talk.stack or not turn.shown_here or await screens.is_last(turn, row):
        return False
    if row.question is not None and flow_stack.reopen(turn, row.question):  # as a tap on its buttons would
        return await _answers(turn, said.text)
    if row.question is None:
        return await _refused(turn, said.text, OLDER)
    found = None
    if row.question == talk.answered.get("q") and not _is_for_a_person(turn):
        found = answers.find(said.text, open_question.answered_choices(turn), free=False)
        if found is not None and await flow_engine.rethink(turn, found.choice):
            return True
    return await _refused(turn, said.text, OLD if found is None else STANDS)


async def _refused(turn: Turn, text: str, told: Message) -> bool:
    """Show the open question, if it would take the text as an answer. Return False if it would not."""
    if not turn.conversation.stack or not turn.shown_here or _is_for_a_person(turn):
        return False
    if open_question.asked_here(turn).answer(text) is None:
        return False
    return await flow_engine.show_again(turn, told)


def _is_for_a_person(turn: Turn) -> bool:
    """Whether the open question takes any words, which are no data: a message, a project that she saves for."""
    return open_question.asked_here(turn).free and not open_question.marks(turn)


def _stands_alone(turn: Turn, text: str) -> bool:
    return (
        turn.dialogues.words.read(text) is not None
        or small_talk_reading.heard(turn, text) is not None
        or leaving.read(text) is not None
    )


async def _answers(turn: Turn, text: str) -> bool:
    """Answer the question that waited and is open again."""
    answer = open_question.asked_here(turn).answer(text)
    if answer is None:
        await flow_engine.show_again(turn, Message())
    else:
        await flow_engine.handle(turn, answer)
    return True
