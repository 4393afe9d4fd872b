"""The demo's clock: where it stands after moves that were asked for one upon another."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from backend.clock import Clock
from backend.db.engine.uow import Database
from bot.demo.clock import DemoClock

THURSDAY = datetime(2026, 3, 5, 10, tzinfo=UTC)


async def test_sunday_is_counted_from_where_the_move_before_it_ends(database: Database) -> None:
    async def after_jump() -> None: ...

    demo = DemoClock(database, Clock(THURSDAY), after_jump, lambda _now: None)
    _, sunday = await asyncio.gather(demo.forward(timedelta(days=1)), demo.to_sunday("Africa/Abidjan"))
    assert sunday.isoformat()[:16] == "2026-03-08T17:59"
