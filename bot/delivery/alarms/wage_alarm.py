"""Tell those who can act on it, once, when the measured pace of a project falls below a minimum wage."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.domain import money
from backend.domain.messaging.message import Choice, Francs, Message, Raw, tr, trn
from backend.services.work import top_ups
from backend.services.work.top_ups import TopUp
from bot.delivery.alarms.alarm import tell_admins
from bot.flows.work.minimum_pay import underpaid


async def look(uow: UnitOfWork, now: datetime) -> list[str]:
    """Look at all projects. Returns the channels with new messages."""
    told: set[str] = set()
    for found in await top_ups.fallen(uow, now):
        told.update(await tell_admins(uow, _said(found), now, action="steer projects"))
    return sorted(told)


def _said(found: TopUp) -> Message:
    assert found.hourly is not None
    said = tr("⚠️ *{title}* prend plus de temps que prévu et paie moins que le minimum légal.", title=Raw(found.title))
    said += Message((underpaid(found.hourly, found.below),))
    project = Choice(f"/projets {found.project_id}", "Voir le projet")
    if not found.supplements:
        return said.with_choices(project)
    said += trn(
        "{n} femme a gagné moins que ce minimum pour son temps : il lui manque {sum}.",
        "{n} femmes ont gagné moins que ce minimum pour leur temps : il leur manque {sum}.",
        len(found.supplements),
        sum=Francs(money.francs(found.total)),
    )
    return said.with_choices(Choice(f"/projets {found.project_id} complement", "➕ Compléter la paie"), project)
