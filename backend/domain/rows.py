"""The tasks of a DATA file, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of a file.

    `line` is where it starts (1-based), `id` the client's own. `content` has the keys of the
    project's `show`, filled in. `gold` is the known answer of a control task in the form of
    `answers.normalise`, None for any other task. `extra` holds "explanation" where there is one.
    """

    line: int
    id: str
    content: Mapping[str, str]
    gold: Any = None
    extra: Mapping[str, Any] = field(default_factory=dict)
