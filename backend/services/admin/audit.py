"""Reading and exporting the audit. A line is written together with what it records (`backend.db.admin.audit.note`), and
the database refuses later changes."""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

import orjson

from backend.db.admin import audit as rows
from backend.db.engine.uow import UnitOfWork
from backend.db.people import queries as people_rows
from backend.domain.admin.audit import EVERYTHING, AuditLine, Filter
from backend.domain.people.commands import Actor
from backend.services import access
from backend.services.work.files.exports import Format, guarded, whole_file

RECENT_SPAN = timedelta(days=90)
"""The actions and people of this time are offered as choices."""
CHUNK_ROWS = 1_000
"""Rows of the export that are read at once."""
COLUMNS = (
    *("id", "at", "by", "by_name", "channel", "action", "subject", "subject_name"),
    *("before", "after", "about"),
)
BOM = "\ufeff"
"""The byte order mark, by which spreadsheets recognise UTF-8."""


async def page(uow: UnitOfWork, by: Actor, wanted: Filter, below: int | None, most: int) -> list[AuditLine]:
    """Lines, the newest first. `below`: only lines with a smaller number. Raises `NotAllowed`."""
    access.require(by, "see the audit")
    return await rows.read(uow, wanted, below, most)


async def people(uow: UnitOfWork, by: Actor, name: str) -> tuple[int, ...]:
    """The numbers of all people with this first name. Raises `NotAllowed`."""
    access.require(by, "see the audit")
    return tuple(each.id for each in await people_rows.named(uow, name, None, None))


async def lately(uow: UnitOfWork, by: Actor, now: datetime, most: int) -> tuple[list[str], list[tuple[int, str]]]:
    """Recent actions, and who did something recently (number, first name), for buttons. Raises `NotAllowed`."""
    access.require(by, "see the audit")
    return await rows.actions(uow, now - RECENT_SPAN, most), await rows.actors(uow, now - RECENT_SPAN, most)


async def lines(uow: UnitOfWork, by: Actor, wanted: Filter = EVERYTHING) -> AsyncIterator[AuditLine]:
    """All lines, the newest first. Memory does not grow with their number. Raises `NotAllowed`."""
    access.require(by, "see the audit")
    below: int | None = None
    while chunk := await rows.read(uow, wanted, below, CHUNK_ROWS):
        for line in chunk:
            yield line
        below = chunk[-1].id


def cells(line: AuditLine) -> list[str | int | None]:
    """A line in the order of `COLUMNS`, for CSV. Times are UTC; several values are JSON."""
    return [_cell(getattr(line, name)) for name in COLUMNS]


async def write(uow: UnitOfWork, by: Actor, file: TextIO, form: Format) -> int:
    """Write all lines to an open text file (newline="") and return how many. Raises `NotAllowed`."""
    count = 0
    writer = csv.writer(file, lineterminator="\r\n")
    if form == "csv":
        file.write(BOM)
        writer.writerow(COLUMNS)
    async for line in lines(uow, by):
        if form == "csv":
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells(line)])
        else:
            options = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
            file.write(orjson.dumps(line.to_json(), option=options).decode())
        count += 1
    return count


async def save(uow: UnitOfWork, by: Actor, path: Path, form: Format) -> int:
    """Like `write`, to a file that appears complete or not at all. Also raises `BadInput` if it cannot be written."""
    with whole_file(path) as file:
        return await write(uow, by, file, form)


def _cell(value: Any) -> str | int | None:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case dict():
            return orjson.dumps(value).decode()
        case None | str() | int():
            return value
        case _:
            return str(value)
