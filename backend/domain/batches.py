"""Batches of tasks that come in as files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """Import a data file that was sent in chat: `config` and `data` are the platform's names of the
    files; `project` names an existing project instead of a configuration."""

    config: str
    config_name: str
    project: str
    data: str
    data_name: str
