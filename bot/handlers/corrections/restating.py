"""What a second thought names among the choices of the open question, or of the one before: « non la 2 », « j'ai oublié
tissu », « enlève tissu »; and what is written below the question what the text before meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.french import numbers, slips
from backend.domain.french.spelling import fold
from backend.services.work import tasks
from bot.flows.engine import answers
from bot.flows.engine.corrections import additions, second_thoughts
from bot.flows.engine.kit import Picked, Several
from bot.flows.engine.labels.words import Labelled
from bot.flows.engine.meaning import Question
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn


async def added(turn: Turn, text: str, asked: Question) -> bool:
    """Add what was forgotten to the answer just given, or to what is ticked: « j'ai oublié tissu »."""
    forgotten = additions.forgotten(text)
    if forgotten is None:
        return False
    if is_correcting(turn) and (here := named(forgotten, asked.choices, past=True)) is not None:
        await add(turn, here, await chosen(turn, asked))
        return True
    before = named(forgotten, open_question.answered_choices(turn))
    return before is not None and await flow_engine.rethink(turn, before, "also")


async def chosen(turn: Turn, asked: Question) -> list[str]:
    """The choices that are ticked in the open question, or that make up her last answer, where that is shown to be
    corrected and no boxes can show it."""
    if turn.edits or not is_correcting(turn):
        return [choice.id for choice, label in asked.choices if label.startswith(answers.TICK)]
    last = await tasks.previous(turn.uow, turn.person)
    return [f"={each}" for each in last.value] if last is not None and isinstance(last.value, list) else []


async def add(turn: Turn, choice: str, to: Sequence[str]) -> None:
    """Add a choice to those that are chosen (`to`). Without boxes one choice alone would be the whole answer."""
    whole = Several((*(each for each in to if each != choice), choice), instead=True)
    await flow_engine.handle(turn, Picked(choice) if turn.edits else whole)


def ticks(asked: Question) -> bool:
    """Whether something is ticked in the open question."""
    return any(label.startswith(answers.TICK) for _, label in asked.choices)


async def exchanged(turn: Turn, text: str, asked: Question) -> bool:
    """Take one tick in place of another: « c pas 2 c 3 ». Return False if what is denied is not ticked."""
    found = second_thoughts.contrast(text)
    ticked = await chosen(turn, asked)
    right, wrong = (named(each, asked.choices, past=True) for each in found) if found is not None else (None, None)
    if right is None or wrong not in ticked:
        return False
    left = [each for each in ticked if each not in (wrong, right)]
    await flow_engine.handle(turn, Several((*left, right), instead=True))
    return True


async def taken_off(turn: Turn, text: str, asked: Question) -> bool:
    """Take the tick away from what a text says to take away: « enlève tissu ». Return False if it names nothing that is
    ticked."""
    rest = additions.taken_off(text)
    ticked = await chosen(turn, asked) if rest is not None else []
    off = named(rest, asked.choices, past=True) if rest is not None and ticked else None
    if off not in ticked:
        return False
    left = tuple(each for each in ticked if each != off)
    if not turn.edits and not left:
        return False
    await flow_engine.handle(turn, Picked(off) if turn.edits else Several(left, instead=True))
    return True


def restated(turn: Turn, instead: str, asked: Question | None) -> Picked | Several | None:
    """The new answer in « c'était 2 », « non la 2 », while her last answer is shown to be corrected, or while some of
    the open question's boxes are ticked."""
    if asked is None or asked.free:
        return None
    return in_place(asked.pick(instead), asked) if instead and (ticks(asked) or is_correcting(turn)) else None


def in_place(picked: Picked | Several | None, asked: Question) -> Picked | Several | None:
    """A choice that is named anew: of several, it stands in place of what is ticked."""
    chosen = picked.choices if isinstance(picked, Several) else () if picked is None else (picked.choice,)
    answers_ = {choice.id for choice, _ in answers.counted(asked.choices)}
    return Several(chosen, instead=True) if asked.many and chosen and answers_.issuperset(chosen) else picked


async def while_asked_back(turn: Turn, text: str, asked: Question | None) -> bool:
    """Ask whether figures alone, or a text that begins as a correction, are the answer as they stand, where it is asked
    what the text before meant and any words are taken: « 100 » may be what she wants to take out, unless the whole
    answer is asked for. Return False if it is neither, or would not be stored."""
    if asked is None or not asked.free or not open_question.marks(turn):
        return False
    figures = fold(text).replace(" ", "").isdigit() and not await screens.asks_for_all_of_it(turn)
    if not figures and not second_thoughts.begins(text):
        return False
    if not await screens.asks_back(turn) or not await flow_engine.stores(turn, text):
        return False
    await asking_back.ask_word_for_word(turn, text)
    return True


async def corrects_unseen(turn: Turn, text: str) -> bool:
    """Whether words would take the place of her last answer while she looks at another screen: « d'abord je mets
    combien », below her project."""
    if not open_question.takes_text(turn) or not is_correcting(turn) or await screens.asks_back(turn):
        return False
    return await screens.looks_elsewhere(turn) and await flow_engine.stores(turn, text)


_NUMBERED = re.compile(
    r"\b(?:numeros?|num|n|no|nos|codes?|ref|references?|id|facture|ticket|recu|compte|plaque|chiffres?|lot)\b"
)
"""In the labels of fields that have figures alone."""
LEAST_OF_A_SUM = 3
"""The least digits that may be a sum, or a number of another field."""


async def may_be_of_another_field(turn: Turn, text: str) -> bool:
    """Whether words of a form are a sum, « 15 mille », « 12500 », or say what another field has after all, « si y a un
    c F-114 », where a name is asked for."""
    bare = not any(map(str.isalpha, text))
    if bare and (sum(map(str.isdigit, text)) < LEAST_OF_A_SUM or await screens.asks_for_all_of_it(turn)):
        return False
    if not (numbers.is_sum(text) or slips.there_is_one(text) is not None) or not await flow_engine.stores(turn, text):
        return False
    task = await tasks.open_task(turn.uow, turn.person)
    if task is None or task.config.kind != "entry":
        return False
    labels = [fold(f.label) for f in task.config.fields if f.type == "text"]
    return not (bare and any(map(_NUMBERED.search, labels)))


_WHICH = re.compile(
    r"(?:\w+,? )?(?:(?:a|de|d|pour|dans|sur|en|avec|par|chez|selon) )?"
    r"(?:quel(?:le)?s?|(?:le|la|les)quel(?:le)?s?|que|qu|quoi|qui|combien|comment|pourquoi|quand)\b"
)
_WHETHER = re.compile(r"-(?:t-)?(?:ils?|elles?|on|tu|vous|ce|je|nous)\b", re.IGNORECASE)


async def asks_whether(turn: Turn) -> bool:
    """Whether the open question, if it is a task, can be answered with yes or no: there « non, haine » is an answer;
    below « De quoi parle cet avis ? » it is about the answer before."""
    task = await tasks.open_task(turn.uow, turn.person) if flow_stack.opened(turn).correction else None
    if task is None:
        return True
    question = task.config.question.strip()
    asked = re.split(r"[.!:]\s", question.rstrip("? \u00a0\u202f"))[-1]
    return _WHETHER.search(asked) is not None and not (asked.startswith("Où") or _WHICH.match(fold(asked)))


def is_correcting(turn: Turn) -> bool:
    """Whether her last answer is shown to be corrected."""
    return flow_stack.opened(turn).corrects(turn.conversation.stack[-1][2])


def named(label: str, choices: Labelled, *, past: bool = False, clear: bool = False) -> str | None:
    """The choice of this label. Numbers only count if the text is about the question of before (`past`), a yes or no if
    it is surely no answer to the present one (`clear`); asides do not count."""
    found = answers.find(label, [(choice, shown) for choice, shown in choices if not choice.aside], free=False)
    known = ("label", "near", *(("number",) if past else ()), *(("yes",) if clear else ()))
    return found.choice if found is not None and found.how in known else None
