"""Ten kills at random points of runs over faulty providers. `make chaos` kills five hundred times."""

from __future__ import annotations

from backend.db.engine.uow import Database
from tests.chaos.payments import killed


async def test_kills_pay_nobody_twice_and_lose_nothing(database: Database) -> None:
    report = await killed(database.url, people=20, kills=10, seed=3)
    assert report.wrong == []
    assert report.states["paid"] >= 20
    assert report.states["failed"] > 0  # some were refused, came back, and were paid by the last run
