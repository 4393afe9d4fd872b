"""Rows as records: what is made of the values of their columns."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import pytest

from backend.db.engine.rows import each, first
from backend.records import Record


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    SMALL = 0


class Thing(Record):
    name: str
    colour: Colour
    size: Size | None = None
    parts: tuple[str, ...] = ()
    labels: tuple[str, ...] | None = None


def test_enums_and_tuples_are_made_of_what_the_driver_reads() -> None:
    thing = first(Thing, [{"name": "a", "colour": "red", "size": 0, "parts": ["x", "y"], "labels": ["z"]}])
    assert thing == Thing("a", Colour.RED, Size.SMALL, ("x", "y"), ("z",))
    assert thing is not None
    assert thing.colour is Colour.RED
    assert thing.size is Size.SMALL


def test_nothing_stays_nothing() -> None:
    assert first(Thing, []) is None
    assert each(Thing, [{"name": "a", "colour": "red", "size": None, "labels": None}]) == [Thing("a", Colour.RED)]


def test_a_column_that_the_record_does_not_name_is_told() -> None:
    with pytest.raises(TypeError, match="weight"):
        each(Thing, [{"name": "a", "colour": "red", "weight": 1}])
    with pytest.raises(TypeError, match="colour"):
        each(Thing, [{"name": "a"}])
    with pytest.raises(ValueError, match="blue"):
        each(Thing, [{"name": "a", "colour": "blue"}])
