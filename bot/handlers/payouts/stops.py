"""`paiements arreter`, `paiements reprendre`: stop all payouts by hand, and let them go on."""

from __future__ import annotations

from collections.abc import Mapping

from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, tr
from backend.domain.payouts.alarms import Stop
from backend.services.payouts import runs as service
from backend.services.payouts import stopping
from bot.delivery.alarms import payout_alarm
from bot.flows.engine.confirm import Proposal
from bot.handlers.engine import asking
from bot.handlers.engine.confirmations import Arguments, Confirmation
from bot.handlers.engine.turn import Turn
from bot.handlers.payouts import overview

PAYMENTS, MENU = overview.PAYMENTS, overview.MENU
RESUME = Choice("/paiements reprendre", "▶️ Reprendre")
_VERBS = ("stop", "stopper", "stoppe", "stoppez", "arrete", "arretez", "arreter", "on arrete", "bloque")
_HURRY = ("", " tout", " tout de suite")
STOP_ALL = Choice("/paiements arreter", "⏹ Tout arrêter", also=tuple(f"{v}{h}" for v in _VERBS for h in _HURRY))
HOW = tr("_Tout arrêter : écris « arrête les paiements »._")
HOW_ON = tr("_Reprendre : écris « reprends les paiements »._")
"""Which words stop and resume all payments."""
STOP, GO_ON = "stop payouts", "resume payouts"
_STOPS = frozenset(STOP_ALL.also)
_GOES_ON = frozenset({"reprendre", "continuer"})


async def read(turn: Turn, rest: str) -> bool:
    """Read what follows `paiements`; False: it is none of these words."""
    said = fold(rest)
    if said in _STOPS:
        await asking.ask(turn, STOP)
    elif said in _GOES_ON:
        await asking.ask(turn, GO_ON)
    return said in _STOPS | _GOES_ON


async def stop(turn: Turn, _rest: str = "") -> None:
    """« Arrête tous les paiements »: ask whether to stop them."""
    await asking.ask(turn, STOP)


async def go_on(turn: Turn, _rest: str = "") -> None:
    """« Reprends les paiements »: ask whether to let them go on."""
    await asking.ask(turn, GO_ON)


def about(*verbs: str) -> tuple[str, ...]:
    """These verbs, said of all payments."""
    nouns = ("paiements", "virements", "paies", "envois")
    return tuple(f"{verb} {which}{noun}" for verb in verbs for which in ("", "les ", "tous les ") for noun in nouns)


async def _preview_stop(turn: Turn, _arguments: Arguments) -> Proposal | Message:
    service.may_act(turn.person)
    if (stop := await stopping.standing(turn.uow)) is not None:
        return standing(stop).with_choices(RESUME, PAYMENTS, columns=2)
    return Proposal(
        tr("Arrêter tous les paiements ? Rien de nouveau ne part, et ce qui est en route est suivi.")
        + tr("Cela dure jusqu'à « reprends les paiements ».")
    )


async def _stop(turn: Turn, _arguments: Arguments) -> Message:
    await stopping.stop_by_hand(turn.uow, turn.person, turn.now, channel=turn.channel)
    return tr("⏹ Les paiements sont arrêtés.").with_choices(RESUME, PAYMENTS, MENU, columns=2)


async def _preview_go_on(turn: Turn, _arguments: Arguments) -> Proposal | Message:
    service.may_act(turn.person)
    stop = await stopping.standing(turn.uow)
    if stop is None:
        return tr("Les paiements ne sont pas arrêtés.").with_choices(PAYMENTS, MENU, columns=2)
    return Proposal(tr("Reprendre les paiements ?") + standing(stop))


def standing(stop: Stop) -> Message:
    """Since when all payments are stopped, and why."""
    return tr("⚠️ Arrêtés depuis {time} : {why}.", time=stop.at, why=payout_alarm.REASONS[stop.reason])


async def _go_on(turn: Turn, _arguments: Arguments) -> Message:
    await stopping.go_on(turn.uow, turn.person, turn.now, channel=turn.channel)
    return tr("▶️ Les paiements reprennent.").with_choices(PAYMENTS, MENU, columns=2)


CONFIRMATIONS: Mapping[str, Confirmation] = {
    STOP: Confirmation(_preview_stop, _stop),
    GO_ON: Confirmation(_preview_go_on, _go_on),
}
