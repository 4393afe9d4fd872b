"""The alarm if the ledger and the work done disagree, and the all-clear. They are compared once a day."""

from __future__ import annotations

import logging
from datetime import datetime

from backend.db.earnings import ledger_check, service_figures
from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.message import tr, trn
from backend.domain.payouts.alarms import StopReason
from backend.services.payouts import stopping
from bot.delivery.alarms.alarm import tell_admins

log = logging.getLogger(__name__)

NOTED = "ledger"
"""The setting with the disagreements that were reported last."""


async def look(uow: UnitOfWork, now: datetime) -> list[str]:
    """Compare ledger and work; the same disagreements are reported once, and stop payouts. Returns the channels with
    new messages."""
    found, told = await ledger_check.disagreements(uow), await ticks.setting(uow, NOTED) or []
    await service_figures.note_check(uow, found, now)
    if found == told:
        return []
    await ticks.set_setting(uow, NOTED, found)
    if not found:
        log.warning("ledger and work agree again")
        return await tell_admins(uow, tr("✅ Les comptes tombent juste de nouveau."), now)
    for line in found:
        log.critical("ledger: %s", line)
    said = trn(
        "⚠️ Les comptes ne tombent pas juste : {n} écart entre le travail et ce qui est noté à payer. Le détail est "
        "dans le journal du serveur ; « hiteuses ledger check » le redonne. Rien n'est changé tout seul.",
        "⚠️ Les comptes ne tombent pas juste : {n} écarts entre le travail et ce qui est noté à payer. Le détail est "
        "dans le journal du serveur ; « hiteuses ledger check » le redonne. Rien n'est changé tout seul.",
        len(found),
    )
    if await stopping.stop(uow, StopReason.LEDGER, f"ledger and work do not agree: {found[0]}", now):
        said += tr("Les paiements s'arrêtent jusqu'à ce qu'une personne les reprenne dans « paiements ».")
    return await tell_admins(uow, said, now)
