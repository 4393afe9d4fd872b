"""The parts of a form: its fields, which of them apply, and choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from backend.domain.errors import HiteusesError
from backend.domain.messaging.message import Tr
from backend.records import Record

FieldType = Literal["text", "number", "date", "amount", "email", "phone", "url", "price", "source", "choice"]
TYPES: tuple[str, ...] = get_args(FieldType)


class Option(Record):
    """One option of a choice. `id`: what the client gets back; `label`: what the person sees."""

    id: str
    label: str


class When(Record):
    """The condition of a field: the answer to `field` is one of `values`; without `values`, the field was filled in
    (`given`) or left empty."""

    field: str
    values: tuple[str, ...] = ()
    given: bool = True

    def holds(self, answers: Mapping[str, str]) -> bool:
        """Whether the condition holds. False while that field is not answered yet."""
        answer = answers.get(self.field)
        if answer is None:
            return False
        return answer in self.values if self.values else bool(answer) is self.given


class Field(Record):
    """One field of a form. `id`: its key in the answer; `label`: what the person sees, in the client's words.

    - `currency` (ISO 4217): of an amount, and of a price typed without one. `max_length`: characters of a text.
    - `country` (ISO alpha-2) completes a phone number without prefix; `{column}` if each task has its own; "": the
      person's own country. `choices`: of a choice.
    - The value of a field that is not `required` may be "". The value is also "" if `when` does not hold: then the
      field is not asked.
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
        """The column of the data that holds the country of each task; "" if there is none."""
        return self.country[1:-1].strip() if self.country.startswith("{") else ""

    @property
    def region_key(self) -> str:
        """The key under which a task's content holds that country."""
        return f"country.{self.id}"


class FieldError(HiteusesError):
    """What was typed does not fit the field; `reason` says it to her, with an example."""

    def __init__(self, reason: Tr) -> None:
        self.reason = reason
        super().__init__(reason.msgid)


def applying(fields: Sequence[Field], answers: Mapping[str, str]) -> tuple[Field, ...]:
    """The fields that are asked after these answers. A field only depends on an earlier one."""
    found: dict[str, Field] = {}
    for field in fields:
        if field.when is None or (field.when.field in found and field.when.holds(answers)):
            found[field.id] = field
    return tuple(found.values())
