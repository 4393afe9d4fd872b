"""What she writes below a message that came by itself. Of a payment: that it came, did not, or was less; of a refused
answer: that she contests it. Below any other, what may be the answer to the task further up is asked about."""

from __future__ import annotations

from backend.domain.announcements.content import INTERESTED, READ, VOTE
from backend.domain.messaging.message import Choice, Message, Raw, Tr, tr
from backend.domain.people.permissions import may
from backend.records import replace
from backend.services.earnings import savings
from backend.services.payouts import leavers
from bot.flows.engine.answers import is_bare
from bot.flows.engine.corrections import second_thoughts
from bot.flows.engine.kit import Picked
from bot.flows.engine.labels.words import telling
from bot.flows.engine.meaning import Again, Away, Meaning, Question
from bot.flows.payouts import arrival_words
from bot.flows.payouts.arrival_words import Came
from bot.flows.quality import recourse, recourse_words
from bot.handlers import carrying, free_text
from bot.handlers.account import menu, small_talk_reading
from bot.handlers.corrections import restating, rethinking
from bot.handlers.earnings import saving
from bot.handlers.engine import asking_back, flow_engine, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import arrival
from bot.handlers.quality.decisions import RECOURSE
from bot.i18n.render import plain


async def of_payment(turn: Turn, text: str, meant: Meaning | None) -> bool:
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
    waits = isinstance(meant, Away) or (isinstance(meant, Again) and is_bare(text)) or arrival_words.looks(text)
    if came is None and waits:
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
    if came in (None, "part") and not stored and arrival_words.asks_for_the_rest(text):
        assert number is not None, "its buttons name it"
        if await savings.of_payment(turn.uow, turn.person, number):
            await saving.project(turn)  # it tells what is set aside, and gives it back
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
    number = await arrival.about(turn)
    if came is None and number is None and not await arrival.leads_to_pay(turn):
        return False
    if await _answers_here(turn, text, below=False):
        return False
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
            unclear = meant is not None or await flow_engine.stores(turn, text)
            return await arrival.ask(turn, claimed_only=unclear)
        case _ if await flow_engine.stores(turn, text):
            return False
        case None if meant is not None or not await _is_of_a_notice(turn, text):
            return False
        case _ if number is not None:
            return await arrival.tells_of_claim(turn)
        case None if await arrival.leads_to_pay(turn):
            await turn.say(arrival.OF_PAY.with_choices(arrival.PAY, arrival.HUBER, columns=2))
            return True
        case _:
            return False


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
    if not arrival_words.is_not_as_sent(text) or not await leavers.may_be_paid(turn.uow, turn.person):
        return False
    if turn.conversation.stack and turn.shown_here:
        step = await flow_engine.preview(turn, open_question.typed(text))
        if step.words and not step.misread:
            return False
    await turn.say(arrival.NOT_AS_SENT.with_choices(arrival.PAY, arrival.TELLS, columns=2))
    return True


_OF_IT = frozenset({"refused", "lost", "mistake", "errs", "quality", "unsure"})
"""Intents that are about what a message tells her, right below it: « je comprends pas », « vous vous trompez »."""
REFUSED = Tr("⚖️ La réponse refusée")


async def of_refusal(turn: Turn, text: str, meant: Meaning | None) -> bool:
    """Take to her refused answers who contests a refusal, would redo the task, or says below the message of it what is
    no answer and means nothing else: « mais j'ai bien lu moi ». « Non c'est haine » may be about either answer, and is
    asked about. Return False if the text is about something else."""
    button = next((each for each in await screens.offered(turn) if each.id.split()[0] == RECOURSE.id), None)
    if button is None or turn.dialogues.words.read(text) is not None:
        return False
    if recourse_words.contests(text) or recourse_words.would_redo(text):
        await _open(turn, button, text)
        return True
    asked = open_question.asked_here(turn) if turn.conversation.stack and turn.shown_here else None
    if asked is not None and await _asked_which(turn, text, asked, button):
        return True
    if asked is not None and (asked.answer(text) is not None or await flow_engine.stores(turn, text)):
        return False
    if meant is not None or not await _is_of_a_notice(turn, text):
        return False
    await _open(turn, button, text)
    return True


async def _open(turn: Turn, button: Choice, text: str) -> None:
    """Open the refused answer of a button with what she says of it, or the list of them."""
    task = button.id.removeprefix(RECOURSE.id).strip()
    await flow_engine.open_flow(turn, recourse.FLOW.name, (int(task), text) if task.isdigit() else None)


async def _asked_which(turn: Turn, text: str, asked: Question, button: Choice) -> bool:
    """Ask whether a second thought is about the refused answer. Return False if it is none, or no answer here."""
    thought = second_thoughts.read(text)
    if thought is None and not second_thoughts.contrasts(text):
        return False
    here = restating.named(second_thoughts.named(text), asked.choices, past=True)
    if here is None and not asked.free:
        return False
    said = tr("« {text} » : tu parles de ta réponse refusée, ou c'est ta réponse ?", text=Raw(text.strip()))
    await asking_back.ask_back(
        turn, said, open_question.typed(text) if here is None else Picked(here), replace(button, label=REFUSED)
    )
    return True


OF_ANNOUNCEMENT = tr("Pour répondre à cette annonce, choisis ici.")
OR_IN_WORDS = tr("Pour dire autre chose à une personne, écris « huber » et ton message.")


async def of_announcement(turn: Turn, text: str, meant: Meaning | None) -> bool:
    """Show the answers of an announcement once more below words that name none of them and mean nothing else: « moi je
    viens samedi ». Where the words would be stored as the answer to a task further up, and have words of an answer in
    them or are few, « lundi », it is asked which of the two they are. Return False below anything else."""
    answers = [each for each in await screens.offered(turn) if each.id.split()[0] in (VOTE, READ, INTERESTED)]
    if not answers or meant is not None or turn.dialogues.words.read(text) is not None:
        return False
    asked = open_question.asked_here(turn) if turn.conversation.stack and turn.shown_here else None
    labels = " ".join(plain(each.part, turn.person.language) for each in answers)
    names = not {*telling(labels)}.isdisjoint(telling(text))
    if asked is not None and asked.answer(text) is not None:
        if asked.pick(text) is not None or not (names or await _is_brief(turn, text)):
            return False
        said = tr("« {text} » : tu réponds à cette annonce, ou c'est ta réponse d'avant ?", text=Raw(text.strip()))
        await asking_back.ask_back(turn, said, open_question.typed(text), *answers)
    elif names or await _means_nothing(turn, text):
        said = OF_ANNOUNCEMENT + (OR_IN_WORDS if may(turn.person, "write to the huber") else Message())
        await turn.say(said.with_choices(*answers))
    else:
        return False
    return True


async def of_any(turn: Turn, text: str, meant: Meaning | None) -> bool:
    """Ask what is meant by a second thought, or a word or two, below any message that came by itself, where it would be
    stored as the answer to the task further up: « non c'est haine » may be about the message, or about the answer
    before, and « présente » as well. Return False if it is none, or names nothing there."""
    if meant is not None or not await free_text.is_below_a_notice(turn):
        return False
    thinks_again = second_thoughts.read(text) is not None or second_thoughts.contrasts(text)
    if not thinks_again and not await _is_brief(turn, text):
        return False
    asked = open_question.asked_here(turn)
    here = restating.named(second_thoughts.named(text), asked.choices, past=True) if not asked.many else None
    if asked.answer(text) is not None and not asked.free:
        return False
    if here is None and not await flow_engine.stores(turn, text):
        return False
    said = tr(
        "« {text} » : c'est ta réponse à la question d'avant, ou tu parles d'autre chose ?", text=Raw(text.strip())
    )
    answer = open_question.typed(text) if here is None else Picked(here)
    correct = await rethinking.way_back(turn)
    await asking_back.ask_back(turn, said, answer, *([] if correct is None else [correct]), arrival.HUBER)
    return True


MOST_OF_BRIEF = 3
"""Words of a text that may be about what stands right above it, as well as an answer to a task further up."""


async def _is_brief(turn: Turn, text: str) -> bool:
    """Whether a text is a few words that have no other meaning that we know: « présente », « c'est une arnaque »."""
    if len(text.split()) > MOST_OF_BRIEF or turn.dialogues.words.read(text) is not None:
        return False
    return await _means_nothing(turn, text)


async def _is_of_a_notice(turn: Turn, text: str) -> bool:
    """Whether a text has no other meaning than that of the message above it."""
    return small_talk_reading.heard(turn, text, loosely=True) in _OF_IT or await _means_nothing(turn, text)


async def _means_nothing(turn: Turn, text: str) -> bool:
    """Whether a text that is no word of the chat has no other meaning that we know."""
    if small_talk_reading.heard(turn, text) is not None or small_talk_reading.about(turn, text) is not None:
        return False
    return menu.written(turn, text) is None and await free_text.in_sentence(turn, text) is None
