"""What integration tests share: the whole product in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from backend.db.uow import Database
from tests.fakes.telegram import FakeTelegram
from tests.integration.scenes import agreement
from tests.product import Product


@pytest.fixture
async def product(database: Database) -> AsyncIterator[Product]:
    """The product on an empty database, with a fake Telegram. It must end in good order: no call that
    breaks the platform's contract, no tap without an answer, no error in the log, books that agree."""
    async with FakeTelegram() as telegram:
        product = Product(telegram, database)
        await product.start()
        try:
            yield product
            await product.settled()
        finally:
            await product.stop()
        assert telegram.violations == []
        assert telegram.unanswered == 0
        assert [call for call in telegram.calls if call.method == "answerCallbackQuery" and call.status != 200] == []
        assert [record.getMessage() for record in product.errors] == []
        assert await agreement(database) == []
