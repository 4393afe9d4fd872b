"""Batches of tasks that come as files: checked first, shown, and imported only after a confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Literal

from backend.domain.earnings.figures import MONTHLY_GOAL
from backend.domain.money import Money
from backend.domain.work.projects import ProjectConfig
from backend.records import Record

PREVIEWED_TASKS = 3
"""Tasks that are shown before the confirmation."""

CONFIGS = frozenset({".yaml", ".yml", ".xml"})
DATA = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".json"})
SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"})
MODULES = frozenset({".gift", ".aiken", ".md"})
OTHERS = frozenset(
    {
        *(".pdf", ".doc", ".docx", ".odt", ".rtf", ".pages", ".ppt", ".pptx", ".html", ".htm", ".vcf"),
        *(".zip", ".rar", ".7z", ".gz", ".tar", ".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic"),
        *(".mp3", ".m4a", ".ogg", ".opus", ".wav", ".mp4", ".mov", ".apk", ".exe"),
    }
)
"""What a file is for, by its extension. Label Studio's configuration is XML, its tasks are JSON. A spreadsheet's own
format must be saved as CSV; training modules are imported in another way. `OTHERS` are neither one nor the other."""


class NoSuchProject(Record):
    """The outcome of `CheckBatch` where no project has this name or title."""

    name: str


class FoundProject(Record):
    """The outcome of `CheckBatch` without data where the project exists."""

    name: str
    title: str


class CheckBatch(Record):
    """A command: check a data file that was sent in chat. `config`, `data`: the platform's names of the files;
    `project` names an existing project instead of a configuration. Without `data` only the project is checked."""

    config: str
    config_name: str
    project: str
    data: str
    data_name: str


class Checked(Record):
    """What an import of the file would do.

    `named`: the project exists and its configuration stays; else `config` is what was sent. `cost`: what the new tasks
    can cost. `preview`: what the first tasks show. `ungiven`: badges that it needs and no module gives yet. `client`:
    its name. `a_month`, `controls`, `differ`, `longest`: as in `Imported`. `short`: the same, as (name, paid for, at
    most). `before`: a hash of the project's configuration that this one replaces, "" if there is none; None: not known.
    """

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
    differ: int = 0
    longest: int = 0
    before: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The check as JSON-safe data, for the draft that waits for a confirmation."""
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
            "differ": self.differ,
            "longest": self.longest,
            "before": self.before,
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
            differ=data.get("differ", 0),
            longest=data.get("longest", 0),
            before=data.get("before"),
        )


def is_neither(name: str) -> bool:
    """Whether a file with this name can be neither a configuration nor data, wherever it is sent."""
    return PurePath(name).suffix.lower() in OTHERS


def purpose(name: str) -> Literal["config", "data", "sheet", "module", ""]:
    """What a file with this name is for; "" if the name does not tell."""
    suffix = PurePath(name).suffix.lower()
    if suffix in SHEETS:
        return "sheet"
    if suffix in MODULES:
        return "module"
    return "config" if suffix in CONFIGS else "data" if suffix in DATA else ""
