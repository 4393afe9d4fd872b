"""Who did what to others' data: lines that nobody changes afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb

from backend.db.uow import UnitOfWork


async def note(
    uow: UnitOfWork, person_id: int | None, channel: str, action: str, about: Mapping[str, Any], now: datetime
) -> None:
    """One line, in the transaction of what it tells of. `person_id`: who did it (None: the command line),
    `channel`: from where."""
    await uow.do(
        "insert into audit (at, person_id, channel, action, about) values (%s, %s, %s, %s, %s)",
        (now, person_id, channel, action, Jsonb(dict(about))),
    )
