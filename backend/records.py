"""Values with named fields, of which the product is made: rows, commands, states, facts, effects.

They are structs of msgspec and not dataclasses, which take 50 times as long to define and five times as long to make
(decision 51). `replace` and `asdict` work on them alone.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, dataclass_transform

from msgspec import NODEFAULT, Struct, field
from msgspec.structs import asdict

if TYPE_CHECKING:
    from dataclasses import replace  # mypy checks the fields of this one
else:
    from msgspec.structs import replace

__all__ = ["NODEFAULT", "Record", "Struct", "asdict", "defaults", "field", "replace"]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class Record(Struct, frozen=True):
    """A value that never changes. Records with equal fields are equal; a record can be a key if its fields can."""


@cache
def defaults(kind: type[Struct]) -> tuple[tuple[str, Any], ...]:
    """The fields of a kind of record and their defaults, in order. `NODEFAULT`: it has none, or it is made anew."""
    names, known = kind.__struct_fields__, kind.__struct_defaults__
    return tuple(zip(names, (NODEFAULT,) * (len(names) - len(known)) + known, strict=True))
