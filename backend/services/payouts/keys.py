"""The keys that encrypt where people are paid.

They are those of `DATA_ENCRYPTION_KEY` if it is set. Else a key is made when it is first needed. With the embedded
server it is stored in the data folder; with another database it is stored there, so that every machine has it.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import destinations as rows
from backend.domain.errors import BadInput
from backend.encryption import Keys, new_key

FILE = "data-encryption.key"


@dataclass(frozen=True, slots=True)
class KeySource:
    """`keys`: those of the environment, of which the first one encrypts; empty: one is made. `home`: the data folder of
    the embedded server; None: the key is stored in the database."""

    keys: tuple[str, ...] = field(default=(), repr=False)
    home: Path | None = None


async def keys(uow: UnitOfWork, source: KeySource) -> Keys:
    """The keys in use. Raises `BadInput` for a key that cannot be used."""
    kept: Keys | None = uow.kept.get(source)
    if kept is None:
        kept = uow.kept[source] = Keys(source.keys or (await _own(uow, source.home),))
    return kept


async def _own(uow: UnitOfWork, home: Path | None) -> str:
    if home is None:
        return await rows.own_key(uow, new_key())
    path = home / FILE
    if not path.exists():
        # The file appears at once and complete, because another process may read it now.
        written = home / f"{FILE}.{os.getpid()}"
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(new_key() + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
        written.unlink()
    found = path.read_text().strip()
    if not found:
        raise BadInput(f"{path} is empty: put the key back, or nobody can be paid")
    return found
