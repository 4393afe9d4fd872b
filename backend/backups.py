"""Backups: one file with everything that an installation needs to go on elsewhere.

The file is encrypted with a passphrase (`backend.age`). Its content is one line of JSON, the `Manifest`, and after that
line what `pg_dump --format=custom` wrote. So it can be read without this program as well:

    age --decrypt FILE | tail -n +2 | pg_restore --dbname=DATABASE
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import orjson

from backend import age, new_files
from backend.db.server import filling, migrate, scripts, snapshots
from backend.db.server.scripts import Rows
from backend.db.server.snapshots import Snapshot
from backend.domain.errors import BadInput

FORMAT = "hiteuses backup 1"
_MANIFEST_BYTES = 1 << 24
"""More than any manifest has."""


class Progress(Protocol):
    """Is told what is being done, how much of it is done, and how much there is (None: unknown)."""

    def __call__(self, what: str, done: int, total: int | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `made_at`: the moment of its data. `revision`: of its schema. `rows`: their number
    by table. `keys`: those that encrypt stored data, in their order. `signing_key`: the key of certificates, where it
    is not in the database. `files`: texts from the data folder, by name."""

    made_at: datetime
    revision: str
    server: str
    rows: Mapping[str, int]
    keys: tuple[str, ...] = field(default=(), repr=False)
    signing_key: str | None = field(default=None, repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def total(self) -> int:
        """The number of all rows."""
        return sum(self.rows.values())

    def to_line(self) -> bytes:
        """The manifest as one line of JSON, the backup's first."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return orjson.dumps({"format": FORMAT, **fields}, option=orjson.OPT_APPEND_NEWLINE)

    @classmethod
    def from_line(cls, line: bytes) -> Manifest:
        """Raises `BadInput`."""
        try:
            fields: dict[str, Any] = orjson.loads(line)
            if fields.pop("format") != FORMAT:
                raise BadInput("it was made by a newer version: update hiteuses")
            made_at, keys = datetime.fromisoformat(fields.pop("made_at")), tuple(fields.pop("keys"))
            return cls(made_at=made_at, keys=keys, **fields)
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
            raise BadInput("it holds no backup of hiteuses") from None


def save(
    url: str,
    path: Path,
    passphrase: str,
    beside: Callable[[Snapshot, Manifest], Manifest],
    progress: Progress,
) -> tuple[Manifest, int]:
    """Save the database as it is now. `beside` adds to the manifest what is not in the database.

    The file gets its name once it is complete, was read back and holds every row of the snapshot. Returns its manifest
    and its size in bytes. Raises `Unavailable` and `BadInput`; then there is no new file."""
    with new_files.whole(path) as file, snapshots.taken(url) as snapshot:
        at = datetime.now(UTC)
        rows = snapshot.count(lambda table: progress(f"counting: {table}", 0, None))
        manifest = beside(snapshot, Manifest(at, snapshot.revision, snapshot.server, rows))
        with age.Encrypting(file, passphrase) as encrypting, snapshot.dumped() as pieces:
            encrypting.write(manifest.to_line())
            for piece in pieces:
                encrypting.write(piece)
                progress("writing", file.tell(), None)
        file.seek(0)
        with opened(file, passphrase) as (found, parts):
            assert found == manifest
            counted: dict[str, int] = {}
            for part in parts:
                if isinstance(part, Rows):
                    before = sum(counted.values())
                    for _ in part.pieces:
                        progress("reading back", before + part.count, manifest.total)
                    counted[part.table] = part.count
        filling.compare(counted, manifest.rows)
        return manifest, os.fstat(file.fileno()).st_size


@contextmanager
def opened(file: BinaryIO, passphrase: str) -> Iterator[tuple[Manifest, Iterator[scripts.Statements | Rows]]]:
    """The manifest of a backup and its content, as `scripts.read` gives it. Raises `BadInput`, also at the end of the
    `with` statement: nothing of it may be kept for good before that."""
    content = age.decrypted(file, passphrase)
    manifest = Manifest.from_line(content.readline(_MANIFEST_BYTES))
    with scripts.read(content) as parts:
        yield manifest, parts


@contextmanager
def checked(path: Path, passphrase: str, progress: Progress) -> Iterator[tuple[BinaryIO, Manifest]]:
    """A backup that was read to its end and is whole. Raises `BadInput`: the passphrase does not open it, it is damaged
    or cut off, or it is newer than this program."""
    if path.exists() and not path.is_file():  # it is read twice, and a named pipe could wait for ever
        raise BadInput(f"{path} is no file")
    with path.open("rb") as file:
        with _about(path):
            content = age.decrypted(file, passphrase)
            manifest = Manifest.from_line(content.readline(_MANIFEST_BYTES))
            if manifest.revision not in migrate.revisions():
                raise BadInput(f"it is at revision {manifest.revision}, newer than this program: update hiteuses")
            size = os.fstat(file.fileno()).st_size
            while content.read(snapshots.PIECE):
                progress("reading the backup", file.tell(), size)
        file.seek(0)
        yield file, manifest


def restore(
    url: str,
    file: BinaryIO,
    passphrase: str,
    settings: Mapping[str, Any],
    progress: Progress,
) -> None:
    """Put a backup into an empty database, and bring that to the schema of this program. `settings`: values that the
    database keeps beside those of the backup. Until `filling.finished` no other program starts on it. Raises
    `Unavailable` and `BadInput`; then the database is as it was."""
    with filling.empty(url) as target:
        with opened(file, passphrase) as (manifest, parts):
            target.fill(
                parts, manifest.rows, settings, lambda what, rows: progress(f"restoring: {what}", rows, manifest.total)
            )
        progress("committing", manifest.total, manifest.total)
        target.keep()
    migrate.upgrade(url, restoring=True)


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Name the file in what is raised."""
    try:
        yield
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None
