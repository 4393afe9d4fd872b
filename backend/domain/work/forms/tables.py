"""A small table in a client's data, which a task shows as a picture for a phone and as text.

It is in one cell of the data: a JSON array of objects or of rows, or lines with ";", "," or tabs between the cells. The
first line, or the objects' keys, are the names of the columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from backend.domain.errors import BadInput, Reason
from backend.domain.files import json_records
from backend.domain.french.spelling import clean
from backend.records import Record

MOST_COLUMNS, MOST_ROWS, MOST_CELLS = 6, 30, 120
"""The largest table: columns, rows, and cells in total."""
MOST_IN_CELL = 60
"""Characters of a cell."""
MOST_CHARACTERS = 600
"""Characters of all cells and names. So the picture stays below 30 kB with letters that are legible on a phone."""


class Table(Record):
    """`rows` have a cell for each of the `columns`; "" for an empty one."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def dump(self) -> str:
        """The table as stored in a task's content."""
        return orjson.dumps([self.columns, *self.rows]).decode()

    def lines(self) -> tuple[str, ...]:
        """One line per row: "Lundi · Ventes : 12 · Prix : 300". Empty cells are left out."""
        head, *others = self.columns
        return tuple(
            " · ".join(
                [
                    row[0] or f"{head} : –",
                    *(f"{name} : {cell}" for name, cell in zip(others, row[1:], strict=True) if cell),
                ]
            )
            for row in self.rows
        )


def load(text: str) -> Table:
    """The inverse of `Table.dump`."""
    columns, *rows = orjson.loads(text)
    return Table(tuple(columns), tuple(map(tuple, rows)))


def parse(text: str) -> Table:
    """Read a table. Raises `BadInput` for what is no table, or one that no phone can show."""
    found = _json(text) if text.lstrip().startswith("[") else _lines(text)
    if len(found) < 2 or not found[0]:
        raise BadInput(Reason("a table needs a line with the names of its columns, and one row at least"))
    columns, rows = found[0], found[1:]
    for number, row in enumerate(rows, 1):
        if len(row) != len(columns):
            uneven = Reason(
                "row {n} of the table has {cells} cells, {columns} are named",
                n=number,
                cells=len(row),
                columns=len(columns),
            )
            raise BadInput(uneven)
    cells = len(columns) * len(rows)
    if cells > MOST_CELLS or len(columns) > MOST_COLUMNS or len(rows) > MOST_ROWS:
        raise BadInput(
            Reason(
                "the table has {cells} cells in {columns} columns and {rows} rows; a phone shows {most} at most, "
                "in {most_columns} columns and {most_rows} rows",
                cells=cells,
                columns=len(columns),
                rows=len(rows),
                most=MOST_CELLS,
                most_columns=MOST_COLUMNS,
                most_rows=MOST_ROWS,
            )
        )
    if len(set(columns)) < len(columns) or not all(columns):
        raise BadInput(Reason("the columns of the table need names, each another"))
    if long := next((cell for row in found for cell in row if len(cell) > MOST_IN_CELL), None):
        raise BadInput(
            Reason("the table's cell {text!r} is longer than {limit} characters", text=long[:20], limit=MOST_IN_CELL)
        )
    if (length := sum(len(cell) for row in found for cell in row)) > MOST_CHARACTERS:
        raise BadInput(
            Reason("the table has {n} characters; a phone shows {limit} at most", n=length, limit=MOST_CHARACTERS)
        )
    return Table(tuple(columns), tuple(map(tuple, rows)))


def _json(text: str) -> list[list[str]]:
    data = json_records.parse(text)  # numbers stay as written
    if data and all(isinstance(row, Mapping) for row in data):
        columns = list(dict.fromkeys(str(key) for row in data for key in row))
        return [[_cell(name) for name in columns], *([_cell(row.get(name)) for name in columns] for row in data)]
    if not all(isinstance(row, Sequence) and not isinstance(row, str) for row in data):
        raise BadInput(Reason("a table is a list of objects, or of lists"))
    return [[_cell(each) for each in row] for row in data]


def _lines(text: str) -> list[list[str]]:
    lines = text.strip().splitlines()
    sign = max("\t;,", key=lines[0].count) if lines else ","
    try:
        rows = csv.reader(io.StringIO("\n".join(lines)), delimiter=sign, strict=True)
        return [[_cell(each) for each in row] for row in rows if row]
    except csv.Error as error:
        raise BadInput(Reason("the table cannot be read: {detail}", detail=str(error))) from None


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case str() | int() | float():
            return " ".join(clean(str(value)).split())
        case _:
            raise BadInput(Reason("a cell of the table must be a text or a number"))
