"""Rows leave `backend/db` as records, so that a type checker sees their fields.

A statement names its columns as the record names its fields; a missing or extra column raises `TypeError`. A field
whose type is an enum (or an enum or None) gets the member for its column's value. A field whose type is a tuple gets a
tuple. Every other value stays as the driver reads it.

Statements that are sent together return plain rows; `first` and `each` map those.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from psycopg.rows import DictRow

T = TypeVar("T")


def first(row_type: type[T], rows: Sequence[DictRow]) -> T | None:
    """The first row as a `row_type`, or None."""
    return mapper(row_type)(rows[0]) if rows else None


def each(row_type: type[T], rows: Sequence[DictRow]) -> list[T]:
    """Every row as a `row_type`."""
    make = mapper(row_type)
    return [make(row) for row in rows]


def mapper(row_type: type[T]) -> Callable[[DictRow], T]:
    """A function that makes a `row_type` of a row."""
    conversions = _conversions.get(row_type)
    if conversions is None:
        hints = get_type_hints(row_type)
        conversions = {name: made for name, hint in hints.items() if (made := _conversion(hint)) is not None}
        _conversions[row_type] = conversions

    def make(row: DictRow) -> T:
        values: dict[str, Any] = dict(row)
        for name, convert in conversions.items():
            if values.get(name) is not None:
                values[name] = convert(values[name])
        return row_type(**values)

    return make


_conversions: dict[type, dict[str, Callable[[Any], Any]]] = {}
"""For each row type, the conversions of the fields whose values are not taken as the driver reads them."""


def _conversion(hint: Any) -> Callable[[Any], Any] | None:
    """The conversion from a column's value to a field of this type; None if none is needed."""
    for kind in get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,):
        if (get_origin(kind) or kind) is tuple:
            return tuple
        if isinstance(kind, type) and issubclass(kind, Enum):
            return kind
    return None
