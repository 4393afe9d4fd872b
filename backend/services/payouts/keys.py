"""The keys that encrypt where people are paid, and phone numbers.

They are those of `DATA_ENCRYPTION_KEY` if it is set. Else a key is made when it is first needed. With the embedded
server it is stored in the data folder; with another database it is stored there, so that every machine has it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from backend.db.engine.uow import UnitOfWork
from backend.db.payouts import destinations as rows
from backend.db.server import privileges
from backend.domain.errors import BadInput
from backend.encryption import Keys, Sealed, new_key
from backend.records import Record

FILE = "data-encryption.key"


@dataclass(frozen=True, slots=True)
class KeySource:
    """`keys`: those of the environment, of which the first one encrypts; empty: one is made. `home`: the data folder of
    the embedded server; None: the key is stored in the database."""

    keys: tuple[str, ...] = field(default=(), repr=False)
    home: Path | None = None


async def keys(uow: UnitOfWork, source: KeySource) -> Keys:
    """The keys in use. Raises `BadInput` for a key that cannot be used, or if none opens what is stored. They may be
    made here, so the first call of a program is in a transaction that is committed."""
    kept: Keys | None = uow.kept.get(source)
    if kept is None:
        known = source.keys or tuple((await _own(uow, source.home)).split(","))
        kept = uow.kept[source] = Keys(known, await _finding(uow, Keys(known)))
    return kept


async def _finding(uow: UnitOfWork, known: Keys) -> str:
    """The finding key, made and stored when it is first needed (see `backend.encryption`)."""
    stored = await rows.finding_key(uow, known.seal(new_key()).decode())
    try:
        return known.open(stored.encode())
    except Sealed:
        raise BadInput(
            "no key of DATA_ENCRYPTION_KEY opens what is stored: put the key of before back, behind the new one"
        ) from None


async def seal_finding_anew(uow: UnitOfWork, known: Keys) -> None:
    """Seal the finding key by the first key, if another one did."""
    stored = await rows.finding_key(uow, known.seal(new_key()).decode())
    if not known.is_new(stored.encode()):
        await rows.seal_finding_key(uow, stored, known.seal(known.open(stored.encode())).decode())


TRIED = 50
"""Destinations that `unreadable` tries from either end."""


class Tried(Record):
    """How many of the oldest and newest destinations were `tried`, how many of these cannot be decrypted (`lost`), and
    how many only by an older key. `finding`: the same of the finding key, without which no program starts; "": there is
    none yet."""

    tried: int
    lost: int
    older: int = 0
    finding: Literal["", "lost", "older", "opened"] = ""


async def look(uow: UnitOfWork, source: KeySource) -> Tried:
    """Whether the keys decrypt what is stored. No key is made for it."""
    sealed, finding = await rows.sample(uow, TRIED), await rows.stored_finding_key(uow)
    try:
        known = await _kept_keys(uow, source)
    except (BadInput, OSError):
        known = None
    if known is None:
        return Tried(len(sealed), len(sealed), finding="" if finding is None else "lost")
    opened = [each for each in sealed if _opens(known, each)]
    older = sum(not known.is_new(each) for each in opened)
    return Tried(len(sealed), len(sealed) - len(opened), older, _finding_of(known, finding))


def _finding_of(known: Keys, finding: bytes | None) -> Literal["", "lost", "older", "opened"]:
    if finding is None:
        return ""
    if not _opens(known, finding):
        return "lost"
    return "opened" if known.is_new(finding) else "older"


async def _kept_keys(uow: UnitOfWork, source: KeySource) -> Keys | None:
    kept = for_backup(source, await rows.stored_key(uow))
    return Keys(kept) if kept else None


def _opens(known: Keys, sealed: bytes) -> bool:
    try:
        known.open(sealed)
    except Sealed:
        return False
    return True


def for_backup(source: KeySource, stored: object) -> tuple[str, ...]:
    """The keys in use, in their order. `stored`: what the database holds (`destinations.KEY_SETTING`). Empty: none was
    needed so far."""
    if source.keys:
        return source.keys
    if source.home is None:
        return tuple(str(stored).split(",")) if stored else ()
    path = source.home / FILE
    return tuple(path.read_text().strip().split(",")) if path.exists() else ()


def check_for_restore(source: KeySource, keys: tuple[str, ...]) -> None:
    """Whether this installation can read what the keys of a backup encrypted. Raises `BadInput`."""
    if source.keys and not set(keys) <= set(source.keys):
        raise BadInput(
            "DATA_ENCRYPTION_KEY lacks a key of this backup: unset it (the backup brings its keys), or put that key "
            "behind the new one"
        )


def kept_in_database(source: KeySource, keys: tuple[str, ...]) -> Mapping[str, str]:
    """The settings by which a database keeps the keys of a backup; none if they are kept elsewhere."""
    return {rows.KEY_SETTING: ",".join(keys)} if keys and not source.keys and source.home is None else {}


def keep_in_folder(source: KeySource, keys: tuple[str, ...]) -> None:
    """Store the keys of a backup in the data folder, if that is where they are kept. A file with another key, which has
    encrypted nothing in a database that was empty, stays beside it."""
    if not keys or source.keys or source.home is None:
        return
    path, text = source.home / FILE, ",".join(keys)
    if path.exists() and path.read_text().strip() != text:
        path.replace(path.with_name(f"{FILE}.before-restore"))
    _beside(path, text).replace(path)


def _beside(path: Path, text: str) -> Path:
    written = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        privileges.hand_over(file.fileno(), path.parent)
        file.write(text + "\n")
    return written


async def _own(uow: UnitOfWork, home: Path | None) -> str:
    if home is None:
        return await rows.own_key(uow, new_key())
    path = home / FILE
    if not path.exists():
        # The file appears at once and complete, because another process may read it now.
        written = _beside(path, new_key())
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
        written.unlink()
    found = path.read_text().strip()
    if not found:
        raise BadInput(f"{path} is empty: put the key back, or nobody can be paid")
    return found
