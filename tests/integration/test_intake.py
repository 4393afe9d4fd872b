"""The way in: what no database can keep holds up nothing else, and nothing is answered before it is stored."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from backend.clock import Clock
from backend.db.inbox import Arrival
from backend.db.uow import Database
from bot.intake import Intake
from tests.integration.scenes import rows, value


def deep(levels: int) -> Any:
    found: Any = "end"
    for _ in range(levels):
        found = [found]
    return found


@pytest.fixture
def intake(database: Database) -> Intake:
    return Intake(database, Clock(), lambda _people: None)


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "a\0b"},
        {"text": "\ud83d"},
        {"\ud83d": 1},
        {"number": 2**70},
        {"number": float("nan")},
        deep(300),
        deep(5_000),
    ],
    ids=["nul", "half a character", "in a key", "huge number", "no number", "deep", "very deep"],
)
async def test_an_event_that_cannot_be_kept_as_it_is_holds_up_no_other(
    database: Database, intake: Intake, payload: Any
) -> None:
    arrivals = [
        Arrival("demo", "awa", "1", {"text": "bonjour"}),
        Arrival("demo", "binta", "2", payload),
        Arrival("demo", "awa", "3", {"text": "menu"}),
    ]
    async with asyncio.timeout(10):
        await asyncio.gather(*(intake.store([arrival]) for arrival in arrivals))
    assert {"1", "3"} <= {row["event_key"] for row in await rows(database, "select event_key from inbox")}


async def test_of_an_event_what_can_be_kept_is_kept(database: Database, intake: Intake) -> None:
    await intake.store([Arrival("demo", "awa", "1", {"text": "a\0b \ud83d", "number": 2**70}, "A\0wa\ud83d")])
    payload = await value(database, "select payload from inbox")
    assert payload["text"] == "a b ?"
    assert await value(database, "select name from contact") == "A wa?"
