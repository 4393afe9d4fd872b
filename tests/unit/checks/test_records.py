"""Records: what they can do, and which classes are none."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from backend.records import NODEFAULT, Record, asdict, defaults, field, replace

ROOT = Path(__file__).parents[3]


class Point(Record):
    x: int
    y: int = 0
    tags: dict[str, str] = field(default_factory=dict)


def test_a_record_never_changes_and_makes_another() -> None:
    point = Point(1, tags={"a": "b"})
    with pytest.raises(AttributeError, match="immutable"):
        point.x = 2  # type: ignore[misc]
    assert replace(point, x=2) == Point(2, tags={"a": "b"})
    assert asdict(point) == {"x": 1, "y": 0, "tags": {"a": "b"}}


def test_a_field_that_a_record_has_not_is_refused() -> None:
    with pytest.raises(TypeError):
        replace(Point(1), z=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Point(1, z=2)  # type: ignore[call-arg]


def test_the_defaults_of_its_fields() -> None:
    assert defaults(Point)[:2] == (("x", NODEFAULT), ("y", 0))
    name, made = defaults(Point)[2]
    assert name == "tags"
    assert made not in ({}, None)  # each record gets its own


def test_a_dataclass_is_only_what_hides_a_field() -> None:
    """Others are quicker as records (decision 51)."""
    found = {
        f"{file.relative_to(ROOT)}: {node.name}"
        for part in ("backend", "bot")
        for file in (ROOT / part).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
        if any("dataclass" in ast.unparse(each).split("(")[0].split(".") for each in node.decorator_list)
        if not any(hides in ast.unparse(node) for hides in ("repr=False", "init=False"))
    }
    assert found == set()
