"""What she writes: a word of the chat, something that she sees last, an answer to the open question, or what is said
beside the matter."""

from __future__ import annotations

from backend.domain import codes, intents
from backend.domain.message import tr
from backend.domain.permissions import may
from bot.flows import answers, asides
from bot.flows.kit import Picked
from bot.flows.meaning import Again, Meaning, OnScreen, Unsure
from bot.handlers import beside, carrying, conversing, everyone, questions, screens, sentences, words
from bot.handlers.taps import ANSWERED_THERE, DOUBLE_TAP, just_now
from bot.handlers.turn import Turn

HERE = tr("On continue ici ! Voici où tu en es.")
NOT_UNDERSTOOD = tr("Je n'ai pas compris.")


async def written(turn: Turn, text: str, meant: Meaning | None) -> None:
    """`meant`: what it is of her chat's last screen (`screens.meant`)."""
    match meant:
        case OnScreen(choice):
            await carrying.choice(turn, choice)
        case Unsure():
            await screens.ask(turn, text, meant)
        case Again():
            await conversing.show_again(turn, screens.AGAIN)
        case None:
            await _read(turn, text)


async def _read(turn: Turn, text: str) -> None:
    word = words.read(text) or _written_on_menu(turn, text)
    person = turn.person
    if word is not None and not _is_sentence(turn, text, *word):
        await carrying.word(turn, *word)
    elif person.role is None:
        await _by_stranger(turn, text)
    elif turn.conversation.stack and not turn.shown_here:
        await continue_here(turn)
    elif turn.conversation.stack:
        await _answered(turn, text)
    elif person.joined_at is None:
        await conversing.open_flow(turn, "onboarding")
    else:
        await _nothing_open(turn, text)


async def _answered(turn: Turn, text: str) -> None:
    question = conversing.asked_here(turn)
    if (either := question.either(text)) is not None:
        await screens.ask_which(turn, text, question, *either)
        return
    picked = question.pick(text)
    match picked:
        case Picked(word_id) if word_id.startswith("/") and (chosen := words.read(word_id)) is not None:
            await carrying.word(turn, *chosen)
        case None:
            await _in_her_words(turn, text)
        case _:
            await conversing.handle(turn, picked)


async def _in_her_words(turn: Turn, text: str) -> None:
    """No choice of the open question: the answer where it takes words, or something beside the matter."""
    if asides.insists(text) and screens.said(turn) is not None:
        await screens.answered(turn, str(turn.conversation.question))
        return
    pending = beside.asked_about(turn)
    if pending is not None and answers.is_bare(text):  # to « Tu veux …, ou c'est ta réponse ? »
        await (carrying.aside(turn, pending) if asides.goes(text) else beside.ask_again(turn, pending))
        return
    event, lead = conversing.typed(text), beside.heard(turn, text, loosely=True)
    if lead is None or beside.belongs_here(turn, lead):
        heard: asides.Heard = "answer"
    else:
        heard = asides.weigh(await conversing.preview(turn, event), lead, beside.heard(turn, text))
    if heard == "unsure" and (pending == lead or asides.only_asks(text)):  # said twice, it is no answer
        heard = "beside"
    match heard:
        case "beside":
            await carrying.aside(turn, lead or "")
        case "unsure":
            await beside.ask(turn, text, lead or "")
        case "answer" if await questions.taken(turn, text):
            pass  # the open question waits for its answer
        case "answer":
            await conversing.handle(turn, event)


def _written_on_menu(turn: Turn, text: str) -> tuple[words.Word, str] | None:
    """A label of her menu is its word, but where any words may be the answer to the open question, or these are."""
    word = everyone.menu_word(turn.person, text)
    if word is None or turn.person.joined_at is None or (turn.shown_here and conversing.takes(turn, text)):
        return None
    return word, ""


async def _nothing_open(turn: Turn, text: str) -> None:
    asks = questions.may_ask(turn)
    lead = beside.heard(turn, text, loosely=True)
    if lead is not None:
        await carrying.aside(turn, lead)
    elif not text.strip():
        await turn.say(answers.odd("empty") + everyone.menu_message(turn))
    elif asks and await questions.asked(turn, text):
        pass
    else:
        to_huber = may(turn.person, "write to the huber")
        said = tr("Je n'ai pas compris. Pour en parler à ta Huber, écris « huber ».") if to_huber else NOT_UNDERSTOOD
        await turn.say(said + everyone.menu_message(turn))


async def continue_here(turn: Turn) -> None:
    """Her first words from another chat answer nothing that she sees there: the open question is shown."""
    await conversing.show_again(turn, ANSWERED_THERE if just_now(turn, DOUBLE_TAP) else HERE)


def _is_sentence(turn: Turn, text: str, word: words.Word, rest: str) -> bool:
    """Whether it is an answer to the open question that only begins like a word of the chat."""
    talk = turn.conversation
    if text.strip().startswith("/") or not talk.stack:
        return False
    if rest and turn.shown_here and conversing.pick(turn, text) is not None:
        return True  # an option that is written out: « Vérifier que le CV est joint »
    if not turn.asked.get("f"):
        return False
    return sentences.is_sentence(word.name, rest, talk.stack[-1][0], turn.now, turn.person.zone)


async def _by_stranger(turn: Turn, text: str) -> None:
    """A bare code works as well as `start CODE`; anything else is no code."""
    if codes.may_be_bare(text) and intents.read(text) is None:
        await everyone.start(turn, text)
    else:
        await everyone.stranger(turn)
