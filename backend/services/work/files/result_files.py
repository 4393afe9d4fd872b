"""A project's export as a file for a chat: a CSV that spreadsheets open, stored like any file that is sent."""

from __future__ import annotations

import hashlib
import io
from contextlib import aclosing
from datetime import datetime
from typing import Literal

from backend.db.admin import audit
from backend.db.engine.uow import UnitOfWork
from backend.db.messaging import media
from backend.db.work import steering
from backend.domain import days
from backend.domain.errors import BadInput, Reason, existing
from backend.domain.people.commands import Person
from backend.records import Record
from backend.services import access
from backend.services.work.files import exports

FileWhat = Literal["results", "answers"]
MOST_BYTES = 10_000_000
"""The largest file, measured in characters: about 200,000 results. `hiteuses projects export` has no limit."""
MIME = "text/plain"
"""WhatsApp accepts this type, but not "text/csv"."""


class ResultFile(Record):
    """`digest`: the key of its stored bytes; `rows`: of the table; `undecided`: rows of tasks that have answers and no
    result yet; `title`: the project's."""

    name: str
    digest: str
    rows: int
    undecided: int
    title: str


async def build(
    uow: UnitOfWork, by: Person, project_id: int, what: FileWhat, channel: str, now: datetime
) -> ResultFile:
    """Make and store the file from the project's present state. Raises `NotAllowed`, `NotFound`, and `BadInput` if it
    would be too large."""
    access.require(by, "export results")
    project = existing(await steering.one(uow, project_id), f"there is no project {project_id}")
    file = _Bounded()
    file.write("\ufeff")
    undecided = 0

    async def counted(source: exports.Rows) -> exports.Rows:
        nonlocal undecided
        async with aclosing(source):
            async for row in source:
                undecided += isinstance(row, exports.TaskResult) and row.answer is None
                yield row

    rows = await exports.write(file, counted(await exports.rows(uow, project.name, what)), what, "csv")
    content = file.getvalue().encode()
    digest = hashlib.sha256(content).hexdigest()
    await media.add(uow, digest, MIME, content, passing_since=now)
    about = {"project": project.id, "name": project.name, "what": what, "rows": rows}
    await audit.note(uow, by.id, channel, "results.export", about, now)
    of = "resultats" if what == "results" else "reponses"
    name = f"{project.name}-{of}-{days.local_day(now, by.zone)}.csv"
    return ResultFile(name, digest, rows, undecided, project.title)


class _Bounded(io.StringIO):
    """Raises `BadInput` once more than `MOST_BYTES` bytes of UTF-8 are written to it."""

    def __init__(self) -> None:
        super().__init__(newline="")
        self._size = 0

    def write(self, text: str, /) -> int:
        self._size += len(text.encode())
        if self._size > MOST_BYTES:
            limit = MOST_BYTES // 1_000_000
            raise BadInput(Reason("the file would be larger than {limit} MB: hiteuses projects export", limit=limit))
        return super().write(text)
