"""What is stored of a platform's event: the fields that the product reads, and nothing else.

An event brings much more: coordinates, contacts of other people, quoted words, the sender's profile. What is not stored
need not be erased, protected or explained."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Leaf(Enum):
    """A field that is read. `VALUE`: its text or number. `PRESENT`: only whether it is there, as a boolean."""

    VALUE = "value"
    PRESENT = "present"


Shape = Mapping[str, "Leaf | Shape"]
"""The fields of an object that are read."""


def used(given: Any, shape: Shape) -> Any:
    """The part of `given` that `shape` names. An object or a list where a text is expected becomes None: as a text it
    would be read as the person's words."""
    if not isinstance(given, Mapping):
        return _value(given)
    found: dict[str, Any] = {}
    for name, leaf in shape.items():
        if name not in given:
            continue
        value = given[name]
        if leaf is Leaf.VALUE:
            found[name] = _value(value)
        elif leaf is Leaf.PRESENT:
            found[name] = bool(value)
        elif value is None:
            found[name] = None
        else:
            found[name] = used(value, leaf)
    return found


def _value(given: Any) -> Any:
    return given if isinstance(given, (str, int, float, bool)) else None
