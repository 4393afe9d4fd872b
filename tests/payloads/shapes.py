"""The shape of recorded JSON: which fields an object has, always or now and then, and of which type each is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from backend.records import Struct, field


class Shape(Struct):
    """What was seen in one place. `types`: of all values; `objects`: by variant, see `_variant`; `items`: of
    the lists."""

    types: set[str] = field(default_factory=set)
    objects: dict[str, Object] = field(default_factory=dict)
    items: Shape | None = None

    def learn(self, value: Any) -> None:
        """Take in one recorded value."""
        self.types.add(_type(value))
        if isinstance(value, dict):
            seen = self.objects.setdefault(_variant(value), Object())
            seen.count += 1
            for name, each in value.items():
                seen.had[name] += 1
                seen.fields.setdefault(name, Shape()).learn(each)
        elif isinstance(value, list):
            self.items = self.items or Shape()
            for each in value:
                self.items.learn(each)

    def differences(self, value: Any, where: str = "") -> Iterator[str]:
        """How a value differs from all that was recorded: a field that none had, a field missing that all had,
        a type that none was of."""
        found = _type(value)
        if found not in self.types and not (found in _AS and _AS[found] in self.types):
            yield f"{where or 'the whole'}: {found}, recorded {' or '.join(sorted(self.types))}"
        elif isinstance(value, dict):
            yield from self._of_object(value, where)
        elif isinstance(value, list) and self.items is not None:
            for place, each in enumerate(value):
                yield from self.items.differences(each, f"{where}[{place}]")

    def _of_object(self, value: dict[str, Any], where: str) -> Iterator[str]:
        variant = _variant(value)
        seen = self.objects.get(variant)
        if seen is None:
            yield f"{where}: nothing recorded of the kind {variant!r}"
            return
        for name in value.keys() - seen.fields.keys():
            yield f"{where}.{name}: no recorded {variant or 'object'} has it"
        for name, times in seen.had.items():
            if times == seen.count and name not in value:
                yield f"{where}.{name}: missing, every recorded {variant or 'object'} has it"
        for name in value.keys() & seen.fields.keys():
            yield from seen.fields[name].differences(value[name], f"{where}.{name}")


class Object(Struct):
    """The objects of one variant: how many, and how many `had` each field."""

    count: int = 0
    had: Counter[str] = field(default_factory=Counter)
    fields: dict[str, Shape] = field(default_factory=dict)


def learnt(values: Iterable[Any]) -> Shape:
    """The shape of all of them."""
    shape = Shape()
    for value in values:
        shape.learn(value)
    return shape


_AS = {"digits": "text", "integer": "number"}
"""A type → the wider one that takes it in."""


def _type(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "digits" if value.isascii() and value.isdigit() else "text"
        case list():
            return "list"
        case _:
            return "object"


def _variant(value: dict[str, Any]) -> str:
    """Which of several objects this is: a change of its webhook field, a status of its name, a message or a reply
    of the type whose content it has."""
    if "field" in value and "value" in value:
        return str(value["field"])
    if "status" in value and "timestamp" in value:
        return str(value["status"])
    return str(value["type"]) if value.get("type") in value else ""
