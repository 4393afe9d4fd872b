"""The tasks of a DATA file, one at a time.

It is CSV, JSON Lines, or a JSON array of Label Studio tasks or flat objects. Its columns are `id` (the client's own),
those that the project's `show` names, and optionally `gold` (the known answer of a control task) and `explanation` (its
reason). Other columns are ignored.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, BinaryIO

from backend.domain.errors import BadInput, Fault, Reason
from backend.domain.files import csv_records, json_records
from backend.domain.work import controls
from backend.domain.work.formats.contents import Contents, cell, fault, missing
from backend.domain.work.projects import ProjectConfig
from backend.records import Record, field

MAX_ID = 200
"""Characters of a client's id."""
_OF_AN_EXPORT = "annotation_id"
"""A column of every flat export of Label Studio (CSV, TSV, JSON-MIN). Its own number of a task is `id` there."""


class TaskRow(Record):
    """One task of a file. `line`: where it starts (1-based); `id`: the client's own.

    `content`: the keys of the project's `show`, filled in. `gold`: the known answer of a control task in the form of
    `answers.normalise`; None for other tasks. `extra`: "explanation", if there is one. `columns`: all columns of the
    row, if the project sends tasks on; else empty. `chain`: by project, what its children would show
    (`chains.Target.sent`).
    """

    line: int
    id: str
    content: Mapping[str, str]
    gold: Any = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    chain: Mapping[str, Any] = field(default_factory=dict)


def read_rows(stream: BinaryIO, file: str, config: ProjectConfig) -> Iterator[TaskRow | Fault]:
    """Every row as a task, or as all of its faults. A bad row does not end the reading.

    The format follows from the file's name (.csv, .tsv, .jsonl, .ndjson, .json), else from its first character. The
    stream is read once, in pieces, and left open. Besides the present piece only the ids are kept in memory, to find
    repeated ones. A file without rows is a fault of line 0.
    """
    with _Unclosing(stream) as raw, io.BufferedReader(raw, 2**18) as source:
        reader = _Reader(config)
        is_array, records = _records(source, PurePath(file).suffix.lower(), reader.needed)
        number = 0
        for number, record in enumerate(records, 1):
            for read in (record,) if isinstance(record, Fault) else reader.read(*record):
                if is_array and isinstance(read, Fault):
                    # a whole array is often on one line, so the line alone would not help
                    read = Fault(read.line, Reason("object {number}: {reason}", number=number, reason=read.reason))
                yield read
        if not number:
            yield Fault(0, Reason("there is no row in the file"))


def _records(
    source: io.BufferedReader[Any], suffix: str, needed: tuple[str, ...]
) -> tuple[bool, Iterator[csv_records.Record | json_records.Record | Fault]]:
    """Whether the file is one JSON array, and its records."""
    first = source.peek(1_000).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if suffix not in (".csv", ".tsv") and csv_records.other(source.peek(5)[:5]) is None:
        if first == b"[":
            return True, json_records.read_array(source)
        if first == b"{" or suffix in (".json", ".jsonl", ".ndjson"):
            return False, json_records.read_lines(source)
    return False, csv_records.read(source, needed)


class _Reader:
    """Makes tasks of records, and remembers the ids so far."""

    def __init__(self, config: ProjectConfig) -> None:
        self._config = config
        self._contents = Contents(config)
        self._lines: dict[str, int] = {}

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that every row must have."""
        return tuple(dict.fromkeys(("id", *self._contents.columns)))

    def read(self, line: int, values: Mapping[str, Any]) -> Iterator[TaskRow | Fault]:
        """One row: the task, or all of its faults."""
        faults: list[Fault] = []
        values = _with_own_id(values)
        id_ = cell(values.get("id"))
        if reason := missing("id", values) or fault("id", id_):
            faults.append(Fault(line, reason))
        else:
            faults.extend(self._identify(line, id_ or ""))
        texts, wrong = self._contents.read(values)
        faults.extend(Fault(line, reason) for reason in wrong)
        gold = extra = None
        try:
            gold = self._gold(values.get("gold"))
        except BadInput as e:
            faults.append(Fault(line, Reason("gold: {reason}", reason=e.reason)))
        if explanation := values.get("explanation"):
            text = cell(explanation)
            if reason := fault("explanation", text):
                faults.append(Fault(line, reason))
            elif len(text or "") > controls.MOST_EXPLANATION_CHARACTERS:
                long = Reason("explanation: longer than {limit} characters", limit=controls.MOST_EXPLANATION_CHARACTERS)
                faults.append(Fault(line, long))
            elif values.get("gold") in (None, ""):
                faults.append(Fault(line, Reason("explanation: there is no known answer (gold) to explain")))
            extra = {"explanation": text}
        content, wrong = self._contents.fill(texts)
        faults.extend(Fault(line, reason) for reason in wrong)
        if faults:
            yield from dict.fromkeys(faults)
            return
        yield TaskRow(line, id_ or "", content, gold, extra or {}, dict(values) if self._config.then else {})

    def _identify(self, line: int, id_: str) -> Iterator[Fault]:
        if len(id_) > MAX_ID:
            yield Fault(line, Reason("the id is longer than {limit} characters", limit=MAX_ID))
        elif id_ in self._lines:
            yield Fault(line, Reason("the id {id!r} is on line {line} already", id=id_, line=self._lines[id_]))
        else:
            self._lines[id_] = line

    def _gold(self, value: Any) -> Any:
        """The known answer; None for an empty cell. Raises `BadInput`."""
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            value = cell(value)
        if isinstance(value, str) and self._config.kind in ("choices", "entry"):
            value = json_records.parse(value)
        return controls.known(self._config, value)


def _with_own_id(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with the client's own id, also where Label Studio wrote its own number beside it."""
    own = cell(values.get(json_records.CLIENT_ID)) if _OF_AN_EXPORT in values else None
    return {**values, "id": own} if own else values


class _Unclosing(io.RawIOBase):
    """A stream for a buffer that may be closed without closing the original stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
