"""When and how she is paid, in words: what the terms of payment promise, and what she has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from backend.domain.messaging.message import Message, Tr, Value, tr
from backend.domain.money import Money
from backend.domain.payouts import eligibility
from backend.domain.payouts.amounts import Payment
from backend.domain.payouts.states import HoldReason
from backend.domain.payouts.terms import Rhythm, Terms

WEEKDAYS = (Tr("lundi"), Tr("mardi"), Tr("mercredi"), Tr("jeudi"), Tr("vendredi"), Tr("samedi"), Tr("dimanche"))
NO_DAY = Tr("Jours de paie pas encore fixés. Où te payer : écris « paiement ».")
"""What is promised while the terms name no day of payment."""
NO_DAY_SHORT = Tr("Jours de paie : pas encore fixés.")


def promise(terms: Terms, country: str) -> Tr:
    """When and how people of a country are paid, in one sentence."""
    currency = eligibility.currency_of(country)
    if terms.schedule is None or currency is None:
        return NO_DAY
    shown: dict[str, Value] = {"day": WEEKDAYS[terms.schedule.weekly], "least": terms.minimum(currency)}
    return Tr("Tu es payée le {day} dès {least}, par mobile money : écris « paiement ».", shown)


def promise_in_help(terms: Terms, country: str) -> Tr:
    """The same after "ta paie", for the help."""
    currency = eligibility.currency_of(country)
    if terms.schedule is None or currency is None:
        return Tr("jours pas encore fixés")
    shown: dict[str, Value] = {"day": WEEKDAYS[terms.schedule.weekly], "least": terms.minimum(currency)}
    return Tr("le {day} dès {least}, par mobile money", shown)


def promise_in_terms(terms: Terms, country: str) -> Tr:
    """The same in short, for the conditions."""
    currency = eligibility.currency_of(country)
    if terms.schedule is None or currency is None:
        return NO_DAY_SHORT
    shown: dict[str, Value] = {"day": WEEKDAYS[terms.schedule.weekly], "least": terms.minimum(currency)}
    return Tr("Paie chaque {day} dès {least}, par mobile money.", shown)


def rhythm(terms: Terms, chosen: Rhythm, least: Money) -> Tr:
    """What she has chosen. `least`: the smallest sum that is paid then."""
    schedule = terms.schedule
    assert schedule is not None
    shown: dict[str, Value] = {"least": least, "day": WEEKDAYS[schedule.weekly], "n": day_of_month(schedule.monthly)}
    match chosen:
        case Rhythm.WEEKLY:
            return Tr("📅 Tu es payée chaque {day}, dès {least} acceptés.", shown)
        case Rhythm.MONTHLY:
            return Tr("📅 Tu es payée le {n} de chaque mois, dès {least} acceptés.", shown)
        case Rhythm.AMOUNT:
            return Tr("📅 Tu es payée au premier jour de paie où tu as {least} acceptés.", shown)
        case Rhythm.DEMAND:
            return Tr("📅 Tu es payée quand tu le demandes, dès {least} acceptés.", shown)


def day_of_month(day: int) -> str:
    """Its number as it is said in French: only the first is counted ("le 1er")."""
    return "1er" if day == 1 else str(day)


def outlook(
    found: Payment | HoldReason | None,
    day: date | None,
    least: Money,
    *,
    asked: bool,
    on_demand: bool = False,
    aside: Money | None = None,
    stopped: bool = False,
) -> Message:
    """What comes next: the payment with its day and fee, or why there is none yet. `asked`: she has asked for it;
    without this, a payment on demand has no `day`. `aside`: what is set aside of it for her project. `stopped`: no
    payment is sent at present, so no day is promised."""
    if stopped and not isinstance(found, HoldReason):
        return Message((STOPPED,))
    if found is None and on_demand and not asked:
        return tr("💵 Dès que *{least}* sont acceptés : écris « paiement maintenant » pour les recevoir.", least=least)
    if found is None:
        return tr("💵 Dès que *{least}* sont acceptés, ils partent avec l'envoi suivant.", least=least)
    if isinstance(found, HoldReason):
        return Message((WAITS[found],))
    if day is None:
        return tr("💵 *{sum}* peuvent partir.", sum=found.amount) + _aside(aside) + _fee(found)
    said = tr("💵 Prochain paiement : *{date}*, {sum}.", date=day, sum=found.amount)
    if asked:
        said = tr("⚡ Comme demandé : *{date}*, {sum}.", date=day, sum=found.amount)
    return said + _aside(aside) + _fee(found)


def _aside(aside: Money | None) -> Message:
    """Why the payment is less than what is accepted."""
    return tr("🌱 Et {sum} vont de côté pour ton projet.", sum=aside) if aside is not None else Message(())


def _fee(found: Payment) -> Message:
    said = Message(())
    if found.fee.units and found.hers:
        said += tr("Frais du transfert, pris sur ta paie : {fee}.", fee=found.fee)
    elif found.fee.units:
        said += tr("Les frais du transfert sont pour nous.")
    if found.capped:
        said += tr("Plafond de ton compte atteint, le reste suit.")
    return said


STOPPED = Tr("⏸ En ce moment, aucune paie ne part : l'équipe s'en occupe. Ton argent reste à toi, il part après.")
"""While all payments are stopped."""
WAITS: Mapping[HoldReason, Tr] = {
    HoldReason.NO_DESTINATION: Tr("⏸ Ta paie attend que tu dises où la recevoir : écris « paiement »."),
    HoldReason.NEW_DESTINATION: Tr("⏸ Ton numéro est nouveau : par sécurité, ta paie attend 24 heures."),
    HoldReason.CHAT_LOCKED: Tr(
        "⏸ Une de tes messageries a été fermée par sécurité : ta paie attend. Redonne ton numéro avec « paiement "
        "changer » et ton code secret, ou écris « huber »."
    ),
    HoldReason.JUST_JOINED: Tr(
        "⏸ Un compte vient d'être réuni au tien : par sécurité, ta paie attend 7 jours. Redonne ton numéro avec "
        "« paiement changer » et ton code secret pour n'attendre que 24 heures."
    ),
    HoldReason.NO_RATE: Tr(
        "⏸ Le cours de ta monnaie n'est pas à jour : ta paie attend. Elle reste à toi, l'équipe est prévenue."
    ),
    HoldReason.HELD_BACK: Tr(
        "✋ L'équipe garde ta paie le temps de vérifier ton compte. Écris « huber » pour en parler."
    ),
    HoldReason.OTHER_FEE: Tr("⏸ Les frais du transfert ont changé : ta paie est dans le prochain envoi."),
    HoldReason.SHARED_DESTINATION: Tr(
        "⏸ Une autre personne est payée sur ce numéro : ta paie attend que l'équipe vérifie. Écris « huber »."
    ),
}
"""Why her payment waits, and what she can do."""
