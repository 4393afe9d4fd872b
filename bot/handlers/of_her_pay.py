"""What she writes of a payment: that it came, that it did not, that it was less."""

from __future__ import annotations

from bot.flows.engine.answers import is_bare
from bot.flows.engine.meaning import Again, Away, Meaning
from bot.flows.payouts import arrival_words
from bot.flows.payouts.arrival_words import Came
from bot.handlers import carrying, free_text
from bot.handlers.account import menu, small_talk_reading
from bot.handlers.engine import asking_back, flow_engine, open_question
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import arrival


async def told(turn: Turn, text: str, meant: Meaning | None) -> bool:
    """Handle what says whether a payment has arrived and answers no other question. What is written below « Tu l'as
    bien reçue ? », says nothing of it, and means nothing else, is asked about, and not taken for an answer to the task
    further up: there any words would be stored."""
    claim = arrival_words.of_a_claim(text)
    may_ask = claim == "hers" or (claim == "any" and not await flow_engine.stores(turn, text))
    if may_ask and await arrival.ask(turn, claimed_only=True):
        return True
    came, asked = await arrival.heard(turn, text), await arrival.asked(turn)
    if turn.dialogues.words.read(text) is not None:
        return False
    if asked is None:
        return await _beside_a_question(turn, text, meant, came)
    if came is None and (isinstance(meant, Away) or (isinstance(meant, Again) and is_bare(text))):
        await turn.say(arrival.WHEN_KNOWN.with_choices(*arrival.in_words(asked), columns=2))
        return True
    stored = await flow_engine.stores(turn, text)
    if not stored and await _answers_here(turn, text, below=came is not None):
        return False
    number = await arrival.about(turn)
    if came == "no" and number is not None and arrival_words.waits(text) and await arrival.may_still_come(turn, number):
        await turn.say(arrival.WAIT.with_choices(*arrival.choices(number), arrival.PAY, columns=2))
        return True
    if await _says_which(turn, text, came, number):
        return True
    match came:
        case "part":
            await turn.say(arrival.PART.with_choices(*arrival.of_a_part(asked), columns=2))
        case None if stored and meant is None and await _means_nothing(turn, text):
            await asking_back.ask_back(turn, arrival.DOUBTED, open_question.typed(text), *asked)
        case None if meant is None and await _means_nothing(turn, text):
            await turn.say(arrival.WHEN_KNOWN.with_choices(*arrival.in_words(asked), columns=2))
        case _:
            return False
    return True


async def _beside_a_question(turn: Turn, text: str, meant: Meaning | None, came: Came | None) -> bool:
    """Handle what says whether a payment has arrived where the chat's last message does not ask for that. Below what
    tells of a claim of hers, whatever means nothing else is about it: « vous avez cherché ? »."""
    if await _answers_here(turn, text, below=False):
        return False
    number = await arrival.about(turn)
    if await _says_which(turn, text, came, number):
        return True
    match came:
        case "part" if number is not None:
            shown = arrival.of_a_part(arrival.choices(number))
            await turn.say(arrival.PART.with_choices(*shown, columns=2))
            return True
        case "part":
            return await _tells_of_a_part(turn, text)
        case "yes":
            return await arrival.ask(turn, claimed_only=True)
        case _ if number is None or await flow_engine.stores(turn, text):
            return False
        case None if meant is not None or not await _means_nothing(turn, text):
            return False
        case _:
            return await arrival.tells_of_claim(turn)


async def _says_which(turn: Turn, text: str, came: Came | None, number: int | None) -> bool:
    """Take that a payment has arrived or has not, where the last message has a button for that, or ask which of two is
    meant. `number`: the payment that it has a button for. Return False if it has none."""
    if came in ("yes", "part") and await arrival.asks_which(turn, text, number, part=came == "part"):
        return True
    if came in ("yes", "no") and (button := await arrival.button(turn, arrived=came == "yes")) is not None:
        await carrying.choice(turn, button)
        return True
    return False


async def _answers_here(turn: Turn, text: str, *, below: bool) -> bool:
    """Whether the text is an answer to the open question. `below`: it tells of the payment that the chat's last message
    asks about; then it is none where it is misread, as a number for her pay."""
    if not turn.shown_here or not turn.conversation.stack or not open_question.asked_here(turn).answer(text):
        return False
    return not below or not (await flow_engine.preview(turn, open_question.typed(text))).misread


async def _tells_of_a_part(turn: Turn, text: str) -> bool:
    """Lead who says that less came than it should to her Huber, where no payment is asked about. Return False where the
    words may be an answer."""
    if not arrival_words.is_not_as_sent(text) or await flow_engine.stores(turn, text):
        return False
    if not turn.dialogues.words.is_hers(turn.person, "paiement"):
        return False
    await turn.say(arrival.NOT_AS_SENT.with_choices(arrival.PAY, arrival.TELLS, columns=2))
    return True


async def _means_nothing(turn: Turn, text: str) -> bool:
    """Whether a text that is no word of the chat has no other meaning that we know."""
    if small_talk_reading.heard(turn, text) is not None or small_talk_reading.about(turn, text) is not None:
        return False
    return menu.written(turn, text) is None and await free_text.in_sentence(turn, text) is None
