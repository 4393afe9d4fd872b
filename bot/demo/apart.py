"""A demo's data are for demos alone: a real program on them would move its clock, and send its messages."""

from __future__ import annotations

from backend.db.engine import ticks
from backend.db.engine.uow import Database
from backend.domain.errors import Unavailable

DEMO_PAGE = "demo.page"
"""The setting with the address of the demo's page; only a demo has it."""


async def refuse(database: Database) -> None:
    """Raise `Unavailable` if these are the data of a demo."""
    async with database.unit() as uow:
        if await ticks.setting(uow, DEMO_PAGE) is not None:
            raise Unavailable("these are the data of a demo, which `hiteuses demo` runs: choose another HITEUSES_HOME")
