"""The alarm when payouts stop by themselves: in the log, and to those who may pay."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.message import Choice, Message, Tr, tr
from backend.domain.payouts.alarms import StopReason
from backend.services.payouts import stopping
from backend.services.payouts.settling import Settled
from bot.delivery.alarms.alarm import tell_admins

log = logging.getLogger(__name__)

REASONS: Mapping[StopReason, Tr] = {
    StopReason.BALANCE: Tr("notre compte chez l'opérateur de paiement n'a plus assez d'argent pour tout envoyer"),
    StopReason.ACCOUNT: Tr("l'opérateur de paiement refuse notre accès ; il faut vérifier la clé"),
    StopReason.FAILURES: Tr("trop de paiements ont échoué en un jour"),
    StopReason.LEDGER: Tr("les comptes ne tombent pas juste"),
    StopReason.CONTRADICTION: Tr("l'opérateur de paiement se contredit sur un paiement"),
    StopReason.UNKNOWN: Tr("l'opérateur de paiement ne connaît pas un paiement envoyé depuis plus d'un jour"),
    StopReason.HAND: Tr("une personne de l'équipe l'a demandé"),
    StopReason.RESTORED: Tr("nos données viennent d'une sauvegarde ; il faut vérifier ce qui a été payé depuis"),
}

OUT_OF_FUNDS = frozenset({"insufficient-funds", "PAWAPAY_WALLET_OUT_OF_FUNDS"})
"""A provider's reasons for which our own account is empty."""


async def give(uow: UnitOfWork, reason: StopReason, line: str, now: datetime) -> list[str]:
    """Stop payouts and raise the alarm, once until somebody goes on. `line`: what happened, in English, for operators.
    Returns the channels with new messages."""
    if not await stopping.stop(uow, reason, line, now):
        return []
    log.critical("payouts stop: %s", line)
    return await tell_admins(uow, _said(reason), now, action="approve payouts")


async def if_empty(uow: UnitOfWork, settled: Settled | None, now: datetime) -> list[str]:
    """Stop payouts if a payment came back because our own account is empty. Returns the channels with new messages."""
    if settled is None or settled.reason not in OUT_OF_FUNDS:
        return []
    line = f"payment {settled.payout_id} was refused: {settled.reason}"
    return await give(uow, StopReason.BALANCE, line, now)


def _said(reason: StopReason) -> Message:
    said = tr("⚠️ Les paiements sont arrêtés : {why}.", why=REASONS[reason])
    said += tr(
        "Rien de nouveau ne part. Ce qui est en route est suivi. Quand c'est réglé, une personne relance les envois."
    )
    return said.with_choices(
        Choice("/paiements", "💵 Paiements"), Choice("/paiements reprendre", "▶️ Reprendre"), columns=2
    )
