"""What staff want undone while no question is open: « annule ce que je viens de faire », « non attends ». Nothing is
undone by a word: they are told so, and where what they did is changed."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.messaging.texts import lines
from backend.domain.people.permissions import Action, may
from bot.flows.announcements.views import ALL as ANNOUNCEMENTS
from bot.flows.engine import second_thoughts
from bot.flows.people.invite_views import GIVEN, MENU
from bot.handlers.admin.figure_views import ALL as FIGURES
from bot.handlers.admin.metrics import questions
from bot.handlers.admin.metrics.answer import COHORT
from bot.handlers.engine import screens
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts.overview import PAYMENTS

_WAYS: tuple[tuple[Action, Tr, Choice | None], ...] = (
    ("answer threads", Tr("💬 Un message parti ne s'efface pas : écris-en un autre."), None),
    ("invite", Tr("✉️ Un code pas encore utilisé se retire : « mes codes »."), GIVEN),
    ("announce", Tr("📣 Une annonce en cours s'arrête : « annule l'annonce »."), ANNOUNCEMENTS),
    ("steer projects", Tr("📦 Un projet se met en pause, puis se rouvre : « projets »."), None),
    ("propose payouts", Tr("💵 Un envoi pas encore lancé s'abandonne : « paiements »."), PAYMENTS),
    ("give roles", Tr("🎭 Un rôle se change encore : « role » et le prénom."), None),
)
"""What each may do, how it is changed afterwards, and where."""


async def told(turn: Turn, text: str) -> bool:
    """Answer a text that wants undone what was done. Return False if it wants nothing of the kind."""
    if not questions.may_ask(turn):
        return False
    if not second_thoughts.takes_back(text) and not await _names_another(turn, text):
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


async def _names_another(turn: Turn, text: str) -> bool:
    """Whether a text corrects what was done: « c'était pour le Togo ». Below figures it asks for others."""
    if not second_thoughts.names_another(text):
        return False
    return not (await screens.offers(turn, FIGURES) or await screens.offers(turn, COHORT))
