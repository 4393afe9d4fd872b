"""Second thoughts about what a dialogue that has ended has settled: « non c'est mardi », after her reminders."""

from __future__ import annotations

import re
from typing import Literal

from backend.domain.french import slips
from backend.domain.french.spelling import fold
from backend.domain.messaging import intents
from backend.domain.messaging.message import Choice, Raw, Tr, tr
from backend.domain.people.themes import THEMES
from backend.services.work import hard_content as hard_content_service
from bot.flows.earnings.project_words import tells_of_it
from bot.flows.engine import answers, denials
from bot.flows.engine.corrections import second_thoughts
from bot.flows.engine.kit import Typed
from bot.flows.engine.meaning import Question
from bot.flows.engine.registry import Flow
from bot.flows.people import hard_content, theme_words
from bot.flows.reminders import dialogue as reminders
from bot.handlers import carrying
from bot.handlers.corrections import restating
from bot.handlers.engine import asking_back, flow_engine, flow_stack, open_question
from bot.handlers.engine.turn import Turn


async def of_hard_content(turn: Turn, text: str) -> bool:
    """Show what hard content she gets after a second thought about what she has just said of it while she joined: « je
    voulais dire oui ». A refusal is taken at once, and so is what names a kind of it when she has just been asked:
    « enfin sexe non ». Return False if the text is none."""
    flow, said = hard_content.FLOW.name, slips.without_excuse(text)
    just_asked = open_question.answered_last(turn) == flow and flow_stack.place_of(turn, flow) is None
    if (
        just_asked
        and not open_question.marks(turn)
        and theme_words.themes_in(said)
        and theme_words.in_words(said, THEMES)
    ):
        await flow_engine.give(turn, flow, Typed(said))
        return True
    if not _has_just_decided(turn):
        return False
    thinks_again = second_thoughts.read(text) is not None
    said = second_thoughts.named(text) if thinks_again else slips.without_excuse(text)
    meant = hard_content.decided(Typed(said), THEMES) if said != text else {}
    if meant and not any(meant.values()):
        await flow_engine.give(turn, hard_content.FLOW.name, Typed("non"))
    elif meant:
        await carrying.word(turn, turn.dialogues.words.by_name["contenus"], "")
    return bool(meant)


_REFUSES = re.compile(
    r"(?=.*\b(?:non|nan|nn|pas|plus)\b)(?:(?:ah|oh|euh|mais|attends?|pardon|oups|desolee?|non|nan|nn|merci|finalement"
    r"|en fait|en|j ai change d avis|je|j|prefere|ne|n|veux|veut|peux|pas|plus|ca|voir|de|svp|stp|maintenant)(?: |$))+"
)
"""« Non finalement », « en fait je veux plus », « non je préfère pas »."""


async def refuses_hard_content(turn: Turn, text: str) -> bool:
    """Take back the yes to hard content that she has just given while she joined, if the text refuses and answers
    nothing that is shown now. Return False if it does not."""
    if not _has_just_decided(turn) or _REFUSES.fullmatch(fold(text)) is None:
        return False
    if turn.conversation.stack and open_question.asked_here(turn).answer(text) is not None:
        return False
    if not await hard_content_service.accepts_any(turn.uow, turn.person):
        return False
    await flow_engine.give(turn, hard_content.FLOW.name, Typed("non"))
    return True


def _has_just_decided(turn: Turn) -> bool:
    """Whether what hard content she wants was the last question of her joining, and is the last that she answered."""
    answered = {choice.id for choice, _ in open_question.answered_choices(turn)}
    over = flow_stack.place_of(turn, "onboarding") is None and open_question.answered_last(turn) == "onboarding"
    return over and {hard_content.YES.id, hard_content.NO.id} <= answered


async def of_a_flow(turn: Turn, text: str, asked: Question | None) -> bool:
    """Handle a second thought about what the person has just settled in a flow that has ended: « non c'est mardi »,
    after her reminders, is no answer to the task that is shown again. Return False if the text is none, or nothing has
    just ended that can be opened again."""
    ended = open_question.just_ended(turn)
    word = turn.dialogues.words.read(f"/{ended.anew}") if ended is not None else None
    if ended is None or word is None or not word[0].open_to(turn.person):
        return False
    thought = second_thoughts.read(text)
    meant = await _meant_for(turn, ended, text)
    if asked is None or not asked.free:
        denies = denials.of_an_act(text) or denials.of_an_event(text)
        mistaken = denies or thought == second_thoughts.Thought() or intents.read(text) == "mistake"
        if not mistaken and (not meant or _answers_here(turn, text, asked) or await _is_taken_here(turn, text)):
            return False
        if meant == "takes":
            await flow_engine.give(turn, ended.name, Typed(second_thoughts.named(text) or text))
        else:
            await carrying.word(turn, *word)
        return True
    if ended.own_hand and len(_DIGIT.findall(second_thoughts.named(text))) >= LEAST_OF_CODE:
        await carrying.word(turn, *word)
        return True
    rethinks = thought is not None or second_thoughts.contrasts(text) or second_thoughts.mends(text)
    if not rethinks or not open_question.marks(turn):
        return False
    said = tr("« {text} » : tu parles de ce que tu viens de régler, ou c'est ta réponse ?", text=Raw(text.strip()))
    await asking_back.ask_back(turn, said, open_question.typed(text), Choice(f"/{ended.anew}", Tr("↩️ Y revenir")))
    return True


async def _meant_for(turn: Turn, ended: Flow, text: str) -> Literal["takes", "opens", ""]:
    """What becomes of a second thought that names something else for a flow that has ended, « non 20h » after her
    reminders: the flow takes it, or is opened again, or "" if it is about something else. A bare number may be of
    anything; any words may be said beside a project."""
    instead = second_thoughts.named(text)
    timed = ended.name == reminders.FLOW.name and _DIGIT.search(text) is not None  # « vers 20 h », « samedi 9 h »
    named = instead or (text if timed else "")
    if not named or ended.writes_to is not None:
        return ""
    state = ended.state()
    step = ended.step(state, Typed(named), await turn.dialogues.load(turn, ended.name, state))
    figures = _DIGIT.search(named) is not None
    surely = not step.words or figures or tells_of_it(named)
    if not step.misread and surely and not ended.own_hand and not answers.is_number(named):
        return "takes"
    thought = second_thoughts.read(text)
    clear = step.words and thought is not None and thought.clear and intents.read(text, loosely=True) is None
    return "opens" if instead and (figures or clear) else ""


_DIGIT = re.compile(r"\d")
LEAST_OF_CODE = 4
"""Digits of a code or of a number that are neither shown again nor kept."""


async def _is_taken_here(turn: Turn, text: str) -> bool:
    """Whether the open question takes what is named: « plutôt 6 h » where the hour of reminders is asked for."""
    if not turn.conversation.stack or not turn.shown_here:
        return False
    return not (await flow_engine.preview(turn, open_question.typed(text))).misread


def _answers_here(turn: Turn, text: str, asked: Question | None) -> bool:
    """Whether what a second thought names is a choice of the open question, or of the one before."""
    named = second_thoughts.named(text)
    shown = (*(asked.choices if asked is not None else ()), *open_question.answered_choices(turn))
    return restating.named(named, shown, past=True) is not None
