"""What a form asks for: its fields, which of them apply, and choices as authors name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from backend.domain.errors import HiteusesError
from backend.domain.messaging.message import Tr

FieldType = Literal["text", "number", "date", "amount", "email", "phone", "url", "price", "source", "choice"]
TYPES: tuple[str, ...] = get_args(FieldType)


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer of a choice: `id` is what the client gets back, `label` what she sees."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class When:
    """The answer on which a field depends: that of `field` is one of `values`; without `values`, it is `given`, or
    left empty."""

    field: str
    values: tuple[str, ...] = ()
    given: bool = True

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Not while that one is still open."""
        answer = answers.get(self.field)
        if answer is None:
            return False
        return answer in self.values if self.values else bool(answer) is self.given


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to type in. `id` is the key in the answer, `label` what she sees (client's words).

    `currency` (ISO 4217) is that of an amount, and of a price where none is typed. `max_length` (characters) is a
    text's. `country` (ISO alpha-2) completes a phone number without its prefix: that of the place, `{column}` where
    each task has its own; "": her own country. `choices` are a
    choice's. A field that is not `required` may be left empty; its value is then "". So is that of one whose `when`
    does not hold: it is not asked.
    """

    id: str
    label: str
    type: FieldType
    required: bool = True
    currency: str = "XOF"
    max_length: int = 1_000
    country: str = ""
    choices: tuple[Option, ...] = ()
    when: When | None = None

    @property
    def region(self) -> str:
        """The column of the data that holds the country of each task; "" for none."""
        return self.country[1:-1].strip() if self.country.startswith("{") else ""

    @property
    def region_key(self) -> str:
        """Where a task's content holds that country."""
        return f"country.{self.id}"


class FieldError(HiteusesError):
    """What was typed does not fit the field; `reason` says it to her, with an example."""

    def __init__(self, reason: Tr) -> None:
        self.reason = reason
        super().__init__(reason.msgid)


def applying(fields: Sequence[Field], answers: Mapping[str, str]) -> tuple[Field, ...]:
    """Those that are asked after these answers. A field depends only on one before it."""
    found: dict[str, Field] = {}
    for field in fields:
        if field.when is None or (field.when.field in found and field.when.holds(answers)):
            found[field.id] = field
    return tuple(found.values())
