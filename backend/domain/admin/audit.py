"""The audit as it is read: who did what to other people's data, and which lines are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.records import Record, asdict


class AuditLine(Record):
    """One action. `by` None: the command line, or, if there is a channel, somebody unknown. `subject` None: it
    concerned no single person. `before`, `after`: what changed, under the same names; None if nothing did, or if the
    thing began or ended with the action."""

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
        """The line by the names of its fields, for a file with one JSON object per line."""
        return asdict(self)


class Filter(Record):
    """Which lines are wanted: `people` who did it or whom it concerned, `action`, from `first` until before `end`.
    None: all."""

    people: tuple[int, ...] | None = None
    action: str | None = None
    first: datetime | None = None
    end: datetime | None = None


EVERYTHING = Filter()
