"""Telegram takes more than 30 messages a second only of those who pay for it, and only where each says so."""

from __future__ import annotations

import pytest

from backend.db.engine.uow import Database
from backend.domain.messaging.message import tr
from bot.channels.base import Outgoing
from bot.channels.files import StoredFiles
from bot.channels.telegram.channel import Telegram
from tests.fakes.telegram import FakeTelegram


@pytest.mark.parametrize(("per_second", "paid"), [(30.0, False), (30.5, True)])
async def test_only_an_account_above_the_free_limit_offers_to_pay(
    database: Database, per_second: float, paid: bool
) -> None:
    async with FakeTelegram() as fake:
        awa = fake.person("Awa")
        await awa.says("bonjour")
        telegram = Telegram(fake.token, fake.url, StoredFiles(database), per_second)
        await telegram.open()
        try:
            await telegram.send(Outgoing(1, awa.address, tr("Bonjour !")))
        finally:
            await telegram.close()
        (sent,) = [call for call in fake.calls if call.method == "sendMessage"]
        assert bool(sent.params.get("allow_paid_broadcast")) == paid
