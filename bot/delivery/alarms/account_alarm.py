"""The alarm when a platform rates our account lower, lowers its daily limit or switches the number off, and the
all-clear: in the log, and to admins."""

from __future__ import annotations

import logging
from datetime import datetime

from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import account_conditions
from backend.domain.messaging import channels
from backend.domain.messaging.accounts import WORKING, AccountCondition, worse
from backend.domain.messaging.message import Message, Raw, tr, trn
from bot.delivery.alarms.alarm import tell_admins

log = logging.getLogger(__name__)


async def look(uow: UnitOfWork, channel: str, condition: AccountCondition, now: datetime) -> list[str]:
    """Store the condition of an account, and tell of a change for the worse, or that all is well again. Returns the
    channels with new messages."""
    kept = await account_conditions.find(uow, channel)
    before = kept.condition if kept is not None else AccountCondition()
    await account_conditions.keep(uow, channel, condition, now)
    where = Raw(channels.team_label(channel))
    if worse(before, condition):
        log.critical("%s: the account is %s", channel, in_words(condition))
        return await tell_admins(uow, _fallen(before, condition, where), now)
    if before.wrong and not condition.wrong:
        log.warning("%s: the account is well again: %s", channel, in_words(condition))
        return await tell_admins(uow, tr("✅ *{channel}* note de nouveau bien notre compte.", channel=where), now)
    return []


def in_words(condition: AccountCondition) -> str:
    """The condition for operators, such as "connected, quality green, up to 1000 people a day are written to first"."""
    said = [condition.status] if condition.status else []
    if condition.quality:
        said.append(f"quality {condition.quality}")
    if condition.people_a_day is not None:
        said.append(f"up to {condition.people_a_day} people a day are written to first")
    elif condition.tier:
        said.append("no daily limit" if condition.tier == "TIER_UNLIMITED" else f"daily limit {condition.tier}")
    return ", ".join(said) or "not described"


def _fallen(before: AccountCondition, now: AccountCondition, where: Raw) -> Message:
    said = Message()
    if now.status not in WORKING and now.status != before.status:
        said += tr(
            "⚠️ Notre numéro sur *{channel}* ne marche plus comme il faut ({status}). Il faut regarder le compte chez "
            "la plateforme.",
            channel=where,
            status=Raw(now.status),
        )
    if now.quality != before.quality and now.quality == "red":
        said += tr(
            "⚠️ *{channel}* note notre compte en rouge : beaucoup de personnes nous bloquent ou nous signalent. "
            "N'envoie plus d'annonce tant que c'est rouge.",
            channel=where,
        )
    elif now.quality != before.quality and now.quality == "yellow":
        said += tr(
            "⚠️ *{channel}* note notre compte en jaune : des personnes nous bloquent ou nous signalent. Envoie moins "
            "d'annonces, et seulement à qui elles servent.",
            channel=where,
        )
    limit = now.people_a_day
    if limit is not None and before.tier and (before.people_a_day is None or limit < before.people_a_day):
        said += trn(
            "⚠️ *{channel}* baisse notre limite : {n} personne par jour à qui écrire en premier.",
            "⚠️ *{channel}* baisse notre limite : {n} personnes par jour à qui écrire en premier.",
            limit,
            channel=where,
        )
    return said
