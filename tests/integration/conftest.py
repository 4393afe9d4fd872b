"""What integration tests share: the whole product in one process."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import pytest

import tests.product
from backend.db.engine.uow import Database
from backend.domain.work.formats.project_files import read_config
from backend.services.identity import identity_verification
from bot import app as composition
from bot.delivery import relay
from bot.web import intake
from tests.database import in_use
from tests.fakes.telegram import FakeTelegram
from tests.fakes.whatsapp import Delivery, FakeWhatsApp
from tests.integration.scenes import agreement
from tests.logs import restored
from tests.product import Product


@pytest.fixture(scope="session", autouse=True)
def _nothing_gathered() -> Iterator[None]:
    """Nothing waits for more to be written with it: a test has one person who says one thing at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "GATHER_SECONDS", 0.0)
        patch.setattr(relay, "GATHER_SECONDS", 0.0)
        patch.setattr(relay, "GATHER_MORE", 0.0)
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_secret_numbers() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity_verification, "COST", (2, 8, 1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _configurations_read_once() -> Iterator[None]:
    """Hundreds of tests begin with the same practice project and the same few projects: each text is parsed once."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (composition, tests.product):
            patch.setattr(module, "read_config", cache(read_config))
        yield


OURS = (
    *("DATABASE_URL", "HITEUSES_", "HOST", "PORT", "PUBLIC_URL", "ADMIN_", "DATA_", "LOG_"),
    *("TELEGRAM_", "WHATSAPP_", "WAVE_", "PAWAPAY_"),
)


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Commands run in this process, with nothing of this machine's settings. Logging is as it was afterwards."""
    for name in [name for name in os.environ if name.startswith(OURS)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HITEUSES_HOME", str(tmp_path / "home"))
    with restored():
        yield


@pytest.fixture
def own_database(clean_environment: None, monkeypatch: pytest.MonkeyPatch, server_url: str, database: Database) -> None:
    """Commands run on the test's database."""
    monkeypatch.setenv("DATABASE_URL", server_url)


@asynccontextmanager
async def _in_good_order(product: Product) -> AsyncIterator[Product]:
    """Runs it. It must end in good order: no call that breaks a platform's contract, no tap without an
    answer, no error in the log, no connection kept, books that agree."""
    await product.start()
    try:
        yield product
        await product.settled()
    finally:
        await product.stop()
    assert [record.getMessage() for record in product.errors] == []
    assert in_use(product.database) == 0
    assert await agreement(product.database) == []


def _nothing_broken(telegram: FakeTelegram) -> None:
    assert telegram.violations == []
    assert telegram.unanswered == 0
    assert [call for call in telegram.calls if call.method == "answerCallbackQuery" and call.status != 200] == []


@pytest.fixture
async def product(database: Database) -> AsyncIterator[Product]:
    """The product on an empty database, with a fake Telegram."""
    async with FakeTelegram() as telegram:
        async with _in_good_order(Product(telegram, database)) as product:
            yield product
        _nothing_broken(telegram)


@pytest.fixture
async def on_whatsapp(database: Database) -> AsyncIterator[Product]:
    """The product on an empty database, with a fake WhatsApp."""
    async with FakeWhatsApp(delivery=Delivery(first_pause=0.01)) as whatsapp:
        async with _in_good_order(Product(None, database, whatsapp)) as product:
            yield product
        assert whatsapp.violations == []


@pytest.fixture
async def on_both(database: Database) -> AsyncIterator[Product]:
    """The product on an empty database, with both fake platforms."""
    async with FakeTelegram() as telegram, FakeWhatsApp(delivery=Delivery(first_pause=0.01)) as whatsapp:
        async with _in_good_order(Product(telegram, database, whatsapp)) as product:
            yield product
        _nothing_broken(telegram)
        assert whatsapp.violations == []
