"""The unit of work on the real database."""

from datetime import UTC, datetime

import pytest

from backend.db import turns
from backend.db.uow import Database

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


async def people(database: Database) -> int:
    async with database.unit() as uow:
        row = await uow.one("select count(*) as count from person")
        assert row is not None
        return int(row["count"])


@pytest.mark.parametrize("again", [1, 2])
async def test_every_test_finds_an_empty_database(database: Database, again: int) -> None:
    assert await people(database) == 0
    async with database.unit() as uow:
        await turns.meet(uow, "demo", "1", "Awa", NOW)
        await uow.commit()
    assert await people(database) == 1
