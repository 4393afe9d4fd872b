"""Export of a project's answers and results, row by row. Memory does not grow with their number.

Practice is never exported. JSON Lines has every value exactly as it was given. In CSV, text that people typed may begin
like a formula, which a spreadsheet would run when somebody opens the file: such a cell gets a leading apostrophe, as
OWASP advises. Ids are the client's own, and plain numbers are harmless: they stay exact.
"""

from __future__ import annotations

import asyncio
import csv
import errno
import os
import re
import secrets
import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, get_args

import orjson

from backend.db.engine.uow import UnitOfWork
from backend.db.work.files import exports as export_rows
from backend.db.work.files.exports import GivenAnswer
from backend.domain.errors import BadInput, Reason, existing
from backend.domain.work.answers import as_text
from backend.domain.work.projects import ProjectConfig
from backend.records import Record, asdict

if TYPE_CHECKING:
    from backend.domain.quality.pairs import Ranked


_PIPE_SECONDS = 5
"""How long a pipe may have no reader."""


class TaskResult(Record):
    """The result of a task. `id`: the client's; `answer`: any JSON value, None if there is none; `confidence`: 0 to 1,
    0 while the task is undecided; `answers`: how many it has; `method`: how the result was made."""

    id: str
    answer: Any
    confidence: float
    answers: int
    method: str


class RankedThing(Record):
    """A thing that was compared in pairs; the best has the highest `strength`. By the model, a is preferred to b with
    the probability a / (a + b).

    `answers`: the number of answers about it. `confidence`: the share of these with which the order agrees.
    """

    thing: str
    strength: float
    confidence: float
    answers: int
    method: str


Rows = AsyncGenerator[GivenAnswer, None] | AsyncGenerator[TaskResult, None] | AsyncGenerator[RankedThing, None]
"""It holds a cursor: read it to the end, or close it, while its unit of work is open."""
What = Literal["results", "answers", "ranking"]
Format = Literal["csv", "jsonl"]
WHATS: tuple[str, ...] = get_args(What)
FORMATS: tuple[str, ...] = get_args(Format)

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
COLUMNS: Mapping[What, tuple[str, ...]] = {
    "results": TaskResult.__struct_fields__,
    "answers": GivenAnswer.__struct_fields__,
    "ranking": RankedThing.__struct_fields__,
}


async def rows(uow: UnitOfWork, name: str, what: What) -> Rows:
    """The rows of one export. `uow` must stay open until the last one is read. Raises `NotFound`, and `BadInput` for
    the ranking of a project that is not of pairs, before the first row.

    `answers`: one row per standing answer. `results`: one row per task with an answer; its `answer` is None if it is
    undecided or tied. `ranking`: one row per thing of a project of pairs, by the model of Bradley and Terry.
    """
    project = existing(await export_rows.project(uow, name), f"there is no project {name!r}")
    project_id, config = project
    match what:
        case "answers":
            return export_rows.answers(uow, project_id)
        case "results":
            return results(uow, project_id, config)
        case "ranking":
            if config.kind != "pair":
                raise BadInput(Reason("{name}: only pairs have a ranking, not {kind}", name=name, kind=config.kind))
            return ranking(uow, project_id)


async def ranking(uow: UnitOfWork, project_id: int) -> AsyncGenerator[RankedThing, None]:
    """The things of a project of pairs, the best first. Memory grows with the answers."""
    async with aclosing(export_rows.compared(uow, project_id)) as found:
        compared = [(each.a, each.b, each.value) async for each in found]
    for each in await asyncio.to_thread(_ranked, compared):
        yield RankedThing(each.thing, round(each.strength, 6), round(each.confidence, 6), each.answers, "bradley-terry")


def _ranked(compared: list[tuple[str, str, str]]) -> list[Ranked]:
    from backend.domain.quality import pairs  # imports numpy, so only where it is needed

    return pairs.ranked(compared)


async def results(uow: UnitOfWork, project_id: int, config: ProjectConfig) -> AsyncGenerator[TaskResult, None]:
    """The result of every task with an answer, by task. One that is undecided has no answer and a confidence of 0."""
    async with aclosing(export_rows.outcomes(uow, project_id)) as found:
        async for task in found:
            done = task.result or {"answer": None, "confidence": 0, "method": config.mode}
            confidence = round(float(done["confidence"]), 6) if done["answer"] is not None else 0.0
            yield TaskResult(task.id, done["answer"], confidence, task.answers, done["method"])


# --- files ----------------------------------------------------------------------------------------


async def save(path: Path, source: Rows, what: What, form: Format) -> int:
    """Write a file that appears complete or not at all. Return the number of rows. Raises `BadInput` if it cannot be
    written."""
    async with aclosing(source):
        with whole_file(path) as file:
            return await write(file, source, what, form)


def _to_reader(name: str, flags: int) -> int:
    """Open a pipe for writing. Raises `BadInput` if nobody opens it for reading within `_PIPE_SECONDS`."""
    until = time.monotonic() + _PIPE_SECONDS
    while True:
        try:
            pipe = os.open(name, flags | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > until:
                raise BadInput(f"{name} is a pipe that nobody reads") from None
            time.sleep(0.05)
        else:
            os.set_blocking(pipe, True)
            return pipe


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A file that is written under another name and renamed at the end. A pipe or a device cannot be replaced, and is
    written directly. Raises `BadInput`."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder")
    if str(path) == "-":  # who writes it means standard output, and would look for it there
        raise BadInput("- is no file here: give it a name")
    special = path.exists() and not path.is_file()
    opener = _to_reader if path.is_fifo() else None
    beside = path if special else path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        # with the permissions of any new file of this user; `tempfile` would keep it from everybody else
        with open(beside, "w" if special else "x", encoding="utf-8", newline="", opener=opener) as file:
            yield file
        if not special:
            beside.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        raise BadInput(f"{path} cannot be written: {reason}") from None
    finally:
        if not special:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


async def write(file: TextIO, source: Rows, what: What, form: Format) -> int:
    """Write rows to an open text file (newline=""). Return the number of rows."""
    columns = COLUMNS[what]
    writer = csv.writer(file, lineterminator="\n")
    if form == "csv":
        writer.writerow(columns)
    count = 0
    async with aclosing(source):
        async for row in source:
            if form == "csv":
                writer.writerow([_cell(column, getattr(row, column)) for column in columns])
            else:
                file.write(orjson.dumps(asdict(row), option=_OPTIONS).decode())
            count += 1
    return count


def _cell(column: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if column in ("answer", "thing"):
        return "" if value is None else guarded(as_text(value))
    return value


_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d\s.,()/-]*")


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: `=1+1` → `'=1+1`; `-12,5` stays."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text
