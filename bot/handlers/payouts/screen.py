"""The screen of `paiement`: where she is paid, her newest payments, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from backend.db.payouts.shown import LastPayout
from backend.domain.days import local_day
from backend.domain.messaging.message import Choice, Message, Raw, Tr, Value, tr
from backend.domain.messaging.texts import lines
from backend.domain.payouts.destinations import Destination
from backend.domain.payouts.states import HoldReason, PayoutState
from backend.domain.payouts.terms import Terms
from backend.services.payouts.destinations import Standing
from backend.services.payouts.timing.rhythms import Outlook
from bot.flows.payouts import pay_days
from bot.flows.payouts.destination import CHANGE
from bot.handlers.payouts import arrival, rhythm
from bot.i18n import formats

GAINS = Choice("/gains", "Mes gains")


def shown(standing: Standing, where: Destination, found: Outlook, terms: Terms, now: datetime, zone: str) -> Message:
    """The whole screen. `where`: she is paid there. `zone`: hers."""
    waits = standing.usable_at is not None and standing.usable_at > now
    said = tr("*Ta paie*") + tr("📱 {number}, au nom de {name}", number=Raw(where.shown), name=Raw(where.name))
    new = waits and found.payment is HoldReason.NEW_DESTINATION
    if waits and (new or not isinstance(found.payment, HoldReason)):  # others say themselves for what it waits
        assert standing.usable_at is not None
        said += tr("Par sécurité, rien n'y part avant {time}.", time=standing.usable_at)
    if standing.payouts:
        said += Message((lines(*(_line(each, standing.payouts, now, zone) for each in standing.payouts)),))
    if terms.schedule is None:
        said += tr(
            "Les jours de paie ne sont pas encore fixés. L'équipe envoie la paie dès {minimum} acceptés. Je "
            "t'écris à chaque paiement.",
            minimum=terms.minimum(found.least.currency),
        )
        if (found.payment is not None or found.stopped) and not waits:
            said += rhythm.next_payment(found)  # with the fee, or why it waits
        return said.with_choices(*arrival.choices_among(standing.payouts), CHANGE, GAINS, columns=2)
    said += Message((pay_days.rhythm(terms, found.rhythm, found.least),))
    if not new:
        said += rhythm.next_payment(found)
    return said.with_choices(*arrival.choices_among(standing.payouts), *rhythm.choices(found), CHANGE, GAINS, columns=2)


def _short(day: date) -> Raw:
    """A day without the weekday: with several payments the screen would be too long."""
    return Raw(formats.short_day(day))


def _line(found: LastPayout, among: Sequence[LastPayout], now: datetime, zone: str) -> Tr:
    shown: dict[str, Value] = {
        "sum": found.amount,
        "date": _short(local_day(found.settled_at or found.sent_at or found.proposed_at, zone)),
        "where": Raw(f"…{found.tail}") if found.tail else Tr("ton compte d'avant"),
    }
    if found.claim is not None and found.promised is not None:
        shown |= {"claim": str(found.claim), "promised": _short(found.promised)}
        if found.promised < local_day(now, zone):
            return Tr("❓ {sum} du {date} : réponse en retard, prévue le {promised} (n° {claim})", shown)
        return Tr("❓ {sum} du {date} : réponse d'ici le {promised} (n° {claim})", shown)
    match found.state:
        case PayoutState.PAID if found.arrived is False:
            sent = found.sent_at or found.settled_at or found.proposed_at
            shown |= {"date": _short(local_day(sent, zone))}
            return Tr("❓ {sum} envoyés le {date}, non reçus selon toi", shown)
        case PayoutState.PAID:
            return Tr("✅ {sum} → {where}, payés le {date}", shown)
        case PayoutState.FAILED if arrival.taken_again(found, among):
            return Tr("⚠️ {sum} non reçus le {date}, repris dans la paie d'après", shown)
        case PayoutState.FAILED:
            return Tr("⚠️ {sum} non reçus le {date}, de nouveau dans tes gains", shown)
        case PayoutState.SENT:
            return Tr("🚚 {sum} → {where}, en route depuis le {date}", shown)
        case _:
            return Tr("🕓 {sum} en préparation depuis le {date}", shown)
