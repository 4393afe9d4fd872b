"""Recorded answers and true labels as CSV files: `task,worker,label` and `task,label`. Labels are arbitrary texts."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from backend.domain.errors import BadFile, Fault, Reason
from backend.domain.files import csv_records
from backend.records import Record, field

ANSWERS = ("task", "worker", "label")
TRUTHS = ("task", "label")
MOST_LABELS = 1_000
"""Different labels in one file. With more they are free texts, which no rule by label decides."""
MOST_TOLD = 20
"""Faults of a file that are reported."""


class Index(dict[str, int]):
    """Name → number. A new name gets the next number, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self.names)
        self.names.append(name)
        return number


class Recorded(Record):
    """The answers of a file, in its order. `task[i]`, `worker[i]` and `label[i]` belong to the i-th answer, as numbers
    of names in `tasks`, `workers` and `labels`. `repeated`: later answers of one worker to the same task, which are
    left out, because they are no second opinion."""

    tasks: Index = field(default_factory=Index)
    workers: Index = field(default_factory=Index)
    labels: Index = field(default_factory=Index)
    task: array[int] = field(default_factory=lambda: array("q"))
    worker: array[int] = field(default_factory=lambda: array("q"))
    label: array[int] = field(default_factory=lambda: array("q"))
    repeated: list[Fault] = field(default_factory=list)

    def by_task(self) -> list[list[int]]:
        """The positions of each task's answers, in the file's order."""
        found: list[list[int]] = [[] for _ in self.tasks.names]
        for at, task in enumerate(self.task):
            found[task].append(at)
        return found


def read_answers(source: io.BufferedReader[Any], file: str) -> Recorded:
    """All answers of a file. Raises `BadFile` with the bad rows (the first `MOST_TOLD`)."""
    faults = _Faults(file)
    found = Recorded()
    seen: dict[int, int] = {}
    tasks, workers, labels = found.tasks, found.workers, found.labels
    for line, (task_name, worker_name, label_name) in _rows(source, ANSWERS, faults):
        task, worker, label = tasks[task_name], workers[worker_name], labels[label_name]
        if label >= MOST_LABELS:
            faults.add(line, Reason("more than {limit} different labels: these are free texts", limit=MOST_LABELS))
            break
        before = seen.setdefault(task << 32 | worker, line)
        if before != line:
            reason = Reason(
                "the worker {worker!r} answered the task {task!r} on line {line} already",
                worker=worker_name,
                task=task_name,
                line=before,
            )
            found.repeated.append(Fault(line, reason))
            continue
        found.task.append(task)
        found.worker.append(worker)
        found.label.append(label)
    faults.end(empty=not found.task)
    return found


def read_truth(source: io.BufferedReader[Any], file: str) -> Mapping[str, str]:
    """The true label of each task. Raises `BadFile`."""
    faults = _Faults(file)
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, (task, label) in _rows(source, TRUTHS, faults):
        if found.setdefault(task, label) != label:
            reason = Reason("the task {task!r} has another label on line {line}", task=task, line=lines[task])
            faults.add(line, reason)
        lines.setdefault(task, line)
    faults.end(empty=not found)
    return found


def _rows(
    source: io.BufferedReader[Any], needed: tuple[str, ...], faults: _Faults
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The needed cells of complete rows. Incomplete rows become faults."""
    pick = itemgetter(*needed)
    for record in csv_records.read(source, needed):
        if isinstance(record, Fault):
            faults.add(record.line, record.reason)
        else:
            line, cells = record
            picked = pick(cells)
            if all(picked):
                yield line, picked
                continue
            faults.add(line, Reason("{column!r} is empty", column=needed[picked.index("")]))
        if faults.enough:
            return


class _Faults:
    """Collects the faults of a file, up to `MOST_TOLD`."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Fault] = []

    def add(self, line: int, reason: Reason) -> None:
        """Note a fault of a line."""
        self._found.append(Fault(line, reason))

    @property
    def enough(self) -> bool:
        """Whether as many were found as are told."""
        return len(self._found) >= MOST_TOLD

    def end(self, *, empty: bool) -> None:
        """Raise `BadFile` with the faults. A file without a usable row is a fault, too."""
        if not self._found and empty:
            self.add(0, Reason("there is no row in the file"))
        if self._found:
            raise BadFile(self._file, self._found)
