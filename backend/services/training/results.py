"""Results of training for those who teach: for a Huber of their countries, for an admin of all; for the operator as
files."""

from __future__ import annotations

import csv
from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

import orjson

from backend.db.engine.uow import UnitOfWork
from backend.db.training import results as rows
from backend.db.training.results import ResultRow
from backend.domain.errors import NotFound, existing
from backend.domain.people.commands import Actor
from backend.domain.training.learning import FAILURES_TOLD
from backend.domain.training.results import (
    LearnerResult,
    ModuleResult,
    ModuleResults,
    WomanResult,
)
from backend.domain.training.text.markdown_text import plain
from backend.records import replace
from backend.services import access
from backend.services.work.files.exports import Format, guarded, whole_file

COLUMNS = ResultRow.__struct_fields__
"""Columns of the table of results. `lesson`: its number, empty for a question of the final test. Scores and shares are
parts of the full mark; times are UTC."""


async def modules(uow: UnitOfWork, by: Actor) -> tuple[ModuleResult, ...]:
    """Every module with its results. Raises `NotAllowed`."""
    access.require(by, "see results")
    return tuple(await rows.modules(uow, access.countries(by)))


async def module(uow: UnitOfWork, by: Actor, module_id: str) -> ModuleResults:
    """One module with its lessons and questions. Raises `NotAllowed`, `NotFound`."""
    found = await _module(uow, by, module_id)
    countries = access.countries(by)
    lessons = await rows.lessons(uow, module_id, countries, FAILURES_TOLD)
    questions = await rows.questions(uow, module_id, countries)
    return ModuleResults(
        found,
        tuple(lessons),
        tuple(questions),
        countries,
    )


async def _module(uow: UnitOfWork, by: Actor, module_id: str) -> ModuleResult:
    return existing(
        next((each for each in await modules(uow, by) if each.id == module_id), None),
        f"there is no module {module_id!r}; hiteuses training list names them",
    )


async def women(
    uow: UnitOfWork, by: Actor, module_id: str, most: int, skip: int = 0
) -> tuple[ModuleResult, tuple[WomanResult, ...]]:
    """A page of people who have begun a module, those who have not passed it first. Raises `NotAllowed`, `NotFound`."""
    found = await _module(uow, by, module_id)
    page = await rows.people(uow, module_id, access.countries(by), most, skip)
    return found, tuple(page)


async def woman(uow: UnitOfWork, by: Actor, module_id: str, person_id: int) -> LearnerResult:
    """One person's results in a module. Raises `NotAllowed`, and `NotFound` if the person has not begun it or is not of
    a Huber's countries."""
    found = await _module(uow, by, module_id)
    page = await rows.people(uow, module_id, access.countries(by), 1, 0, person_id)
    if not page:
        raise NotFound(f"nobody with the number {person_id} has begun {module_id!r}")
    lessons, missed = await rows.hers(uow, module_id, person_id)
    return LearnerResult(
        found,
        page[0],
        tuple(lessons),
        tuple(missed),
    )


# --- as a table -------------------------------------------------------------------------------------


async def table(
    uow: UnitOfWork, by: Actor, module_id: str | None, most: int | None = None
) -> AsyncGenerator[ResultRow, None]:
    """A row for each question that each person has answered, with the columns `COLUMNS`. Close it while the unit of
    work is open. Raises `NotAllowed`."""
    access.require(by, "see results")
    async with aclosing(rows.rows(uow, module_id, access.countries(by), most)) as found:
        async for row in found:
            yield replace(row, text=plain(row.text or ""))


def cells(row: ResultRow) -> list[str | int | None]:
    """A row in the order of `COLUMNS`."""
    return [_cell(getattr(row, name)) for name in COLUMNS]


def _cell(value: Any) -> str | int | None:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Decimal():
            return f"{value.normalize() + 0:f}"
        case None | str() | int():
            return value
        case _:
            raise AssertionError(f"{value!r} is no value of a table")


async def write(uow: UnitOfWork, by: Actor, module_id: str | None, file: TextIO, form: Format) -> int:
    """Write the whole table to an open text file (newline=""). Return the number of rows. Raises `NotAllowed`,
    `NotFound`."""
    if module_id is not None:
        await _module(uow, by, module_id)
    writer = csv.writer(file, lineterminator="\n")
    if form == "csv":
        writer.writerow(COLUMNS)
    count = 0
    async with aclosing(table(uow, by, module_id)) as found:
        async for row in found:
            if form == "csv":
                writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells(row)])
            else:
                data = dict(zip(COLUMNS, cells(row), strict=True))
                file.write(orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE).decode())
            count += 1
    return count


async def save(uow: UnitOfWork, by: Actor, module_id: str | None, path: Path, form: Format) -> int:
    """Like `write`, to a file that appears complete or not at all. Also raises `BadInput`."""
    with whole_file(path) as file:
        return await write(uow, by, module_id, file, form)
