"""While the database is away WhatsApp is asked to come again, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from backend.db.engine.uow import Database
from backend.db.server import migrate
from tests.fakes.whatsapp import Delivery, FakeWhatsApp
from tests.integration.operations.test_outages import Own, own
from tests.integration.whatsapp.test_joining import working
from tests.product import PATIENCE, Product

__all__ = ["own"]


@pytest.fixture
async def product(own: Own) -> AsyncIterator[Product]:
    migrate.upgrade(own.url)
    database = Database(own.url)
    async with FakeWhatsApp(delivery=Delivery(first_pause=0.02, longest_pause=0.1)) as whatsapp:
        product = Product(None, database, whatsapp)
        await product.start()
        try:
            yield product
        finally:
            await product.stop()
            await database.close()
            own.stop()


async def refused(whatsapp: FakeWhatsApp) -> None:
    """Wait until the webhook has answered 503."""
    async with asyncio.timeout(PATIENCE):
        while not whatsapp.webhook.statuses[503]:  # noqa: ASYNC110 (the platform's own count)
            await asyncio.sleep(0.005)


async def test_the_webhook_answers_503_and_what_came_is_heard_afterwards(product: Product, own: Own) -> None:
    awa = await working(product)
    own.stop()
    await awa.says("haine")
    await awa.says("gains")
    await refused(product.whatsapp)
    own.start()
    await product.database.close()  # the test's own connections, of before
    noted, gains = await awa.hears(2, timeout=PATIENCE)
    assert "✅ Noté" in noted.text and "Tes gains" in gains.text
    assert set(product.whatsapp.webhook.statuses) <= {200, 503}
    assert product.whatsapp.repeated == {}
