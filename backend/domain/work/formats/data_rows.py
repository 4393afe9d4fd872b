"""The tasks of a DATA file, one at a time.

CSV, JSON Lines, or a JSON array of Label Studio tasks or flat objects. Columns: `id` (the client's
own), those that the project's `show` names, and where they are there `gold` (the known answer of a
control task) and `explanation`; any other column is passed over.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO

import phonenumbers

from backend.domain.errors import BadInput, Fault, Reason
from backend.domain.files import csv_records, json_records
from backend.domain.files.csv_records import MAX_CELL
from backend.domain.work import tables
from backend.domain.work.answers import normalise
from backend.domain.work.formats.content_templates import ContentTemplate
from backend.domain.work.projects import ProjectConfig

_HALF = re.compile("[\ud800-\udfff]")

MAX_ID = 200
"""Characters of a client's id."""


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


def read_rows(stream: BinaryIO, file: str, config: ProjectConfig) -> Iterator[TaskRow | Fault]:
    """Every row as a task, or as all that is wrong with it; one bad row does not end the reading.

    The format follows from the name of the file (.csv, .tsv, .jsonl, .ndjson, .json), else from its
    first sign. The stream is read once, in pieces, and left open; beside the piece only the ids are
    kept, to name one that comes again. A file without a row is a fault of line 0.
    """
    with _Unclosing(stream) as raw, io.BufferedReader(raw, 2**18) as source:
        reader = _Reader(config)
        is_array, records = _records(source, PurePath(file).suffix.lower(), reader.needed)
        number = 0
        for number, record in enumerate(records, 1):
            for read in (record,) if isinstance(record, Fault) else reader.read(*record):
                if is_array and isinstance(read, Fault):
                    # A whole array is often on one line: that alone would not help to find it.
                    read = Fault(read.line, Reason("object {number}: {reason}", number=number, reason=read.reason))
                yield read
        if not number:
            yield Fault(0, Reason("there is no row in the file"))


def _records(
    source: io.BufferedReader[Any], suffix: str, needed: tuple[str, ...]
) -> tuple[bool, Iterator[csv_records.Record | json_records.Record | Fault]]:
    """Whether the file is one JSON array, and its records."""
    first = source.peek(1_000).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if suffix not in (".csv", ".tsv"):
        if first == b"[":
            return True, json_records.read_array(source)
        if first == b"{" or suffix in (".json", ".jsonl", ".ndjson"):
            return False, json_records.read_lines(source)
    return False, csv_records.read(source, needed)


class _Reader:
    """Makes tasks of records, and knows the ids so far."""

    def __init__(self, config: ProjectConfig) -> None:
        self._config = config
        self._templates = {key: ContentTemplate.parse(text) for key, text in config.show.items()}
        columns = [name for template in self._templates.values() for name in template.columns]
        self._regions = {field.region_key: field.region for field in config.fields if field.region}
        self._columns = tuple(dict.fromkeys((*columns, *self._regions.values())))
        self._tables = self._templates["table"].columns if "table" in self._templates else ()
        self._lines: dict[str, int] = {}

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that every row must have."""
        return tuple(dict.fromkeys(("id", *self._columns)))

    def read(self, line: int, values: Mapping[str, Any]) -> Iterator[TaskRow | Fault]:
        """One row: the task, or every fault in it."""
        faults: list[Fault] = []
        texts: dict[str, str] = {}
        for column in self.needed:
            value = values.get(column)
            # a table may come as JSON's own list
            text = json.dumps(value) if column in self._tables and isinstance(value, list) else _text(value)
            if reason := _wrong(column, text):
                faults.append(Fault(line, reason))
            elif column == "id":
                faults.extend(self._identify(line, text or ""))
            texts[column] = text or ""
        gold = extra = None
        try:
            gold = self._gold(values.get("gold"))
        except BadInput as e:
            faults.append(Fault(line, Reason("gold: {reason}", reason=e.reason)))
        if explanation := values.get("explanation"):
            text = _text(explanation)
            if reason := _wrong("explanation", text):
                faults.append(Fault(line, reason))
            extra = {"explanation": text}
        content = {key: template.fill(texts) for key, template in self._templates.items()}
        if self._tables and texts[self._tables[0]]:
            try:
                content["table"] = tables.parse(content["table"]).dump()
            except BadInput as e:
                faults.append(Fault(line, e.reason))
        for key, column in self._regions.items():
            content[key] = texts[column].upper()
            if texts[column] and content[key] not in phonenumbers.SUPPORTED_REGIONS:
                unknown = Reason("unknown country {code!r}; it is a code such as CM", code=texts[column])
                faults.append(Fault(line, unknown))
        if faults:
            yield from faults
            return
        yield TaskRow(line, texts["id"], content, gold, extra or {})

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
            value = _text(value)
        if isinstance(value, str) and self._config.kind in ("choices", "entry"):
            value = json_records.parse(value)
        return normalise(self._config, value)


def _text(value: Any) -> str | None:
    """A value as a cell's text; None for what is a list or an object."""
    match value:
        case str():
            return value.strip()
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case _:
            return None


def _wrong(column: str, text: str | None) -> Reason | None:
    """Why a cell's text cannot be used, None when it can."""
    if text is None:
        return Reason("{column!r} must be a text, not a list or an object", column=column)
    if not text:
        return Reason("{column!r} is empty", column=column)
    if len(text) > MAX_CELL // 4 and len(text.encode(errors="replace")) > MAX_CELL:
        return Reason("{column!r} is larger than 1 MB", column=column)
    if not text.isascii() and _HALF.search(text):
        return Reason("{column!r} holds half a character (a lone surrogate)", column=column)
    if "\0" in text:
        return Reason("{column!r} holds a NUL character", column=column)
    return None


class _Unclosing(io.RawIOBase):
    """A stream for a buffer that may be closed without closing the stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)
