"""The product on both platforms, receiving whatever comes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from backend.db.engine.uow import Database
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import FakeWhatsApp
from tests.payloads.receiving import Receiver
from tests.product import Product


@pytest.fixture
async def receiver(database: Database) -> AsyncIterator[Receiver]:
    async with FakeTelegram() as telegram, FakeWhatsApp() as whatsapp:
        product = Product(telegram, database, whatsapp)
        await product.start()
        try:
            async with Receiver(product) as receiver:
                yield receiver
        finally:
            await product.stop()
