"""Files about people: only our user may read them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from backend.domain.errors import BadInput


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write and read that gets its name at the end of the `with` statement; nothing is left if an error is
    raised. Raises `BadInput` if it cannot be written."""
    if str(path) == "-" or (path.exists() and not path.is_file()):
        raise BadInput(f"{path} is no file")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        number = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(number, "w+b") as file:
            yield file
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
