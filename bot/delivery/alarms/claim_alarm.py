"""Reminds finance of claims whose promised day is over; of each once."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import claims
from backend.domain.messaging.message import Choice, trn
from bot.delivery.alarms.alarm import tell_admins


async def look(uow: UnitOfWork, now: datetime) -> list[str]:
    """Tell those who may answer of claims that are late since the last call. Returns the channels with new messages."""
    late = await claims.take_late(uow, now)
    if not late:
        return []
    said = trn(
        "⏰ {n} réclamation attend encore, et le jour promis est passé.",
        "⏰ {n} réclamations attendent encore, et le jour promis est passé.",
        len(late),
    )
    said = said.with_choices(Choice("/paiements reclamations", "📮 Réclamations"))
    return await tell_admins(uow, said, now, action="approve payouts")
