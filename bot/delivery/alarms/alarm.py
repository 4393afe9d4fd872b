"""The alarm when a platform refuses the product's account, and the all-clear: in the log, and to admins on
another channel of theirs."""

from __future__ import annotations

import logging
from datetime import datetime

from backend.db.engine import health, ticks
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing, outgoing, traffic
from backend.domain.messaging import channels
from backend.domain.messaging.message import Message, Raw, tr
from backend.domain.people.permissions import Action

log = logging.getLogger(__name__)


def _key(channel: str) -> str:
    return f"{health.ALARM}{channel}"


async def standing(uow: UnitOfWork, channel: str) -> bool:
    """Whether the alarm is on, whichever process raised it."""
    return await ticks.setting(uow, _key(channel)) is not None


async def give(uow: UnitOfWork, channel: str, reason: str, now: datetime) -> list[str]:
    """Raise the alarm once, however many messages and processes meet the refusal. Returns the
    channels with new messages."""
    if await standing(uow, channel):
        return []
    await ticks.set_setting(uow, _key(channel), {"at": now.isoformat(), "reason": reason})
    log.critical("%s: nothing can be sent, nothing is lost: %s", channel, reason)
    await traffic.tally(uow, channel, {"alarm": 1})
    said = tr(
        "⚠️ Je ne peux plus rien envoyer sur *{channel}* : notre compte y est refusé. Rien n'est perdu, les "
        "messages attendent. Il faut vérifier le jeton d'accès du service.",
        channel=Raw(channels.team_label(channel)),
    )
    return await tell_admins(uow, said, now, but=channel)


async def clear(uow: UnitOfWork, channel: str, now: datetime) -> list[str]:
    """The account works again: give the all-clear. Returns the channels with new messages."""
    if not await standing(uow, channel):
        return []
    await ticks.set_setting(uow, _key(channel), None)
    log.warning("%s: messages can be sent again", channel)
    said = tr("✅ Les messages partent de nouveau sur *{channel}*.", channel=Raw(channels.team_label(channel)))
    return await tell_admins(uow, said, now, but=channel)


async def tell_admins(
    uow: UnitOfWork, said: Message, now: datetime, *, but: str = "", action: Action = "see queues"
) -> list[str]:
    """Tell each admin who may do this action, on another channel than `but`. Returns the channels with new messages."""
    told = set()
    for admin in await contact_routing.who_may(uow, action, hubers=False):
        chats = [admin, *await contact_routing.others(uow, admin.person_id, admin.id)]
        chat = next((chat for chat in chats if chat.channel != but), None)
        if chat is not None:
            await outgoing.say_plainly(uow, admin.person_id, chat.id, chat.channel, said, now)
            told.add(chat.channel)
    return sorted(told)
