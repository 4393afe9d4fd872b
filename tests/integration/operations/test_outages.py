"""The database goes away and comes back: the service lives on, loses nothing and says nothing twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from backend import queue
from backend.db.engine.uow import Database
from backend.db.server import embedded, migrate
from backend.db.server.embedded import Server
from bot.delivery import relay
from tests.database import FAST
from tests.fakes.telegram import FakeTelegram
from tests.product import ADMIN_CODE, PATIENCE, Product


class Own:
    """A server of our own, which a test may stop and start."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._server: Server | None = None
        self.url = self.start()

    def start(self) -> str:
        self._server = embedded.start(self._home, service=True, options=FAST)
        return self._server.url

    def stop(self) -> None:
        if self._server is not None:
            self._server.stop()
            self._server = None


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Own:
    monkeypatch.setattr(queue, "CONNECT_WITHIN", 0.1)
    monkeypatch.setattr(queue, "LOOK_FOR_JOBS", 0.05)
    monkeypatch.setattr(queue, "BEGIN_AGAIN", 0.05)
    monkeypatch.setattr(relay, "STANDBY_SECONDS", 0.05)
    monkeypatch.setattr(relay, "RECEIPT_GRACE_SECONDS", 0.1)
    folder = tmp_path_factory.mktemp("own")
    folder.chmod(0o711)
    return Own(folder / "home")


@pytest.fixture
async def product(own: Own) -> AsyncIterator[Product]:
    migrate.upgrade(own.url)
    database = Database(own.url)
    async with FakeTelegram() as telegram:
        product = Product(telegram, database)
        await product.start()
        try:
            yield product
        finally:
            await product.stop()
            await database.close()
            own.stop()


class Said(logging.Handler):
    """What the product logs, to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[str] = []
        self._more = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())
        self._more.set()

    async def line(self, start: str) -> None:
        """Wait until a line begins so. Raises `TimeoutError`."""
        async with asyncio.timeout(PATIENCE):
            while not any(line.startswith(start) for line in self._lines):
                self._more.clear()
                await self._more.wait()


@pytest.fixture
def said() -> Iterator[Said]:
    handler = Said()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


async def test_every_part_lives_through_a_restart_of_the_database(product: Product, own: Own, said: Said) -> None:
    awa = await product.newcomer()
    own.stop()
    await awa.says("aide")  # waits at Telegram
    for part in ("turns", "relay", "queue", "polling"):
        await said.line(f"{part}: the database")
    own.start()
    await product.database.close()  # the test's own connections, of before
    assert "En acceptant" in (await awa.hears_one()).text
    menu = product.telegram.hold("setMyCommands")
    admin = product.telegram.person("Paul")
    await admin.says(f"start {ADMIN_CODE}")
    async with asyncio.timeout(PATIENCE):
        await menu.reached.wait()  # a job runs: the menu of his words
    menu.release()
    assert "lot" in admin.commands
    ours = [record for record in product.errors if record.name.startswith(("bot.", "backend."))]
    assert ours == []  # the queue's library has its own words for what happened


async def test_it_ends_in_time_while_the_database_is_away(product: Product, own: Own) -> None:
    await product.newcomer()
    own.stop()
    async with asyncio.timeout(8):
        await product.stop()
