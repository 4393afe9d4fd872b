"""The demo's phones of a Huber and an admin: their thread, and the Monday sheet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from backend.db.engine.uow import Database
from tests.demo import START, RunningDemo
from tests.integration.demo.test_demo_announcement import shows


@pytest.fixture
async def demo(database: Database) -> AsyncIterator[RunningDemo]:
    running = RunningDemo(database)
    await running.start()
    yield running
    await running.stop()


async def test_a_huber_writes_to_the_team_and_both_read_their_week_on_monday(demo: RunningDemo) -> None:
    code = {phone["id"]: phone["hint"] for phone in await demo.phones()}
    async with demo.phone("admin") as admin, demo.phone("huber") as huber:
        await admin.says(code["admin"])
        await huber.says(code["huber"])
        await huber.says("équipe Trois femmes attendent leur paie")
        await shows(admin, "Trois femmes attendent leur paie")
        await admin.taps("Répondre")
        await admin.says("Je regarde.")
        await shows(huber, "Je regarde.", "équipe")
        demo.app.clock.forward(datetime(2026, 3, 9, 8, 5, tzinfo=UTC) - START)
        await demo.app.schedule.tick("send_monday_sheets", demo.app.clock.now())
        await shows(huber, "dimanche 8 mars")
        assert huber.last["picture"]["alt"]
        assert "👭 La semaine" in [button["label"] for row in huber.last["rows"] for button in row]
