"""The demo's three phones: a poll from the Huber's to the hiteuse's, and its result back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from backend.db.engine.uow import Database
from tests.demo import Line, RunningDemo
from tests.integration.scenes import value

NEWEST = "select max(id) from announcement"


@pytest.fixture
async def demo(database: Database) -> AsyncIterator[RunningDemo]:
    running = RunningDemo(database)
    await running.start()
    yield running
    await running.stop()


async def shows(line: Line, *words: str) -> str:
    """The bot's newest message, once it holds these words."""
    while not all(word in line.last["html"].replace("\u00a0", " ") for word in words):
        await line.next()
    return str(line.last["html"])


async def test_a_poll_goes_from_the_hubers_phone_to_the_hiteuses_and_its_result_comes_back(demo: RunningDemo) -> None:
    code = {phone["id"]: phone["hint"] for phone in await demo.phones()}
    async with demo.phone("awa") as awa, demo.phone("huber") as huber:
        await awa.joins(code["awa"])
        await huber.says(code["huber"])
        await huber.says("annonce Atelier à Abidjan")
        await huber.taps("Sans fichier")
        await huber.taps("Un sondage")
        await huber.says("Quel jour ?\nSamedi\nDimanche")
        assert "<b>1</b><b> personne</b>" in (await huber.taps("Suite"))["html"].replace("\u00a0", " ")
        await huber.taps("Suite")
        await huber.taps("Choisir quand")
        await huber.taps("Maintenant")
        await huber.taps("Envoyer")
        await shows(awa, "Quel jour ?")
        news = awa.last["id"]
        await awa.taps("Dimanche")
        while "☑️" not in str(awa.messages[news]["rows"]):
            await awa.next()
        demo.app.clock.forward(timedelta(seconds=4))
        async with demo.app.database.unit() as uow:  # its job looks now, and not in three real seconds
            await demo.app.jobs.defer(uow, "announcement", announcement=await value(demo.app.database, NEWEST))
            await uow.commit()
        await shows(huber, "1 · Dimanche")
