"""`paiement quand`, `paiement maintenant`: when she wants to be paid."""

from __future__ import annotations

import re
from collections.abc import Mapping

from backend.domain.errors import BadInput
from backend.domain.french.spelling import fold
from backend.domain.messaging.message import Choice, Message, Raw, tr
from backend.domain.payouts import eligibility
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.rhythms import ChooseReach, ReachChosen
from backend.domain.payouts.terms import Rhythm
from backend.services.payouts.timing import rhythms as service
from bot.flows.payouts import pay_days, reach
from bot.handlers.engine import flow_engine, screens
from bot.handlers.engine.turn import Turn
from bot.i18n import faults

PAY = Choice("/paiement", "Voir ma paie")
GAINS = Choice("/gains", "Mes gains")
MENU = Choice("/menu", "Menu")
WHEN = Choice("/paiement quand", "📅 Quand")
NOW = Choice("/paiement maintenant", "⚡ Paie-moi")
RHYTHMS = (
    Choice("/paiement semaine", "Chaque semaine"),
    Choice("/paiement mois", "Chaque mois"),
    Choice("/paiement montant", "À un montant"),
    Choice("/paiement demande", "À la demande"),
)
_WORDS: Mapping[str, Rhythm] = {
    **dict.fromkeys(("semaine", "chaque semaine", "par semaine", "hebdomadaire"), Rhythm.WEEKLY),
    **dict.fromkeys(("mois", "chaque mois", "par mois", "mensuel"), Rhythm.MONTHLY),
    **dict.fromkeys(("demande", "a la demande", "sur demande", "quand je demande"), Rhythm.DEMAND),
}
_AMOUNT = re.compile(r"(?:a partir de|montant)\b\s*(.*)")
_NOW = frozenset({"maintenant", "moi maintenant", "tout de suite", "vite"})
_WHEN = frozenset({"quand", "jour", "date", "rythme"})


def is_about(rest: str) -> bool:
    """Whether what she writes after `paiement` is about when she is paid."""
    words = fold(rest)
    return words in _NOW | _WHEN | frozenset(_WORDS) or _AMOUNT.fullmatch(words) is not None


async def is_offered(turn: Turn) -> bool:
    """Whether the last message of the chat lets her choose when she is paid, or change it."""
    offered = {choice.id for choice in await screens.offered(turn)}
    return not offered.isdisjoint({WHEN.id, *(choice.id for choice in RHYTHMS)})


async def answered(turn: Turn, rest: str, currency: str) -> bool:
    """Answer what she writes after `paiement` about when she is paid. False if it is about something else."""
    if not is_about(rest):
        return False
    words = fold(rest)
    amount = _AMOUNT.fullmatch(words)
    if turn.terms.schedule is None:
        await turn.say(Message((pay_days.NO_DAY,)).with_choices(PAY, GAINS, columns=2))
    elif words in _NOW:
        await _now(turn)
    elif words in _WHEN:
        await _ask(turn, currency)
    elif amount is not None:
        await flow_engine.open_flow(turn, "reach", amount[1])
    else:
        await _chosen(turn, _WORDS[words])
    return True


async def _ask(turn: Turn, currency: str) -> None:
    found = await service.outlook(turn.uow, turn.person, turn.terms, turn.now)
    assert turn.terms.schedule is not None
    said = tr("*Quand veux-tu être payée ?*") + Message((pay_days.rhythm(turn.terms, found.rhythm, found.least),))
    least = {each: turn.terms.minimum(currency, each) for each in Rhythm}
    said += tr(
        "• Chaque semaine, le {day}, dès {weekly}\n"
        "• Chaque mois, le {n}, dès {monthly}\n"
        "• À un montant que tu choisis, dès {amount}\n"
        "• Quand tu le demandes, dès {demand}",
        day=pay_days.WEEKDAYS[turn.terms.schedule.weekly],
        n=pay_days.day_of_month(turn.terms.schedule.monthly),
        **{each.value: sum_ for each, sum_ in least.items()},
    )
    await turn.say(said.with_choices(*RHYTHMS, PAY, columns=2))


async def _chosen(turn: Turn, rhythm: Rhythm) -> None:
    try:
        await service.choose(turn.uow, turn.person, turn.terms, rhythm)
    except BadInput as error:
        (why,) = faults.lines(error, "", turn.person.language)
        await turn.say(Message((Raw(why),)).with_choices(WHEN, MENU, columns=2))
        return
    found = await service.outlook(turn.uow, turn.person, turn.terms, turn.now)
    said = tr("C'est noté. 👍") + Message((pay_days.rhythm(turn.terms, rhythm, found.least),))
    said += next_payment(found)
    await turn.say(said.with_choices(PAY, WHEN, columns=2))


async def _now(turn: Turn) -> None:
    found = await service.ask(turn.uow, turn.person, turn.terms, turn.now)
    if found.open:
        said = tr("Un paiement est déjà en préparation ou en route : le suivant vient après.")
    elif found.payment is None:
        said = tr("Il faut *{least}* acceptés pour un paiement. Tu n'y es pas encore.", least=found.least)
    else:
        said = next_payment(found)
    await turn.say(said.with_choices(PAY, GAINS, columns=2))


async def reach_facts(turn: Turn, _state: reach.State) -> reach.Facts:
    """Load the terms, and the smallest sum of her country."""
    currency = eligibility.currency_of(turn.person.country)
    assert currency is not None, "`paiement` asks nothing where nobody is paid"
    return reach.Facts(turn.terms, turn.terms.minimum(currency, Rhythm.AMOUNT))


async def choose_reach(turn: Turn, command: ChooseReach) -> ReachChosen:
    """Store the sum from which she wants to be paid."""
    await service.choose(turn.uow, turn.person, turn.terms, Rhythm.AMOUNT, command.reach)
    found = await service.outlook(turn.uow, turn.person, turn.terms, turn.now)
    return ReachChosen(found.least, found.payment, found.day, found.asked, found.aside, found.stopped)


def next_payment(found: service.Outlook) -> Message:
    """What comes next for her, in words."""
    on_demand = found.rhythm is Rhythm.DEMAND
    about = {"asked": found.asked, "on_demand": on_demand, "stopped": found.stopped}
    return pay_days.outlook(found.payment, found.day, found.least, aside=found.aside, **about)


def choices(found: service.Outlook) -> tuple[Choice, ...]:
    """What she can do about when she is paid. « Paie-moi » is there only where it brings the payment forward."""
    can_ask = isinstance(found.payment, Payment) and found.sooner and not found.open
    return (WHEN, NOW) if can_ask else (WHEN,)
