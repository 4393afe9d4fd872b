"""What a text names that the open question would store or send: a word of the chat, a button, other work, her
project."""

from __future__ import annotations

from typing import Any

from backend.domain.french.spelling import fold
from backend.services.work import service as work_service
from bot.flows.earnings import saving_views
from bot.flows.earnings.project_words import tells_of_it
from bot.flows.engine.kit import Step
from bot.flows.payouts import number_words
from bot.flows.people import theme_words
from bot.handlers.account import menu
from bot.handlers.engine import flow_stack, open_question, screens
from bot.handlers.engine.turn import Turn

LEAST_OF_A_WORD = 5
"""The least letters of a word of the chat that is recognised with a slip in it."""


async def read(
    turn: Turn, text: str, step: Step[Any], lead: str | None, sure: str | None, pending: str | None
) -> tuple[str | None, str | None]:
    """(`lead`, `sure`) of a text that the open question would store or send, with what is read in it only there."""
    stored = sure is None and step.words in ("data", "letter")  # read loosely, « appels clients » wants somebody
    if stored or (lead is None and step.misread and flow_stack.opened(turn).correction):
        found = await _named(turn, text, pending)
        lead, sure = (found, found) if found is not None else (lead, sure)
    if lead is None and step.words and turn.dialogues.words.refused(text, turn.person):
        lead = sure = "mark"  # « rappel non » was her project
    if sure is None and step.words in ("data", "letter", "own") and await _says_a_label(turn, text):
        lead = sure = "mark"  # « voir les autres » stood as the name of a shop, « pase » as a description
    if sure is None and step.words in ("data", "own") and (slipped := _slipped(turn, text)) is not None:
        lead = sure = slipped
    return lead, sure


def _slipped(turn: Turn, text: str) -> str | None:
    """The person's word that a single word stands for which would be stored: « paiment », « travai »."""
    words = turn.dialogues.words
    if menu.button(words, turn.person, text) is not None:
        return None
    word = words.misspelled(text, turn.person, loosely=len(fold(text)) >= LEAST_OF_A_WORD)
    return word.name if word is not None else None


async def _says_a_label(turn: Turn, text: str) -> bool:
    """Whether the text is the label of a button of ours that was shown and opens no screen of its own, or is one of the
    open question with a slip."""
    if menu.button(turn.dialogues.words, turn.person, text) is not None:
        return False
    return open_question.nearly_own(turn, text) or await screens.names_a_button(turn, text)


async def _named(turn: Turn, text: str, pending: str | None) -> str | None:
    """What a text names that would be stored: a word of the chat (« mettre de côté 10 000 »), the first of several, the
    title of other work, her project. None if it names none of these. `pending`: what she is asked about; below « tu
    veux un autre travail ? » one word of a title names it."""
    words = turn.dialogues.words
    if (named := words.phrase(text) or words.several(text, turn.person)) is not None:
        return named.name
    if words.is_hers(turn.person, "paiement") and number_words.would_change(text):
        return "number"
    if theme_words.withdraws(text) and words.is_hers(turn.person, "contenus"):
        return "contenus"
    if await work_service.is_a_title(turn.uow, text, in_part=True, alone=pending == "other"):
        return "other"
    return "saving" if await of_her_project(turn, text) else None


async def of_her_project(turn: Turn, text: str) -> bool:
    """Whether the text tells of a project below the screen of hers: « c'est pour une moto 450000 finalement »."""
    return tells_of_it(text) and await screens.offers(turn, saving_views.PAID)
