"""Files about people: only our user may read them, and they are whole or not there."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from backend.domain.errors import BadInput

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What a disk answers to a write."""


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write and read. It has another name until the end of the `with` statement, and is gone if an error is
    raised. What a killed run left under that name is written over. Raises `BadInput` if it cannot be written."""
    if str(path) == "-" or (path.exists() and not path.is_file()):
        raise BadInput(f"{path} is no file")
    beside = path.with_name(f".{path.name}.part")
    try:
        number = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from None
    with os.fdopen(number, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadInput(f"another command is writing {path}") from None
        if os.fstat(file.fileno()).st_uid != os.geteuid():  # in a folder of all, who has made it could read it
            raise BadInput(f"{beside} is another user's: take it away")
        os.fchmod(file.fileno(), 0o600)
        file.truncate(0)
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            beside.replace(path)
        except BaseException as error:
            with suppress(OSError):
                beside.unlink()
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                with suppress(OSError):
                    file.close()  # what is left in its buffer cannot be written either
                raise BadInput(f"{path} cannot be written: {error.strerror}") from None
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
