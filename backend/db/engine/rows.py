"""Rows at the border of the database: each leaves `backend/db` as a dataclass, so that a type checker sees its fields.

A statement names its columns as the dataclass names its fields; a column too many or too few raises `TypeError`.
Statements that go to the server together come back as plain rows; `first` and `each` map those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from psycopg.rows import DictRow

T = TypeVar("T")


def first(row_type: type[T], rows: Sequence[DictRow]) -> T | None:
    """The first row as a `row_type`, or None."""
    return row_type(**rows[0]) if rows else None


def each(row_type: type[T], rows: Sequence[DictRow]) -> list[T]:
    """Every row as a `row_type`."""
    return [row_type(**row) for row in rows]
