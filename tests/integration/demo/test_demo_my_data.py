"""`mesdonnees` and `supprimer` on the demo's phone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator

import aiohttp
import pytest_asyncio
from yarl import URL

from backend.db.engine.uow import Database
from tests.demo import RunningDemo
from tests.integration.demo.test_demo_review import heard, hint
from tests.integration.scenes import value


@pytest_asyncio.fixture
async def running(database: Database) -> AsyncIterator[RunningDemo]:
    running = RunningDemo(database)
    await running.start()
    yield running
    await running.stop()


async def test_she_gets_her_file_and_may_leave(running: RunningDemo, database: Database) -> None:
    async with running.phone("awa") as awa, aiohttp.ClientSession() as session:
        await awa.joins(await hint(running, "awa"))
        await awa.says("mesdonnees")
        await heard(awa, "Tes données")
        document = awa.last["document"]
        assert document["name"] == "mes-donnees.zip"
        async with session.get(URL(running.url).join(URL(document["url"]))) as answer:
            content = await answer.read()
        with zipfile.ZipFile(io.BytesIO(content)) as inside:
            assert {"tes-donnees.html", "donnees.json"} <= set(inside.namelist())
        assert "tout est effacé le" in (await awa.says("supprimer"))["html"]
        assert "C'est noté" in (await awa.taps("Oui, tout effacer"))["html"]
        assert await value(database, "select count(*) from erasure") == 1
        assert "Tu restes" in (await awa.says("annuler"))["html"]
        assert await value(database, "select count(*) from erasure") == 0
