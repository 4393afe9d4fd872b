"""Answer what somebody asks about her earnings and her pay beside the open question."""

from __future__ import annotations

from contextlib import suppress

from backend.domain import days
from backend.domain.errors import BadInput
from backend.domain.messaging.intents import Intent
from backend.domain.messaging.message import Francs, Message, Tr, tr
from backend.domain.money import FRANCS_PER_EURO, UNITS_PER_WHOLE, Money
from backend.domain.payouts import eligibility
from backend.domain.payouts.terms import Rhythm
from backend.services.earnings import service as earning_service
from backend.services.payouts import leavers
from backend.services.payouts.timing import dates as pay_dates
from backend.services.payouts.timing import rhythms
from bot.flows.earnings import promises
from bot.flows.payouts import pay_days
from bot.handlers.earnings import commands as earnings_commands
from bot.handlers.engine.turn import Turn

HERS = tr("Tout ce que tu gagnes reste à toi.")


async def earned(turn: Turn, intent: Intent) -> Message:
    """Her earnings in two lines, without the picture."""
    figures = await earning_service.figures(turn.uow, turn.person, turn.now)
    dates = await pay_dates.of(turn.uow, turn.person, turn.terms, turn.now)
    said = earnings_commands.sums(figures, dates, turn.person.zone)
    if intent == "money":
        unnamed = figures.ever.all and not dates.payments.named
        return said + Message((promises.HOW_PAID,)) if unnamed else said
    return said + HERS + await _paid(turn, intent)


_NAMES = {"MGA": Tr("ariary"), "CDF": Tr("francs congolais"), "GNF": Tr("francs guinéens")}
_SHOWN = 1_000
"""F CFA whose worth in another currency is told."""


def currency(turn: Turn) -> Message | None:
    """In which currency she is paid, and what that is worth now; None where it is the F CFA."""
    hers = eligibility.currency_of(turn.person.country)
    if hers not in _NAMES:
        return None
    said = tr(
        "Tout se compte en F CFA, pour toutes. Ta paie part en {currency}, au taux du jour où je la prépare.",
        currency=_NAMES[hers],
    )
    with suppress(BadInput):  # no rate may be used today
        rate = turn.terms.rate(hers, days.local_day(turn.now, turn.person.zone))
        worth = Money(int(_SHOWN / FRANCS_PER_EURO * rate) * UNITS_PER_WHOLE, hers)
        said += tr("Aujourd'hui, {francs} font {sum}.", francs=Francs(_SHOWN), sum=worth)
    return said + tr("Ta prochaine paie : écris « paiement ».")


async def _paid(turn: Turn, intent: Intent) -> Message:
    """When she is paid, and what she can do about it."""
    said = await _when_paid(turn)
    if intent in ("unpaid", "received"):
        said += tr("Pour la suivre, ou dire qu'elle n'est pas arrivée : écris « paiement ».")
        return said + tr("Si une somme te semble fausse : écris « huber ».")
    if turn.terms.schedule is None:  # the promise says where she names her number
        return said
    return said + tr("Pour voir ou changer où elle va : écris « paiement ».")


async def _when_paid(turn: Turn) -> Message:
    """When she is paid: as she has chosen, with what comes next; else as her country is."""
    currency = eligibility.currency_of(turn.person.country)
    if turn.terms.schedule is None or currency is None or not await leavers.may_be_paid(turn.uow, turn.person):
        return Message((pay_days.promise(turn.terms, turn.person.country),))
    found = await rhythms.outlook(turn.uow, turn.person, turn.terms, turn.now)
    said = Message((pay_days.rhythm(turn.terms, found.rhythm, found.least),))
    if found.payment is None and found.rhythm is not Rhythm.DEMAND and not found.asked and not found.stopped:
        return said  # from which sum on she is paid is said
    about = {"asked": found.asked, "on_demand": found.rhythm is Rhythm.DEMAND, "stopped": found.stopped}
    return said + pay_days.outlook(found.payment, found.day, found.least, aside=found.aside, **about)
