"""Typed fields of the entry kind: what she types is checked and brought to one canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "number", "date", "amount", "email", "phone"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type in. `id` is the key in the answer, `label` what she sees (client's words).

    `currency` (ISO 4217) counts for an amount only, `max_length` (characters) for a text only.
    A field that is not `required` may be left empty; its value is then "".
    """

    id: str
    label: str
    type: FieldType
    required: bool = True
    currency: str = "XOF"
    max_length: int = 1_000
