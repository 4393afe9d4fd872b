"""Tell those who can act on it, once, when the measured pace of a project falls below a minimum wage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from backend.db.engine.uow import UnitOfWork
from backend.domain import money
from backend.domain.messaging.message import Choice, Francs, Message, Raw, Tr, Value, tr, trn
from backend.domain.messaging.texts import beside
from backend.domain.people import places
from backend.domain.work.minimum_pay import Floor
from backend.services.work import top_ups
from backend.services.work.top_ups import TopUp
from bot.delivery.alarms.alarm import tell_admins

NAMED = 3
"""The most countries whose minimum wage is named, the highest first."""


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


def underpaid(hourly: Fraction, below: Sequence[Floor]) -> Tr:
    """The pay of an hour at the measured pace, beside the minimum wages above it."""
    brings = Tr("⚖️ À son rythme mesuré : *{hourly}* de l'heure", {"hourly": Francs(int(hourly))})
    return beside(brings, *(_floor(floor) for floor in below[:NAMED]))


def _floor(floor: Floor) -> Tr:
    values: dict[str, Value] = {
        "where": places.country(floor.country).within,
        "wage": Francs(round(floor.hour)),
        "year": str(floor.year),
    }
    return Tr("minimum {where} : {wage} ({year})", values)
