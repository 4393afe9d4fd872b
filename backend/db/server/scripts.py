"""What `pg_dump` wrote, read as SQL: statements, and between them the rows of each table."""

from __future__ import annotations

import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Protocol

from backend.db.server import programs
from backend.db.server.snapshots import PIECE, said
from backend.domain.errors import BadInput
from backend.records import Record, Struct

_COPY = re.compile(rb"COPY (\S+) \(.*\) FROM stdin;\n")
_OBJECT = re.compile(rb"-- (?:Data for )?Name: (.*?); Type: (.*?);")
_SAYS = re.compile(rb"^(?!--|\n).", re.MULTILINE)
"""A line that is neither empty nor a comment."""
_SKIPPED = (b"\\restrict ", b"\\unrestrict ", b"SET transaction_timeout ")
"""Lines for `psql`, and a setting that servers before version 17 do not know."""
_END = b"\\.\n"


class Source(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; fewer at the end."""


class Statements(Record):
    """Statements that belong together. `about`: the object that they create; "" for settings."""

    about: str
    text: bytes


class Rows(Struct):
    """The rows of one table, for its `copy` statement. `count` is known after `pieces` was read to its end."""

    table: str
    copy: bytes
    pieces: Iterator[bytes]
    count: int = 0


@contextmanager
def read(archive: Source) -> Iterator[Iterator[Statements | Rows]]:
    """The content of an archive, in its order. All of it must be read: the pieces of each table before the next part.

    Raises what reading `archive` raises, and `BadInput` if it is no archive. Both may come only at the end of the
    `with` statement, so nothing may be kept for good before that."""
    program = programs.pg_restore()
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 (our own binary)
            [program.path, "--file=-", "--schema=public", "--no-owner", "--no-privileges"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0,
        ) as process,
    ):  # fmt: skip
        assert process.stdin is not None and process.stdout is not None
        feeding = _Feeding(archive, process.stdin)
        feeding.start()
        try:
            yield _parts(process.stdout)
            feeding.join()
            if feeding.failed is not None:
                raise feeding.failed
            if process.wait() != 0:
                raise BadInput(f"pg_restore cannot read it: {said(errors)}")
        except BaseException:
            feeding.needed = False
            process.kill()
            feeding.join()
            if feeding.failed is not None:
                raise feeding.failed from None  # the cause of the other error
            raise


class _Feeding(threading.Thread):
    """Writes the archive to `pg_restore` while its output is read."""

    def __init__(self, archive: Source, into: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._archive = archive
        self._into = into
        self.needed = True
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            while self.needed and (piece := self._archive.read(PIECE)):
                self._write(piece)
        except Exception as error:
            self.failed = error
        finally:
            self._into.close()

    def _write(self, piece: bytes) -> None:
        left = memoryview(piece)
        try:
            while left and not self._into.closed:
                left = left[self._into.write(left) :]
        except BrokenPipeError:
            self._into.close()  # it has read enough, or has failed; the rest must still be as it was written


def _parts(script: IO[bytes]) -> Iterator[Statements | Rows]:
    lines = _Lines(script)
    about, text = "", bytearray()
    while line := lines.line():
        found = _OBJECT.match(line)
        copy = _COPY.fullmatch(line)
        if found or copy:
            if _SAYS.search(text):
                yield Statements(about, bytes(text))
            text.clear()
        if found:
            about = f"{found[2].decode().lower()} {found[1].decode()}"
        elif copy:
            rows = Rows(copy[1].decode(), line.rstrip(b";\n"), iter(()))
            rows.pieces = lines.rows(rows)
            yield rows
        elif not line.startswith(_SKIPPED):
            text += line
    if _SAYS.search(text):
        yield Statements(about, bytes(text))


class _Lines:
    """Reads lines, and rows of a table in larger pieces: a line at a time would take as long as loading them."""

    def __init__(self, script: IO[bytes]) -> None:
        self._script = script
        self._buffer = b""
        self._at = 0

    def line(self) -> bytes:
        """The next line with its end; b"" at the end of the script."""
        while (end := self._buffer.find(b"\n", self._at) + 1) == 0:
            if not self._more():
                end = len(self._buffer)
                break
        line, self._at = self._buffer[self._at : end], end
        return line

    def rows(self, table: Rows) -> Iterator[bytes]:
        """Whole rows until the line that ends them; no row looks like that line, because a backslash is doubled."""
        while not self._buffer.startswith(_END, self._at):
            end = self._buffer.find(b"\n" + _END, self._at) + 1 or self._buffer.rfind(b"\n", self._at) + 1
            if end:
                rows, self._at = self._buffer[self._at : end], end
                table.count += rows.count(b"\n")
                yield rows
            elif not self._more():
                raise BadInput("it ends in the middle of a table")
        self._at += len(_END)

    def _more(self) -> bool:
        more = self._script.read(PIECE)
        self._buffer, self._at = self._buffer[self._at :] + more, 0
        return bool(more)
