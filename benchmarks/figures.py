"""Measured figures beside the wanted ones, and the two files in which they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from backend.records import Record, field


class Figure(Record):
    """One row of a table.

    `reached` is None when nothing was wanted or nothing was measured. `details`: everything else that the run showed,
    for the JSON file; times in milliseconds unless the name says otherwise.
    """

    what: str
    wanted: str
    measured: str
    reached: bool | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


class Section(Record):
    """The results of one benchmark. `done` describes what was run, with its sizes."""

    bench: str
    title: str
    done: str
    figures: Sequence[Figure]
    command: str = ""
    at: str = ""
    machine: Mapping[str, str] = field(default_factory=dict)


def percentiles(seconds: Iterable[float]) -> dict[str, float]:
    """p50, p90, p99 and the maximum, in milliseconds. Raises `ValueError` when `seconds` is empty."""
    times = sorted(seconds)
    if not times:
        raise ValueError("nothing was measured")
    last = len(times) - 1
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    return {name: round(times[min(last, int(len(times) * share))] * 1000, 3) for name, share in at.items()}


def shown(times: Mapping[str, float]) -> str:
    return f"p50 {times['p50']:.2f} ms, p99 {times['p99']:.2f} ms"


def write(folder: Path, sections: Sequence[Section]) -> None:
    """Writes `sections` to `results.json`, where each replaces the earlier one of the same benchmark, and writes
    `results.md` from all sections there."""
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / "results.json"
    kept: dict[str, Any] = json.loads(store.read_text("utf-8")) if store.exists() else {}
    for section in sections:
        kept[section.bench] = to_builtins(section)
    store.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", "utf-8")
    (folder / "results.md").write_text(_markdown(kept.values()), "utf-8")


def _markdown(sections: Iterable[Mapping[str, Any]]) -> str:
    lines = [
        "# What was measured",
        "",
        "Written by `python -m benchmarks`; all that a run showed is in `results.json`.",
    ]
    for section in sections:
        machine = "; ".join(f"{name} {value}" for name, value in section["machine"].items())
        lines += ["", f"## {section['title']}", "", section["done"], ""]
        lines += [f"`{section['command']}`, {section['at']}, {machine}", ""]
        lines += ["| figure | wanted | measured | |", "|---|---|---|---|"]
        for figure in section["figures"]:
            mark = {True: "reached", False: "**missed**", None: ""}[figure["reached"]]
            cells = (figure["what"], figure["wanted"], figure["measured"], mark)
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
