"""The demo's clock: where it stands after moves that were asked for one upon another."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.clock import Clock
from backend.db.engine.uow import Database
from bot.commands.engine import session
from bot.demo.clock import DemoClock

THURSDAY = datetime(2026, 3, 5, 10, tzinfo=UTC)


async def after_jump() -> None: ...


async def test_sunday_is_counted_from_where_the_move_before_it_ends(database: Database, tmp_path: Path) -> None:
    demo = DemoClock(database, Clock(THURSDAY), after_jump, lambda _now: None, tmp_path)
    _, sunday = await asyncio.gather(demo.forward(timedelta(days=1)), demo.to_sunday("Africa/Abidjan"))
    assert sunday.isoformat()[:16] == "2026-03-08T17:59"


async def test_commands_beside_a_demo_have_its_time(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They paid nobody on its day of payment, or closed months that it had before it."""
    monkeypatch.setenv("HITEUSES_HOME", str(tmp_path))
    assert session.settings().clock is None
    demo = DemoClock(database, Clock(THURSDAY), after_jump, lambda _now: None, tmp_path)
    moved = await demo.forward(timedelta(days=1))
    found = session.settings().clock
    assert found is not None
    assert abs(found - moved) < timedelta(seconds=5)
    monkeypatch.setenv("HITEUSES_CLOCK", "2026-04-01T08:00:00Z")
    assert session.settings().clock == datetime(2026, 4, 1, 8, tzinfo=UTC)
