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
from backend.encryption import Keys, Sealed, new_key

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


TRIED = 50
"""Destinations that `unreadable` tries from either end."""


async def unreadable(uow: UnitOfWork, source: KeySource) -> tuple[int, int]:
    """How many of the oldest and newest destinations were tried, and how many of these cannot be decrypted. No key is
    made for it."""
    sealed = await rows.sample(uow, TRIED)
    try:
        known = await _kept_keys(uow, source)
    except (BadInput, OSError):
        return len(sealed), len(sealed)
    return len(sealed), sum(not _opens(known, each) for each in sealed) if known is not None else len(sealed)


async def _kept_keys(uow: UnitOfWork, source: KeySource) -> Keys | None:
    if source.keys:
        return Keys(source.keys)
    if source.home is not None:
        path = source.home / FILE
        return Keys((path.read_text().strip(),)) if path.exists() else None
    stored = await rows.stored_key(uow)
    return None if stored is None else Keys((stored,))


def _opens(known: Keys, sealed: bytes) -> bool:
    try:
        known.open(sealed)
    except Sealed:
        return False
    return True


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
