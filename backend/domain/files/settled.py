"""Files that are written to their end before they are read."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path
from typing import Any

from backend.domain.errors import BadFile, Fault, Reason
from backend.domain.files import file_names


class Settled(io.FileIO):
    """A file, or what a shell pipes in, for reading. Raises `BadFile` where a file has grown since it was opened: what
    writes to it might never end, and its last line may be half a line."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        found = os.fstat(self.fileno())
        self._file = file_names.text(path.name)
        self._end = found.st_size if stat.S_ISREG(found.st_mode) else None

    def readinto(self, buffer: Any) -> int:
        """Read the next piece."""
        count = super().readinto(buffer) or 0
        if self._end is not None and self.tell() > self._end:
            raise BadFile(self._file, [Fault(0, Reason("the file grows while it is read; wait until it is complete"))])
        return count

    def read(self, size: int | None = -1) -> bytes:
        """Read at most `size` bytes in one piece; without it, all."""
        if size is None or size < 0:
            return self.readall()
        piece = bytearray(size)
        return bytes(piece[: self.readinto(piece)])

    def readall(self) -> bytes:
        """Read the rest."""
        return b"".join(iter(lambda: self.read(2**20), b""))
