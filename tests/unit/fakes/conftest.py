"""A fake Telegram, a fake WhatsApp, and clients of both."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import telegram as ptb

from tests.fakes.telegram import FakeTelegram, Person
from tests.fakes.whatsapp import Delivery, FakeWhatsApp, people
from tests.unit.fakes.hook import Hook


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


@pytest.fixture
async def whatsapp() -> AsyncIterator[FakeWhatsApp]:
    async with FakeWhatsApp(delivery=Delivery(first_pause=0.001)) as fake:
        yield fake


@pytest.fixture
async def hook(whatsapp: FakeWhatsApp) -> AsyncIterator[Hook]:
    """A bot's webhook, connected."""
    hook = Hook(whatsapp.account)
    async with hook:
        await whatsapp.connect(hook.url)
        yield hook


@pytest.fixture
async def binta(whatsapp: FakeWhatsApp) -> people.Person:
    """Binta has just written, so anything may be sent to her."""
    person = whatsapp.person("Binta")
    await person.says("bonjour")
    return person
