"""What staff are told who want to give somebody money, or take it: pay comes of answers alone."""

from __future__ import annotations

from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.messaging.texts import bullets
from backend.domain.payouts import orders
from backend.domain.people import permissions
from backend.domain.people.permissions import Action
from bot.flows.account import small_talk
from bot.flows.threads.write import TEAM
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview

OF_OTHERS = tr("✋ Payer, retenir ou arrêter une paie : c'est la finance qui le fait. Ici, rien n'a changé.")
"""« Ne paie pas Awa » of who cannot hold her pay was « d'accord, je ne change rien »."""
_NONE = tr("✋ L'argent ne se donne pas et ne se prend pas à la main : rien n'a changé. Chacune est payée par réponse.")
_WAYS: tuple[tuple[Action, Tr, Choice], ...] = (
    (
        "steer projects",
        Tr("sous le minimum de son pays : « projets », puis « Compléter la paie »"),
        Choice("/projets", "📦 Projets"),
    ),
    ("decide refusals", Tr("une réponse refusée à tort : « revues »"), Choice("/revues", "🔍 Revues")),
    ("see payouts", Tr("ce qu'elle a gagné : « paiements »"), overview.PAYMENTS),
    ("write to the team", Tr("un souci de paie : « equipe »"), TEAM),
)
"""Who may do what there is instead."""


async def told(turn: Turn, text: str) -> bool:
    """Tell it to staff whose text wants that, and who may hold pay to staff who may not. Return whether it does."""
    if not permissions.may(turn.person, "ask figures"):
        return False
    if orders.by_hand(text):
        await turn.say(none(turn))
        return True
    if permissions.may(turn.person, "see payouts") or orders.read(text) is None:
        return False
    await turn.say(of_finance(turn))
    return True


def of_finance(turn: Turn) -> Message:
    """That others act on pay, and how a Huber reaches them."""
    if not permissions.may(turn.person, "write to the team"):
        return OF_OTHERS.with_choices(overview.MENU)
    return (OF_OTHERS + small_talk.TO_THE_TEAM).with_choices(TEAM, overview.MENU, columns=2)


def none(turn: Turn) -> Message:
    """That there is no such thing, and what there is instead."""
    ways = [(said, choice) for action, said, choice in _WAYS if permissions.may(turn.person, action)]
    where = bullets(*(said for said, _ in ways), head=Tr("Ce qui existe :"))
    return (_NONE + Message((where,))).with_choices(*(choice for _, choice in ways), overview.MENU, columns=2)
