"""Rows of a CSV file, one at a time and in bounded memory, each with the line where it begins.

The standard library's reader cannot say where a bad byte is, stops at a cell that is too large, and keeps its limit for
the whole process. So the quoting rules of RFC 4180 are implemented here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator
from enum import Enum, auto
from typing import Any

from backend.domain.errors import Fault, Reason
from backend.domain.files import encodings
from backend.records import Struct, field

Record = tuple[int, dict[str, str]]

MAX_CELL = 2**20
"""Bytes of one cell."""

MAX_COLUMNS = 1_000
"""Columns of a file, and cells of a row that are kept."""
_PIECE_BYTES = 2**16
"""Bytes that are read at once."""
_DELIMITERS = (",", ";", "\t")
_EXCEL = re.compile(rb'"?sep=([,;\t])"?\r?\n', re.IGNORECASE)
"""The line in which Excel writes and reads the delimiter."""
_NUL = Reason("a NUL character; the file is damaged or is no CSV")

_SHEET = Reason("the file is a spreadsheet or an archive, not CSV; save the sheet as CSV UTF-8")
_PICTURE = Reason("the file is a picture, not CSV")
_PAGE = Reason("the file is a web page, not CSV; save the sheet as CSV UTF-8")
_OTHERS = {
    b"PK\x03\x04": _SHEET,
    b"\xd0\xcf\x11\xe0": _SHEET,
    b"\x1f\x8b": Reason("the file is compressed; unpack it first"),
    b"%PDF-": Reason("the file is a PDF, not CSV"),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), _PICTURE),
    **dict.fromkeys((b"<html", b"<HTML", b"<!DOC", b"<!doc"), _PAGE),
}
"""How files begin that are sent instead of a CSV, whatever their names say."""


def other(start: bytes) -> Reason | None:
    """Why a file that begins so holds no rows, whatever its name says; None if it may hold some."""
    if encodings.is_wide(start):
        return Reason("the file is UTF-16, not UTF-8; save it as CSV UTF-8")
    return next((reason for begin, reason in _OTHERS.items() if start.startswith(begin)), None)


def read(source: io.BufferedReader[Any], needed: Collection[str]) -> Iterator[Record | Fault]:
    """The rows below the header, as column → cell (trimmed). Empty rows are skipped.

    The delimiter is comma, semicolon or tab: the one with which the header has most of the `needed` columns. If one of
    these is missing, that is the only fault, because without it no row can be read.
    """
    if (reason := other(source.peek(5)[:5])) is not None:
        yield Fault(1, reason)
        return
    if source.peek(3)[:3] == b"\xef\xbb\xbf":
        source.read(3)
    head = source.peek(_PIECE_BYTES)[:_PIECE_BYTES]
    if b"\r" in head and b"\n" not in head:
        yield Fault(1, Reason("the lines end with CR only; save the file with Windows or Unix line ends"))
        return
    rows = _rows(source, _delimiter(head, needed), 1)
    if (named := _EXCEL.match(head)) is not None:
        source.read(named.end())
        rows = _rows(source, named[1].decode(), 2)
    header = next(rows, None)
    if not isinstance(header, _Row):
        yield header or Fault(0, Reason("the file is empty"))
        return
    columns = [cell.strip() for cell in header.cells]
    if faults := list(_header_faults(header.line, columns, needed)):
        yield from faults
        return
    for row in rows:
        if isinstance(row, Fault):
            yield row
        elif row.oversized is not None:
            name = columns[row.oversized] if row.oversized < len(columns) else row.oversized + 1
            yield Fault(row.line, Reason("the cell {name!r} is larger than 1 MB", name=name))
        elif len(row.cells) != len(columns):
            reason = Reason(
                "too few cells: {n}, the header has {wanted}"
                if len(row.cells) < len(columns)
                else "too many cells: {n}, the header has {wanted}",
                n=row.count,
                wanted=len(columns),
            )
            yield Fault(row.line, reason)
        else:
            yield row.line, dict(zip(columns, map(str.strip, row.cells), strict=True))


def _header_faults(line: int, columns: list[str], needed: Collection[str]) -> Iterator[Fault]:
    if len(columns) > MAX_COLUMNS:
        yield Fault(line, Reason("the header has more than {limit} columns", limit=MAX_COLUMNS))
        return
    for name in dict.fromkeys(columns):
        if name and columns.count(name) > 1:
            yield Fault(line, Reason("the column {name!r} is there {n} times", name=name, n=columns.count(name)))
    for name in needed:
        if name not in columns:
            there = ", ".join(column for column in columns if column)
            yield Fault(
                line, Reason("the column {name!r} is missing; there are: {columns}", name=name, columns=there[:200])
            )


def _delimiter(head: bytes, needed: Collection[str]) -> str:
    line = head.lstrip(b"\r\n").partition(b"\n")[0].decode(errors="replace").strip('\r\n"')

    def fit(delimiter: str) -> tuple[int, int]:
        names = {name.strip().strip('"') for name in line.split(delimiter)}
        return len(names & set(needed)), line.count(delimiter)

    return max(_DELIMITERS, key=fit)


class _Row(Struct):
    """One row: its cells (at most `MAX_COLUMNS` are kept), how many there were, and the index of the first one that was
    too large to keep."""

    line: int
    cells: list[str] = field(default_factory=list)
    count: int = 0
    oversized: int | None = None


class _At(Enum):
    """The state of the reader within a cell."""

    START = auto()
    PLAIN = auto()
    QUOTED = auto()
    AFTER = auto()  # after a quote, which closes the cell or is the first of two


def _rows(source: io.BufferedReader[Any], delimiter: str, line: int) -> Iterator[_Row | Fault]:
    """All rows that are not empty. Most have no quotes and are split at once."""
    pending: _Quoted | None = None
    while piece := source.readline(_PIECE_BYTES):
        ended = piece.endswith(b"\n")
        if pending is None and b'"' not in piece and (ended or len(piece) < _PIECE_BYTES):
            row: _Row | Fault | None = _simple(piece, delimiter, line)
        else:
            pending = pending or _Quoted(line, delimiter.encode())
            row = pending.feed(piece)
            pending = None if row else pending
        line += ended
        if isinstance(row, Fault) or (row and (row.oversized is not None or any(row.cells))):
            yield row
    if pending is not None:
        yield pending.end()


def _simple(piece: bytes, delimiter: str, line: int) -> _Row | Fault:
    if b"\0" in piece:
        return Fault(line, _NUL)
    try:
        text = piece.decode()
    except UnicodeDecodeError as e:
        return _not_utf8(line, piece[e.start])
    cells = text.rstrip("\r\n").split(delimiter)
    return _Row(line, cells if any(map(str.strip, cells)) else [], len(cells))


class _Quoted:
    """Reads a row in pieces. Its cells may be quoted and contain line breaks."""

    def __init__(self, line: int, delimiter: bytes) -> None:
        self.line = line
        self._delimiter = delimiter
        self._at = _At.START
        self._cell: list[bytes] = []
        self._size = 0
        self._cells: list[bytes] = []
        self._count = 0
        self._oversized: int | None = None
        self._reason: Reason | None = None

    def feed(self, piece: bytes) -> _Row | Fault | None:
        """Add a piece. Return the row if the piece ends it."""
        if b"\0" in piece:
            self._reason = _NUL
        ended = piece.endswith(b"\n")
        at, end = 0, len(piece) - ended
        while at < end:
            match self._at:
                case _At.START:
                    quoted = piece[at : at + 1] == b'"'
                    self._at = _At.QUOTED if quoted else _At.PLAIN
                    at += quoted
                case _At.PLAIN:
                    at = self._take(piece, at, end, self._delimiter)
                case _At.QUOTED:
                    # a line break inside quotes belongs to the cell
                    at = self._take(piece, at, end + ended, b'"')
                case _At.AFTER:
                    at = self._after(piece, at)
        if not ended or self._at is _At.QUOTED:
            if ended and at == end:
                self._keep(b"\n")
            return None
        return self.end()

    def end(self) -> _Row | Fault:
        """The row, at the end of its line or of the file."""
        if self._at is _At.QUOTED:
            return Fault(self.line, Reason("a quote is opened in this row and never closed"))
        if self._at is _At.PLAIN and self._cell and self._cell[-1].endswith(b"\r"):
            self._cell[-1] = self._cell[-1][:-1]
        self._close()
        if self._reason:
            return Fault(self.line, self._reason)
        cells: list[str] = []
        for number, cell in enumerate(self._cells):
            try:
                cells.append(cell.decode())
            except UnicodeDecodeError as e:
                before = b"".join((*self._cells[:number], cell[: e.start]))
                return _not_utf8(self.line + before.count(b"\n"), cell[e.start])
        return _Row(self.line, cells, self._count, self._oversized)

    def _take(self, piece: bytes, at: int, end: int, until: bytes) -> int:
        """Keep what comes before `until`, and return the position behind it."""
        found = piece.find(until, at, end)
        self._keep(piece[at : end if found < 0 else found])
        if found < 0:
            return end
        if self._at is _At.QUOTED:
            self._at = _At.AFTER
        else:
            self._close()
        return found + 1

    def _after(self, piece: bytes, at: int) -> int:
        sign = piece[at : at + 1]
        if sign == b'"':
            self._keep(b'"')
            self._at = _At.QUOTED
        elif sign == self._delimiter:
            self._close()
        elif sign not in (b"\r", b" "):
            self._reason = Reason("text behind a closing quote; a quote inside a cell is written twice")
            self._at = _At.PLAIN
        return at + 1

    def _keep(self, part: bytes) -> None:
        self._size += len(part)
        if self._size <= MAX_CELL:
            self._cell.append(part)
        elif self._oversized is None:
            self._oversized = self._count

    def _close(self) -> None:
        if self._count <= MAX_COLUMNS:
            self._cells.append(b"".join(self._cell) if self._size <= MAX_CELL else b"")
        self._cell.clear()
        self._size = 0
        self._count += 1
        self._at = _At.START


def _not_utf8(line: int, byte: int) -> Fault:
    return Fault(line, Reason("not UTF-8 (byte 0x{byte}); save the file as CSV UTF-8", byte=f"{byte:02X}"))
