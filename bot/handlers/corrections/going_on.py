"""Texts, where any words are taken, that go on with the answer before, correct themselves, or stand behind an excuse:
« rajoute devis gratuit », « SALON BELLE non BEL FEMME », « pardon, lundi 20 h »."""

from __future__ import annotations

import re

from backend.domain.french import slips
from backend.domain.french.spelling import distance, fold
from backend.services.work import tasks
from bot.flows.engine import answers
from bot.flows.engine.corrections import additions, second_thoughts, taking_back
from bot.flows.engine.kit import Event, Picked, Typed
from bot.flows.engine.meaning import Question
from bot.flows.work.forms import named_fields
from bot.handlers.corrections import restating
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn

MOST_OF_SLIPS = 3
"""One sign in so many may differ between an answer and what corrects it."""


async def corrects_itself(turn: Turn, text: str) -> bool:
    """Ask whether words that correct themselves are the answer as they stand: « SALON BELLE non BEL FEMME » in a form.
    In a description « non » says more than that. Return False if they do not, or would not be stored."""
    found = slips.corrected(text)
    if found is None or not found[0] or not open_question.marks(turn):
        return False
    step = await flow_engine.preview(turn, open_question.typed(text))
    task = await tasks.open_task(turn.uow, turn.person)
    if step.misread or step.words != "data" or task is None or task.config.kind == "transcription":
        return False
    if task.config.kind != "entry" and not _SORRY.search(fold(text)):
        return False
    await asking_back.ask_word_for_word(turn, text)
    return True


_SORRY = re.compile(r"\b(?:pardon|oups|oops|desolee?|dsl|je voulais? (?:dire|ecrire|mettre))\b")


async def goes_on_with_it(turn: Turn, text: str) -> bool:
    """Whether a text where any words are taken may go on with the answer before. Who speaks in a recording says « en
    fait » too."""
    if additions.left_out(text) or second_thoughts.respells(text) or second_thoughts.denies(text):
        return True
    if taking_back.numbers_one(text) and not has_begun(turn):
        return True
    if slips.edits(text):
        return True
    thought = second_thoughts.read(text)
    if thought is not None and thought.instead and await resembles_the_last(turn, thought.instead):
        return True
    if await _of_a_form(turn, text):
        return True
    copied, sighs = second_thoughts.corrects_a_sign(text), second_thoughts.sighs(text)
    of_a_text = sighs or second_thoughts.continues(text) or await _takes_up(turn, text)
    if not copied and not of_a_text and not second_thoughts.mends(text) and not second_thoughts.contrasts(text):
        return False
    task = await tasks.open_task(turn.uow, turn.person)
    if of_a_text and task is not None and task.config.kind == "text":
        return True
    if task is None or task.config.kind != "transcription":
        return task is not None and (second_thoughts.mends(text) or second_thoughts.contrasts(text))
    return copied and "audio" not in task.content


async def _takes_up(turn: Turn, text: str) -> bool:
    """Whether a text speaks of whom only the answer before, to the same question, has named: « elle porte un pagne
    bleu »."""
    last = await tasks.previous(turn.uow, turn.person) if second_thoughts.takes_up(text) else None
    task = await tasks.open_task(turn.uow, turn.person) if last is not None else None
    if last is None or task is None or last.project_id != task.project_id or not isinstance(last.value, str):
        return False
    return not second_thoughts.takes_up(last.value)


async def _of_a_form(turn: Turn, text: str) -> bool:
    """Whether a text in a form says what something of before is, or denies the field before: « non Chez Aminata »."""
    denies = has_begun(turn) and slips.denied(text) is not None and await flow_engine.stores(turn, text)
    if not denies and not taking_back.of_before(text):
        return False
    task = await tasks.open_task(turn.uow, turn.person)
    return task is not None and task.config.kind == "entry"


_WAS = re.compile(r"\b(?:c ?etai[st]?|ct|c t|etait)\b")


async def names_a_field_before(turn: Turn, text: str) -> bool:
    """Whether a text says what a field was, where nothing of the form that is open is filled in: « le total c'était
    1 500 », about the form before."""
    if "?" in text or _WAS.search(fold(text)) is None or not turn.conversation.stack:
        return False
    if has_begun(turn) or restating.is_correcting(turn):
        return False
    task = await tasks.open_task(turn.uow, turn.person) if flow_stack.opened(turn).correction else None
    if task is None or task.config.kind != "entry":
        return False
    return named_fields.read(text, task.config.fields, None, begun=True) is not None


def has_begun(turn: Turn) -> bool:
    """Whether fields of the form that is open have values."""
    return bool(turn.conversation.stack[-1][2].get("draft", {}).get("values"))


async def resembles_the_last(turn: Turn, text: str) -> bool:
    """Whether a text is nearly the answer before: « non c SUPERETTE LA GRASSE »."""
    last = await tasks.previous(turn.uow, turn.person)
    before = fold(last.value) if last is not None and isinstance(last.value, str) else ""
    return bool(before) and distance(before, fold(text)) <= max(1, len(before) // MOST_OF_SLIPS)


LEAST_REPEATED = 4
"""The least words of a description that nobody writes alike about two things."""


async def repeats_the_last(turn: Turn, text: str) -> bool:
    """Whether a description would be stored that is word for word the answer before: it was pasted again, or sent twice
    where the network came back."""
    if not open_question.marks(turn) or len(fold(text).split()) < LEAST_REPEATED:
        return False
    task = await tasks.open_task(turn.uow, turn.person) if flow_stack.opened(turn).correction else None
    if task is None or task.config.kind != "text" or restating.is_correcting(turn):
        return False
    last = await tasks.previous(turn.uow, turn.person)
    if last is None or last.project_id != task.project_id or last.value is None:
        return False
    return fold(str(last.value)) == fold(text) and await flow_engine.stores(turn, text)


async def behind_an_opening(turn: Turn, text: str, asked: Question) -> Event | None:
    """The answer in « pardon, lundi 20 h » and « euh 2 », where the whole text is none. Where answers count, an excuse
    may be about the answer before: there only what is a choice of this question alone is its answer."""
    rest = slips.behind_an_opening(text)
    if (
        rest is None
        or answers.is_bare(rest)
        or not (await flow_engine.preview(turn, open_question.typed(text))).misread
    ):
        return None
    if open_question.marks(turn) and second_thoughts.read(text) is not None:
        named = restating.named(rest, asked.choices)
        return Picked(named) if named and not restating.named(rest, open_question.answered_choices(turn)) else None
    picked = asked.pick(rest)
    if picked is not None:
        return None if isinstance(picked, Picked) and picked.choice.startswith("/") else picked
    step = await flow_engine.preview(turn, Typed(rest))
    return Typed(rest) if not step.misread and not step.words else None
