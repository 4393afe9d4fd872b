"""A text below the open question: a choice, the wish to leave, a second thought, or free text."""

from __future__ import annotations

import re

from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Message, Raw, tr
from bot.flows.engine import answers, denials, leaving, yes_no
from bot.flows.engine.corrections import second_thoughts
from bot.flows.engine.kit import Do, Picked, Several
from bot.flows.engine.leaving import Way
from bot.flows.engine.meaning import Question
from bot.flows.training.questions import UNKNOWN
from bot.handlers import carrying, free_text
from bot.handlers.account import small_talk_reading
from bot.handlers.corrections import going_on, just_settled, rethinking
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.taps import ANSWERED_THERE, DOUBLE_TAP, just_now
from bot.handlers.threads import named

HERE = tr("On continue ici ! Voici où tu en es.")
NOT_KEPT = HERE + tr("Ce que tu viens d'envoyer n'est pas parti : envoie-le encore.")
SURELY = tr("Ici, dis-moi clairement « oui » ou « non », ou touche un bouton.")


async def answer(turn: Turn, text: str) -> None:
    """Handle a text while the open question is shown here."""
    asked = open_question.asked_here(turn)
    if await just_settled.refuses_hard_content(turn, text):
        return
    if leaving.is_over(text) and asked.how(text) != "label" and (done := await _done(turn, asked)) is not None:
        await flow_engine.handle(turn, done)
        return
    if leaving.passes(text) and flow_stack.opened(turn).draft and (skipped := _skipped(asked)) is not None:
        await flow_engine.handle(turn, skipped)
        return
    way = _way(turn, text, asked)
    ending = _ending(text, asked) if way is not None else _denied(turn, text, asked)
    if ending is not None:
        # "oublié" is the choice « Je l'ai oublié », not the wish to leave ("oublie")
        await flow_engine.handle(turn, ending)
        return
    if (refused := _refused(text, asked)) is not None:
        await carrying.choice(turn, refused)
        return
    if way is not None:
        await _left(turn, text, way)
        return
    if (either := asked.either(text)) is not None:
        await asking_back.ask_which(turn, text, asked, *either)
        return
    picked = _picked(turn, text, asked)
    thinks_again = (picked is None or asked.free) and await rethinking.thought_over(turn, text, asked)
    if thinks_again or await rethinking.rather(turn, text, asked, picked):
        return
    if picked is None and (behind := await going_on.behind_an_opening(turn, text, asked)) is not None:
        await flow_engine.handle(turn, behind)
        return
    if picked is None and asked.free and (await _taken_back(turn, text) or await going_on.corrects_itself(turn, text)):
        return
    match picked:
        case Picked(word_id) if word_id.startswith("/") and (chosen := turn.dialogues.words.read(word_id)) is not None:
            await carrying.word(turn, *chosen)
        case None if (unclear := _unclear(turn, text, asked)) is not None:
            await flow_engine.beside(turn, unclear)
        case None:
            await free_text.taken(turn, text)
        case _:
            await _chosen(turn, text, asked, picked)


def _picked(turn: Turn, text: str, asked: Question) -> Picked | Several | None:
    if asked.free and asked.how(text) == "wished" and open_question.marks(turn):
        return None  # « je veux passer » may be written on the picture
    return asked.pick(text) or (Picked(UNKNOWN.id) if _knows_not(turn, text, asked) else None)


def _unclear(turn: Turn, text: str, asked: Question) -> Message | None:
    """What is said to a text that names choices, and none of them clearly enough; None if it names none."""
    if asked.free:
        return None
    if asked.weakly(text):
        return SURELY
    lists = flow_stack.opened(turn).lists(turn.conversation.stack[-1][2])
    return answers.ONLY_ONE if asked.too_many(text) and not lists else None


async def _chosen(turn: Turn, text: str, asked: Question, picked: Picked | Several) -> None:
    if isinstance(picked, Several) and picked.instead and not turn.edits:  # « tout »: no boxes can show it once more
        await asking_back.ask_back(
            turn, tr("« {text} » : tu choisis toutes les réponses ?", text=Raw(text.strip())), picked
        )
        return
    if isinstance(picked, Several) and _may_be_code(text):
        named = Raw(asked.label(picked))
        await asking_back.ask_back(turn, tr("« {text} » : c'est ta réponse ?", text=named), picked)
        return
    if isinstance(picked, Picked) and await _is_in_doubt(turn, text, picked, asked):
        await asking_back.ask_back(turn, tr("« {text} » : c'est ta réponse ?", text=Raw(text.strip())), picked)
        return
    ticked = _ticked(picked.choice, text, asked) if isinstance(picked, Picked) else None
    if ticked is not None:
        await flow_engine.beside(turn, ticked)
    else:
        await flow_engine.handle(turn, picked)


async def _is_in_doubt(turn: Turn, text: str, picked: Picked, asked: Question) -> bool:
    """Whether a choice is asked about rather than made, because the text asks: one that becomes a client's data, takes
    a clear yes, sends what was filled in, or changes something: « insulte ? », « est-ce de la haine », « tout
    effacer ? ». A lesson takes a guess."""
    named = [(choice, label) for choice, label in asked.choices if choice.id == picked.choice]
    asks = "?" in text or _ASKS.match(fold(text)) is not None
    if not asks or any("?" in label for _, label in named):
        return False
    of_client = picked.choice.startswith(yes_no.OF_CLIENT) or picked.choice in answers.SENDING
    if of_client or any(choice.says == "sure" for choice, _ in named):
        return True
    return not open_question.marks(turn) and any(
        isinstance(each, Do) for each in (await flow_engine.preview(turn, picked)).effects
    )


_ASKS = re.compile(r"(?:(?:mais|et|euh|bon|alors) )*(?:est|es|esk|esque) ?ce\b")


def _may_be_code(text: str) -> bool:
    """Whether figures that name several choices have the length of a secret number, typed where none is asked for any
    more: it became her answer. It is not shown again."""
    return text.strip().isdigit() and len(text.strip()) >= just_settled.LEAST_OF_CODE


def _ticked(choice_id: str, text: str, asked: Question) -> Message | None:
    """What is said to a label that is typed though it is ticked: only a tap or its number takes the tick away. None if
    it is not ticked."""
    label = next((label for choice, label in asked.choices if choice.id == choice_id), "")
    if not asked.many or not label.startswith(answers.TICK) or asked.how(text) == "number":
        return None
    named = label.removeprefix(answers.TICK).strip()
    return tr("« {label} » est déjà choisi. Pour l'enlever, touche-le.", label=Raw(named))


def _way(turn: Turn, text: str, asked: Question) -> Way | None:
    """How the person leaves the open question. « Mais non je rigole » leaves one whose answer is no data."""
    if asked.how(text) == "label":
        return None
    takes_back = leaving.takes_back(text) and asked.answer(text) is None and not open_question.marks(turn)
    return "away" if takes_back else leaving.read(text)


async def _done(turn: Turn, asked: Question) -> Picked | None:
    """The choice that goes on from a question after its answer was given: « Valider », or « Suite » while the person
    writes a draft. None if there is not exactly one, or if the flow does not accept it now."""
    goes_on = {answers.CONFIRMS, *(answers.GOING_ON if flow_stack.opened(turn).draft else ())}
    found = [choice.id for choice, _ in asked.choices if choice.id in goes_on]
    if len(found) != 1 or (await flow_engine.preview(turn, Picked(found[0]))).misread:
        return None
    return Picked(found[0])


def _skipped(asked: Question) -> Picked | None:
    """The choice that leaves out what a step of a draft asks for: its no, or else « Suite ». « Passer » must not throw
    the draft away."""
    nos = [choice.id for choice, _ in asked.choices if choice.says == "no"]
    found = nos or [choice.id for choice, _ in asked.choices if choice.id in answers.GOING_ON]
    return Picked(found[0]) if len(found) == 1 else None


def _knows_not(turn: Turn, text: str, asked: Question) -> bool:
    """Whether the person does not know the answer to a question that has a choice for that, or wants to be told it
    where it is told then. Where free text is taken, a single word may be the answer."""
    if all(choice.id != UNKNOWN.id for choice, _ in asked.choices):
        return False
    if intents.read(text) == "solution":
        return flow_stack.opened(turn).explains
    return leaving.leaves_out(text) and (not asked.free or " " in fold(text))


def _refused(text: str, asked: Question) -> Choice | None:
    """The word of the chat behind the question's "no", if the person says no: « 🚫 Ce n'est pas moi »."""
    if leaving.read(text) is None and yes_no.read(text) != "no":
        return None
    found = [choice for choice, _ in asked.choices if choice.says == "no" and choice.id.startswith("/")]
    return found[0] if len(found) == 1 else None


def _denied(turn: Turn, text: str, asked: Question) -> Picked | None:
    """The only "no" of a question, if the text does not want what it is about: « ne change pas »."""
    if open_question.marks(turn) or not denials.of_an_act(text):
        return None
    found = [choice.id for choice, _ in asked.choices if choice.says == "no" and not choice.id.startswith("/")]
    return Picked(found[0]) if len(found) == 1 else None


def _ending(text: str, asked: Question) -> Picked | None:
    """The only choice whose label ends with this text; None if there is none, or several."""
    found = [choice.id for choice, label in asked.choices if fold(label).endswith(f" {fold(text)}")]
    return Picked(found[0]) if len(found) == 1 and not found[0].startswith("/") else None


async def _left(turn: Turn, text: str, way: Way) -> None:
    """Leave the open question; if the text may also be an answer that counts, ask which is meant."""
    asked = open_question.asked_here(turn)
    out = leaving.way_out((c for c, _ in asked.choices), way)
    if flow_stack.opened(turn).draft and leaving.puts_off(text):  # it does not throw away what was written
        await carrying.aside(turn, "rest", text)
        return
    data = asked.free and open_question.marks(turn) and out is None
    if data and not (await flow_engine.preview(turn, open_question.typed(text))).misread:
        await asking_back.ask_whether_over(turn, text)
    else:
        await flow_engine.leave(turn, way)


async def _taken_back(turn: Turn, text: str) -> bool:
    """Ask what is meant by « en fait non » or « non, je me suis trompée » where any words are taken, and would be sent
    or kept as they are. Return False if the text is none of these."""
    taken_back = leaving.takes_back(text) or second_thoughts.read(text) == second_thoughts.Thought()
    if not taken_back or open_question.marks(turn):  # an answer that is marked stays
        return False
    step = await flow_engine.preview(turn, open_question.typed(text))
    if step.misread or not step.words:
        return False
    await asking_back.ask_whether_over(turn, text)
    return True


async def on_another_phone(turn: Turn) -> bool:
    """Say that the question above has been answered on another phone. Return False if none stands there, or if it was
    not."""
    shown, answered_at = await screens.over(turn), turn.conversation.answered_at
    if shown is None or answered_at is None or answered_at <= shown:
        return False
    await turn.say((ANSWERED_THERE + named.NOT_SENT).with_choices(*flow_engine.ways_on(turn), columns=2))
    return True


async def continue_here(turn: Turn, text: str = "") -> None:
    """Show the open question instead of taking the text as its answer: it has not been shown in this chat. Words that
    would be kept or sent there are asked about."""
    goes_on = bool(text) and may_be_of_a_letter(turn, text)
    if just_now(turn, DOUBLE_TAP) and not goes_on and not await screens.answered_here(turn):
        await flow_engine.show_again(turn, ANSWERED_THERE)
    elif text and await _would_be_kept(turn, text):
        await asking_back.show_and_ask(turn, HERE, text)
    else:
        await flow_engine.show_again(turn, HERE)


async def file_elsewhere(turn: Turn) -> None:
    """`continue_here`, for a file: where one is taken, say that this one has not gone."""
    flow = flow_stack.opened(turn)
    if flow.keeps or flow.files:
        await flow_engine.show_again(turn, NOT_KEPT)
    else:
        await continue_here(turn)


async def _would_be_kept(turn: Turn, text: str) -> bool:
    """Whether a text would be an answer that counts, or go to somebody."""
    said_to_us = small_talk_reading.heard(turn, text) and not may_be_of_a_letter(turn, text)
    if said_to_us or yes_no.read(text) or leaving.read(text):
        return False
    step, flow = await flow_engine.preview(turn, open_question.typed(text)), flow_stack.opened(turn)
    return not step.misread and (bool(step.words) or flow.marks or flow.writes_to is not None)


LEAST_OF_A_LETTER = 4
"""Words of a text that may be part of a letter: « mon fils est malade », where « je suis fatiguée » is said to us."""


def may_be_of_a_letter(turn: Turn, text: str) -> bool:
    """Whether a text that asks nothing may go on with the letter that is open on another phone."""
    if flow_stack.opened(turn).writes_to is None or len(text.split()) < LEAST_OF_A_LETTER:
        return False
    return turn.dialogues.words.read(text) is None and not intents.asks(text)
