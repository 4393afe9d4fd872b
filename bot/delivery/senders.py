"""Tell people who wrote to many, once per batch, how many did not get their message."""

from __future__ import annotations

from datetime import datetime

from backend.db.announcements import senders as rows
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import contact_routing, outgoing
from backend.domain.messaging.message import Message, trn


async def tell(uow: UnitOfWork, now: datetime) -> list[str]:
    """Tell the senders. Returns the channels with new messages."""
    told = set()
    for each in await rows.untold(uow, now):
        chat = await contact_routing.of(uow, each.sender_id)
        if chat is None or not (each.held or each.lost):
            continue
        await outgoing.say_plainly(uow, each.sender_id, chat.id, chat.channel, _said(each.held, each.lost), now)
        told.add(chat.channel)
    return sorted(told)


def _said(held: int, lost: int) -> Message:
    message = Message()
    if held:
        message += trn(
            "⏳ {n} personne verra ton message quand elle écrira de nouveau.",
            "⏳ {n} personnes verront ton message quand elles écriront de nouveau.",
            held,
        )
    if lost:
        message += trn(
            "❌ {n} personne n'a pas pu recevoir ton message.",
            "❌ {n} personnes n'ont pas pu recevoir ton message.",
            lost,
        )
    return message
