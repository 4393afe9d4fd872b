"""Batches of tasks that come in as files: checked first, shown, and imported only after a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.money import Money
from backend.domain.work.projects import ProjectConfig

PREVIEWED_TASKS = 3
"""Tasks that are shown before the yes."""

CONFIGS = frozenset({".yaml", ".yml", ".xml"})
DATA = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json"})
SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"})
MODULES = frozenset({".gift", ".aiken", ".md"})
"""What a file is for, by the end of its name: Label Studio's configuration is XML, its tasks are JSON. What a
spreadsheet keeps for itself is for nothing here: it has to be saved as CSV; and training comes in another way."""


@dataclass(frozen=True, slots=True)
class CheckBatch:
    """Look at a data file that was sent in chat: `config` and `data` are the platform's names of the
    files; `project` names an existing project instead of a configuration."""

    config: str
    config_name: str
    project: str
    data: str
    data_name: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What an import of the file would do. `named`: the project was there and its configuration stays; else
    `config` is what was sent. `cost`: what the new tasks can cost. `preview`: what the first tasks show.
    `ungiven`: badges that it needs and no module gives yet. `client`: the name of whose it is. `a_month` and
    `controls`: as of `Imported`. `short`: as there, as (name, paid for, at most)."""

    config: ProjectConfig
    named: bool
    created: bool
    file: str
    new: int
    known: int
    cost: Money
    preview: tuple[Mapping[str, str], ...]
    ungiven: tuple[str, ...] = ()
    client: str = ""
    a_month: Money = MONTHLY_GOAL
    short: tuple[tuple[str, int, int], ...] = ()
    controls: int = 0

    def to_json(self) -> dict[str, Any]:
        """As JSON-safe data, for the draft that waits for a yes."""
        return {
            "config": self.config.to_json(),
            "named": self.named,
            "created": self.created,
            "file": self.file,
            "new": self.new,
            "known": self.known,
            "cost": [self.cost.units, self.cost.currency],
            "preview": [dict(each) for each in self.preview],
            "ungiven": list(self.ungiven),
            "client": self.client,
            "a_month": [self.a_month.units, self.a_month.currency],
            "short": [list(each) for each in self.short],
            "controls": self.controls,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Checked:
        """The inverse of `to_json`."""
        return cls(
            config=ProjectConfig.from_json(data["config"]),
            named=data["named"],
            created=data["created"],
            file=data["file"],
            new=data["new"],
            known=data["known"],
            cost=Money(*data["cost"]),
            preview=tuple(data["preview"]),
            ungiven=tuple(data["ungiven"]),
            client=data["client"],
            a_month=Money(*data["a_month"]),
            short=tuple((name, paid, most) for name, paid, most in data["short"]),
            controls=data["controls"],
        )


def purpose(name: str) -> Literal["config", "data", "sheet", "module", ""]:
    """What a file of this name is for; "" where the name does not tell."""
    suffix = PurePath(name).suffix.lower()
    if suffix in SHEETS:
        return "sheet"
    if suffix in MODULES:
        return "module"
    return "config" if suffix in CONFIGS else "data" if suffix in DATA else ""
