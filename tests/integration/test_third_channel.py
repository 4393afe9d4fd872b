"""A channel that the product does not know: its folder (`tests/channels/sms`) and its row are all that it takes."""

from __future__ import annotations

from itertools import count

import pytest

from backend.db.engine.uow import Database
from backend.domain.messaging import channels
from bot import app as composition
from bot.channels.base import Received
from bot.settings import Settings
from tests.channels.sms.channel import Sms
from tests.channels.sms.row import SMS
from tests.database import Lent
from tests.integration.scenes import agreement
from tests.product import ADMIN_CODE, ONCE_MORE, Product, comments

AWA, PAUL = "2250700112233", "2250700445566"
NAMES = {AWA: "Awa", PAUL: "Paul"}


class OnSms(Product):
    """The product on SMS alone."""

    def __init__(self, database: Database) -> None:
        super().__init__(None, database)
        self.sms = Sms()
        self._keys = count()

    def _built(self, settings: Settings) -> composition.App:
        return composition.build(settings, Lent(self.database), {self.sms.name: self.sms})

    async def writes(self, address: str, text: str) -> str:
        """Somebody writes, and gets exactly one message."""
        before = len(self.sms.told[address])
        store = self.app.intake.store_for(self.sms.name)
        await store([Received(address, str(next(self._keys)), {"text": text}, NAMES[address])])
        await self.settled()
        (answer,) = self.sms.told[address][before:]
        return answer


def number(label: str, message: str) -> str:
    """What to type for a choice."""
    found = [line.partition(".")[0] for line in message.splitlines() if line.partition(". ")[2] == label]
    assert found, f"no {label} in: {message}"
    return found[0]


async def test_a_third_channel_takes_a_folder_and_a_row(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(channels.TABLE, SMS.name, SMS)
    product = OnSms(database)
    await product.start()
    try:
        await product.project(data=comments(2))
        said = await product.writes(AWA, f"start {await product.code()}")
        for label in ("J'accepte", "💼 Mon activité"):
            said = await product.writes(AWA, number(label, said))
        said = await product.writes(AWA, "plus tard")
        said = await product.writes(AWA, "pas de rappel")
        said = await product.writes(AWA, "1")  # the practice task
        product.app.clock.forward(ONCE_MORE)
        said = await product.writes(AWA, number("Accepter", said))
        product.app.clock.forward(ONCE_MORE)
        assert "Commentaire numéro 1" in said
        said = await product.writes(AWA, number("Acceptable", said))
        assert "✅ Noté" in said and "Commentaire numéro 2" in said
        assert "2 tâches" in await product.writes(AWA, "gains")

        await product.writes(PAUL, f"start {ADMIN_CODE}")
        assert "SMS : ✉️" in (await product.writes(PAUL, "messages par messagerie"))
        on_it = await product.writes(PAUL, "combien de tâches aujourd'hui sur téléphone simple")
        assert on_it.startswith("SMS\n\nAujourd'hui\n✅ 2 tâches")
        assert "📱 SMS …2233" in await product.writes(PAUL, "personne Awa")
    finally:
        await product.stop()
    assert [record.getMessage() for record in product.errors] == []
    assert await agreement(product.database) == []
