from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.unit.bot.channels.whatsapp_graph import Number, number_on_loopback


@pytest.fixture
async def number() -> AsyncIterator[Number]:
    async with number_on_loopback() as found:
        yield found
