"""Ledger and work are compared each day; the log and the admins hear when they do not agree, and when they do again."""

from __future__ import annotations

import logging
from datetime import datetime

from backend.db.earnings import ledger
from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.domain.messaging.message import tr, trn
from bot.delivery.alarm import tell_admins

log = logging.getLogger(__name__)

NOTED = "ledger"
"""The setting that holds the lines that were told last."""


async def look(uow: UnitOfWork, now: datetime) -> list[str]:
    """The same disagreements are told once. The channels that have something new."""
    found, told = await ledger.disagreements(uow), await ticks.setting(uow, NOTED) or []
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
    return await tell_admins(uow, said, now)
