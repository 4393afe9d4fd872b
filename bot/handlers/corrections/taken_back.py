"""What staff want undone while no question is open: « annule ce que je viens de faire », « non attends ». Nothing is
undone by a word: they are told so, and where what they did is changed."""

from __future__ import annotations

import re

from backend.db.certificates import badges
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.people.permissions import Action, may
from backend.domain.quality.review import BADGE
from bot.flows.announcements.views import ALL as ANNOUNCEMENTS
from bot.flows.engine import denials
from bot.flows.engine.corrections import taking_back
from bot.flows.people.invite_views import GIVEN, MENU
from bot.flows.quality import review, review_words
from bot.handlers.admin.figure_views import ALL as FIGURES
from bot.handlers.admin.metrics import questions
from bot.handlers.admin.metrics.answer import COHORT
from bot.handlers.engine import flow_engine, open_question, screens
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts.overview import PAYMENTS

_WAYS: tuple[tuple[Action, Tr, Choice | None], ...] = (
    ("answer threads", Tr("💬 Un message parti ne s'efface pas : écris-en un autre."), None),
    ("invite", Tr("✉️ Un code pas encore utilisé se retire : « mes codes »."), GIVEN),
    ("announce", Tr("📣 Une annonce en cours s'arrête : « annule l'annonce »."), ANNOUNCEMENTS),
    ("steer projects", Tr("📦 Un projet se met en pause, puis se rouvre : « projets »."), None),
    ("propose payouts", Tr("💵 Un envoi pas encore lancé s'abandonne : « paiements »."), PAYMENTS),
    ("decide refusals", Tr("🔍 Une revue rendue ne change plus. Un refus, elle peut le contester."), None),
    ("give roles", Tr("🎭 Un rôle se change encore : « role » et le prénom."), None),
)
"""What each may do, how it is changed afterwards, and where."""


NOTHING_TO_LEAVE = tr("D'accord, je ne fais rien.")
IT_STAYS = tr("Ce que tu viens de régler reste comme ça. Pour le changer, touche « Y revenir ».")
SENT = tr("💬 Un message parti ne s'efface pas. Pour en écrire un autre, écris « huber ».")
_LETTER = re.compile(r"\b(?:messages?|lettre)\b")


async def of_letter(turn: Turn, text: str) -> bool:
    """Answer who wants her message to her Huber back: « annule mon message », « ne l'envoie pas ». Return False if the
    text wants nothing of the kind, or may be an answer that counts."""
    ended = open_question.just_ended(turn)
    wanted = (_LETTER.search(fold(text)) is not None and taking_back.takes_back(text)) or (
        ended is not None and ended.writes_to is not None and denials.of_sending(text)
    )
    if not wanted or not may(turn.person, "write to the huber"):
        return False
    if not turn.conversation.stack or not turn.shown_here:
        await turn.say(SENT.with_choices(*flow_engine.ways_on(turn), columns=2))
        return True
    if open_question.asked_here(turn).free and open_question.marks(turn):
        return False
    await flow_engine.beside(turn, SENT)
    return True


async def nothing_to_leave(turn: Turn) -> None:
    """Answer who leaves where nothing can be left: « annule ça ». What was settled a moment ago stays."""
    on, ended = flow_engine.ways_on(turn), open_question.just_ended(turn)
    if ended is None:
        await turn.say(NOTHING_TO_LEAVE.with_choices(*on, columns=2))
    elif ended.writes_to is not None:
        await turn.say(SENT.with_choices(*on, columns=2))
    else:
        await turn.say(IT_STAYS.with_choices(Choice(f"/{ended.anew}", "↩️ Y revenir"), *on, columns=2))


def undoes(text: str) -> bool:
    """Whether a text wants undone what was done, whatever that was."""
    return review_words.regrets(text) or taking_back.takes_back(text) or taking_back.to_another(text)


async def told(turn: Turn, text: str) -> bool:
    """Answer a text that wants undone what was done. Return False if it wants nothing of the kind."""
    if not questions.may_ask(turn):
        return review_words.regrets(text) and await _of_review(turn)
    if not undoes(text) and not await _names_another(turn, text):
        return False
    ways = [(said, choice) for action, said, choice in _WAYS if may(turn.person, action)]
    if not ways:
        await turn.say(tr("Il n'y a rien à annuler : tu n'as rien changé ici.").with_choices(MENU))
        return True
    message = tr("✋ Je n'annule rien d'un mot : ce qui est fait reste. Pour y revenir :")
    message += Message((lines(*(said for said, _ in ways)),))
    choices = [choice for _, choice in ways if choice is not None]
    await turn.say(message.with_choices(*choices, MENU, columns=2))
    return True


async def _of_review(turn: Turn) -> bool:
    """Answer a hiteuse who reviews. Return False if she does not."""
    if not may(turn.person, "review") or not await badges.holds(turn.uow, turn.person.id, (BADGE,)):
        return False
    await turn.say(review.DECIDED.with_choices(Choice("/revues", "🔍 Les revues"), MENU, columns=2))
    return True


async def _names_another(turn: Turn, text: str) -> bool:
    """Whether a text corrects what was done: « c'était pour le Togo ». Below figures it asks for others."""
    if not taking_back.names_another(text):
        return False
    return not (await screens.offers(turn, FIGURES) or await screens.offers(turn, COHORT))
