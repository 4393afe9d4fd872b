"""The folder of the socket on which a server is reached."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from backend.domain.errors import Unavailable

_PLAIN = re.compile(rb"[A-Za-z0-9/._-]{1,80}")


def sockets_of(data: Path) -> Path:
    """The folder of the server's socket: with the data, where all who share them see it, also those who have a /tmp of
    their own (PrivateTmp of systemd). The path of a socket has at most 103 bytes, and libpq reads signs in it, so data
    in a folder with a long or a strange name have a short one elsewhere, closed to other users."""
    if _PLAIN.fullmatch(os.fsencode(data.resolve())):
        return data.resolve()
    name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"hiteuses-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    info = folder.lstat()
    if info.st_uid not in {os.geteuid(), data.stat().st_uid} or info.st_mode & 0o077 or folder.is_symlink():
        raise Unavailable(f"{folder} belongs to somebody else; set TMPDIR to a folder of yours")
    if os.geteuid() == 0 and data.stat().st_uid != 0:
        os.chown(folder, data.stat().st_uid, data.stat().st_gid)
    return folder
