"""When the database was last backed up: `hiteuses db backup` notes it, metrics and `hiteuses check` read it."""

from __future__ import annotations

from datetime import datetime

from backend.db.engine import ticks
from backend.db.engine.uow import UnitOfWork
from backend.records import Record

NAME = "backup"


class Backup(Record):
    """A backup that was written and verified: when it was begun, in real time, and its size in bytes."""

    at: datetime
    size: int


async def note(uow: UnitOfWork, backup: Backup) -> None:
    """Record a backup, once it was verified."""
    await ticks.set_setting(uow, NAME, {"at": backup.at.isoformat(), "size": backup.size})


async def last(uow: UnitOfWork) -> Backup | None:
    """The last backup that was noted; None: none, or it was made by other means."""
    kept = await ticks.setting(uow, NAME)
    return None if kept is None else Backup(datetime.fromisoformat(kept["at"]), kept["size"])
