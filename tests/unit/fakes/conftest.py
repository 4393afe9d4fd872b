"""A fake Telegram, and clients of it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import telegram as ptb

from tests.fakes.telegram import FakeTelegram, Person


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram(webhook_pause=0.001) as fake:
        yield fake


@pytest.fixture
async def bot(telegram: FakeTelegram) -> AsyncIterator[ptb.Bot]:
    root = telegram.url
    async with ptb.Bot(telegram.token, f"{root}/bot", f"{root}/file/bot") as client:
        yield client


@pytest.fixture
async def awa(telegram: FakeTelegram) -> Person:
    """Awa has written, so the bot may write to her; it has that update behind it."""
    person = telegram.person("Awa")
    await person.says("bonjour")
    telegram.world.updates.forget()
    return person


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
