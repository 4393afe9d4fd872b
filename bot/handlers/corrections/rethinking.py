"""Second thoughts in words, and answers behind an excuse: « pardon, haine », « j'ai oublié tissu », « euh 2 »."""

from __future__ import annotations

import re

from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Raw, tr
from backend.services.work import tasks
from bot.flows.engine import answers, several_answers
from bot.flows.engine.corrections import additions, second_thoughts, taking_back
from bot.flows.engine.kit import Event, Picked, Several, Typed
from bot.flows.engine.meaning import Question
from bot.handlers import carrying
from bot.handlers.corrections import going_on, just_settled, restating
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.engine.words import Word

_DENIED = re.compile(r"(?:non|nan|nn) +[^\W\d_]+", re.IGNORECASE)
"""« Non acceptable » may be what is not meant; « non, haine » and « non c'est haine » are answers."""
_SHORT_NO = re.compile(r"(?:nn+|nan+)\b", re.IGNORECASE)
"""« Nan le mail est pas bon »."""
_A_MISTAKE = re.compile(r"(?:(?:une? )?(?:faute|erreur)(?: de frappe)?)?")
ONLY_THE_LAST = tr("Tu peux corriger seulement ta dernière réponse. Pour une plus ancienne, écris « huber ».")


async def thought_over(turn: Turn, text: str, asked: Question | None) -> bool:
    """Handle a second thought about what was settled or answered before: change it, or offer to. Return False if the
    text is none. `asked`: the open question; if it takes free text, the person is asked what they mean."""
    return (
        await _excuses_only(turn, text, asked)
        or await _wants_the_last(turn, text)
        or await just_settled.of_hard_content(turn, text)
        or await just_settled.of_a_flow(turn, text, asked)
        or await _contrasts_in_a_pause(turn, text, asked)
        or await _of_the_answer_before(turn, text, asked)
        or await _writes_the_last_anew(turn, text, asked)
        or await restating.while_asked_back(turn, text, asked)
    )


async def _excuses_only(turn: Turn, text: str, asked: Question | None) -> bool:
    """Answer « désolée j'étais au village » kindly, where no words are taken. Return False if the text is none such."""
    if (asked is not None and asked.free) or not taking_back.excuses(text):
        return False
    await carrying.aside(turn, "mark")
    return True


async def _wants_the_last(turn: Turn, text: str) -> bool:
    """Show the answer before again to who says only that she wants to correct it, or what a field of the form before
    was. Return False if she does not, or if it cannot be corrected."""
    begun = bool(turn.conversation.stack) and going_on.has_begun(turn)  # it may be about the field before
    wanted = not begun and (taking_back.wants_the_last(text) or await going_on.names_a_field_before(turn, text))
    correct = _correction(turn) if wanted else None
    if correct is not None:
        await carrying.word(turn, correct, "")
    return correct is not None


async def _of_the_answer_before(turn: Turn, text: str, asked: Question | None) -> bool:
    if (
        asked is not None
        and asked.many
        and (
            await restating.added(turn, text, asked)
            or await restating.taken_off(turn, text, asked)
            or await restating.exchanged(turn, text, asked)
            or await _belongs_too(turn, text, asked)
        )
    ):
        return True
    if asked is not None and not asked.free and taking_back.of_older(text) and _correction(turn) is not None:
        await flow_engine.beside(turn, ONLY_THE_LAST)
        return True
    thought = second_thoughts.read(text)
    if asked is not None and asked.free and thought is not None and await _answers_anew(turn, text, thought):
        return True
    if asked is not None and asked.free and await going_on.goes_on_with_it(turn, text):
        thought = second_thoughts.Thought()
    if thought is None:
        return asked is not None and await _contrasts_here(turn, text, asked)
    if asked is not None and await _is_taken(turn, text):
        return False  # the form does it
    again = restating.restated(turn, thought.instead, asked)
    if again is not None and restating.is_correcting(turn):
        await flow_engine.handle(turn, again)
        return True
    answered = open_question.answered_choices(turn)
    named = restating.named(thought.instead, answered, past=thought.past, clear=thought.clear)
    clear = thought.clear or (thought.past and several_answers.read(thought.instead, answered) is not None)
    correct = _correction(turn)
    if asked is not None and asked.free:
        return _may_be_about_before(thought) and await _asked_of_free_text(turn, text)
    if (
        asked is not None
        and not thought.clear
        and not thought.past
        and not answers.is_number(thought.instead)
        and not _DENIED.fullmatch(text.strip())
        and not _SHORT_NO.match(text.strip())
        and (here := restating.named(thought.instead, asked.choices)) is not None
        and await restating.asks_whether(turn)
    ):
        # "non, haine" as an answer to « Est-il acceptable ? »
        await flow_engine.handle(turn, restating.in_place(Picked(here), asked) or Picked(here))
        return True
    unclear = not clear or (named is not None and not thought.past and await screens.shown_again(turn))
    if again is None and asked is not None and unclear and await _may_be_either(turn, text, thought, asked):
        return True
    if named is not None and await flow_engine.rethink(turn, named, "only"):
        return True
    if again is not None:
        await flow_engine.handle(turn, again)
        return True
    if correct is None or not clear or (thought.instead and not thought.sorry and not thought.past):
        return False  # « attends j'ai pas fini » names nothing, and corrects nothing
    await _correct(turn, correct, thought.instead)
    return True


async def _writes_the_last_anew(turn: Turn, text: str, asked: Question | None) -> bool:
    """Ask whether a text is the answer before put right, where it is asked what the text before meant: « oups », and
    then « huit heures ». Where that text said something else as well, one has to be nearly that answer: « non c samedi
    pas dimanche », and then the whole sign. Return False if it is not, or is not stored."""
    if asked is None or not asked.free or restating.is_correcting(turn) or not await screens.asks_back(turn):
        return False
    if not await flow_engine.stores(turn, text):
        return False
    if not _said_only_that_it_is_wrong(turn) and not await going_on.resembles_the_last(turn, text):
        return False
    return await _asked_which(turn, text, open_question.typed(text))


def _said_only_that_it_is_wrong(turn: Turn) -> bool:
    """Whether the text that is asked about says of the answer before that it is wrong, and not how: « oups faute »."""
    kept = asking_back.said(turn)
    before = kept.text if isinstance(kept, Typed) else ""
    thought = second_thoughts.read(before)
    wrong = thought is not None and thought.sorry and _A_MISTAKE.fullmatch(thought.instead) is not None
    return wrong or intents.read(before) == "mistake"


async def _contrasts_in_a_pause(turn: Turn, text: str, asked: Question | None) -> bool:
    """Open the answer before after « non c'est 2000 pas 20000 », where nothing is asked that it could answer. Return
    False if the text is no such words, or something is asked."""
    at = turn.conversation.stack[-1][2].get("at") if turn.conversation.stack else None
    correct = _correction(turn)
    if correct is None or not (asked is None or at == "paused") or not second_thoughts.contrasts(text):
        return False
    await _correct(turn, correct, text)
    return True


async def _correct(turn: Turn, word: Word, instead: str = "") -> None:
    """Open the answer before with `word`, or leave a question that was opened by mistake. `instead`: what she would
    rather have answered."""
    if instead or not await carrying.left_by_mistake(turn):
        await carrying.word(turn, word, "")


async def _answers_anew(turn: Turn, text: str, thought: second_thoughts.Thought) -> bool:
    """Take what follows a no as the answer, where the question reads it and keeps no words as they are: « non jusqu'à
    mercredi », below « Combien de temps ? ». Return False if it does not, or takes the whole text."""
    flow = flow_stack.opened(turn)
    if not thought.instead or open_question.marks(turn) or flow.own_hand or flow.writes_to is not None:
        return False
    if not (await flow_engine.preview(turn, open_question.typed(text))).misread:
        return False
    step = await flow_engine.preview(turn, Typed(thought.instead))
    if step.misread or step.words:
        return False
    await flow_engine.handle(turn, Typed(thought.instead))
    return True


async def _may_be_either(turn: Turn, text: str, thought: second_thoughts.Thought, asked: Question) -> bool:
    """Ask whether a number behind a no, or an answer after others that this question did not take, is about the answer
    before or answers this question: « non la 2 », « 1 ou 2 » and then « finalement 1 ». Return False if it names no
    choice here."""
    here = restating.named(thought.instead, asked.choices, past=True)
    return here is not None and await _asked_which(turn, text, Picked(here))


async def rather(turn: Turn, text: str, asked: Question, picked: Event | None) -> bool:
    """Take « plutôt 2 » in place of what is ticked, or ask whether it is about the answer before, which has such a
    choice as well; so does « et tissu », of several. Return False if the text is no such choice."""
    if asked.many and not asked.free and picked is not None and additions.goes_on(text) is not None:
        return await _belongs_too(turn, text, asked)
    instead = additions.rather(text)
    if instead is None and asked.many and await _may_be_all_of_it(turn, asked):
        instead = additions.only(text)
    if instead is None or asked.free or not isinstance(picked, Picked | Several):
        return False
    if (again := restating.restated(turn, instead, asked)) is not None:
        await flow_engine.handle(turn, again)
        return True
    before = open_question.answered_choices(turn)
    named = restating.named(instead, before, past=True) or several_answers.read(instead, before)
    return bool(named) and await _asked_which(turn, text, picked)


async def _contrasts_here(turn: Turn, text: str, asked: Question) -> bool:
    """Ask whether « c pas 2 c 3 » is about the answer before or answers this question. Return False if it names no
    choice here."""
    found = None if asked.free or restating.ticks(asked) else second_thoughts.contrast(text)
    here = restating.named(found[0], asked.choices, past=True) if found is not None else None
    return here is not None and await _asked_which(turn, text, Picked(here))


async def _may_be_all_of_it(turn: Turn, asked: Question) -> bool:
    """Whether « juste 1 » may take something away: from what is ticked, or from the answer before, of several."""
    if restating.ticks(asked) or restating.is_correcting(turn):
        return True
    before = await tasks.previous(turn.uow, turn.person)
    return before is not None and isinstance(before.value, list) and len(before.value) > 1


async def _belongs_too(turn: Turn, text: str, asked: Question) -> bool:
    """Tick « tissu aussi » where something is ticked or an answer is corrected; else ask which answer it belongs to.
    Return False if the text names no choice."""
    rest = additions.also(text) or additions.goes_on(text) or ""
    here = restating.named(rest, asked.choices, past=True)
    if here is None:
        return False
    ticked = await restating.chosen(turn, asked)
    if here not in ticked and (ticked or restating.is_correcting(turn)):
        await restating.add(turn, here, ticked)
        return True
    return not ticked and await _asked_which(turn, text, Picked(here))


async def _asked_of_free_text(turn: Turn, text: str) -> bool:
    """Ask what is meant where any words are taken, and answers count; a text that is no answer is about the one before.
    Return False if nothing can be asked about."""
    if not restating.is_correcting(turn):
        correct = _correction(turn)
        if correct and (await flow_engine.preview(turn, open_question.typed(text))).misread:
            await _correct(turn, correct)
            return True
        return await _asked_which(turn, text, open_question.typed(text))
    if open_question.marks(turn):
        await asking_back.ask_word_for_word(turn, text)
    return open_question.marks(turn)


async def _asked_which(turn: Turn, text: str, answer: Event) -> bool:
    """Ask whether a text is about the answer before, or is this one to the open question. Return False if the answer
    before cannot be corrected."""
    if _correction(turn) is None or not open_question.marks(turn):
        return False
    if (back := await way_back(turn)) is None:
        await asking_back.ask_word_for_word(turn, text, answer)
        return True
    said = tr("« {text} » : tu parles de ta réponse d'avant ? Ou c'est ta réponse ?", text=Raw(text.strip()))
    await asking_back.ask_back(turn, said, answer, back)
    return True


def _correction(turn: Turn) -> Word | None:
    """The person's word that shows the answer before again, to be corrected; None if that cannot be."""
    name, _, state = turn.conversation.answered.get("f") or (None, 0, {})
    flow = turn.dialogues.flows[name] if name else None
    given = flow is not None and (flow.marks or flow.corrects(state))  # an appeal is no answer
    word = turn.dialogues.words.by_name.get(flow.correction) if flow is not None and given else None
    return word if word is not None and word.open_to(turn.person) else None


async def way_back(turn: Turn) -> Choice | None:
    """The button that shows the answer before again; None if that cannot be corrected."""
    correct = _correction(turn)
    if correct is None or (not going_on.has_begun(turn) and await tasks.previous(turn.uow, turn.person) is None):
        return None
    return Choice(f"/{correct.name}", "↩️ La corriger")


def _may_be_about_before(thought: second_thoughts.Thought) -> bool:
    """Whether a text where any words are taken may correct the answer before: « c'était rue 12 »."""
    if thought.past:
        return len(thought.instead.split()) <= second_thoughts.MOST_PAST
    return thought.sorry and thought.clear


async def _is_taken(turn: Turn, text: str) -> bool:
    """Whether an open task takes the text for what it asks, and not as any words: « pardon, le total c'était 12 700 »
    in a form that has a total."""
    if not flow_stack.opened(turn).correction:
        return False
    step = await flow_engine.preview(turn, open_question.typed(text))
    return not step.misread and not step.words
