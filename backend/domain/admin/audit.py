"""The audit as it is read: who did what to others' data, and which lines somebody asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One act. `by` None: the command line, or with a channel nobody whom we know. `subject` None: it concerned no
    one person. `before`, `after`: what was changed, under the same names; None where nothing was, or it began or
    ended with the act."""

    id: int
    at: datetime
    by: int | None
    by_name: str
    channel: str
    action: str
    about: Mapping[str, Any]
    subject: int | None
    subject_name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """By the names of its fields, for a file of one JSON object per line."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Filter:
    """`people`: who did it or whom it concerned, any of these; `action`; from `first` to before `end`. None: all."""

    people: tuple[int, ...] | None = None
    action: str | None = None
    first: datetime | None = None
    end: datetime | None = None


EVERYTHING = Filter()
