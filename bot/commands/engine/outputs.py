"""Where commands write what they export: standard output, for `-`, or a file that appears complete or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from backend import new_files
from backend.services.work.files import exports

STANDARD = "-"


def standard() -> TextIO:
    """Standard output with UTF-8 and line ends as they are written, whatever the terminal uses."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="")
    return sys.stdout


@contextmanager
def private(output: str) -> Iterator[BinaryIO]:
    """`-`, a pipe or a device, or else a file that only our user may read. Raises `BadInput` if it cannot be
    written."""
    path = Path(output)
    if output == STANDARD:
        yield sys.stdout.buffer
    elif path.exists() and not path.is_file():
        with exports.whole_file(path) as device:
            yield device.buffer
    else:
        with new_files.whole(path) as file:
            yield file
