"""`hiteuses db`: upgrade the schema, save the database, restore it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from backend import backups
from backend.backups import Manifest
from backend.clock import Clock
from backend.db.earnings import ledger_check
from backend.db.engine import backup_mark
from backend.db.engine.backup_mark import Backup
from backend.db.engine.uow import Database, UnitOfWork
from backend.db.identity import joinings
from backend.db.messaging import contact_routing, outgoing
from backend.db.payouts.destinations import KEY_SETTING
from backend.db.people import erasures
from backend.db.people import queries as people_rows
from backend.db.server import filling, migrate, privileges
from backend.db.server.snapshots import Snapshot
from backend.domain.days import local_day
from backend.domain.errors import BadInput, Unavailable
from backend.domain.identity.linking import SECURITY
from backend.domain.payouts import terms_file
from backend.domain.payouts.alarms import StopReason
from backend.domain.privacy.erasing import ASKED_AGAIN
from backend.services.payouts import keys
from backend.services.privacy import erasure
from bot.commands.engine import session
from bot.delivery.alarms import payout_alarm
from bot.flows.privacy import leaving
from bot.settings import Settings

CARRIED = (terms_file.FILE,)
"""Files of the data folder that are in a backup."""
SIGNING_KEY_FILE = "badge-signing.key"

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the schema of this version."""
    found = session.settings()
    with session.database(found):
        click.echo(f"The database is at schema {migrate.head()}.")


@db.command()
@_FILE
def backup(file: Path) -> None:
    """Save everything to FILE, also while hiteuses runs.

    FILE is encrypted with HITEUSES_BACKUP_PASSPHRASE, and gets its name once it was read back and is complete. It holds
    one moment of the database with all files in it, the keys that encrypt data and sign certificates, and
    payouts.toml."""
    found = session.settings()
    passphrase = _passphrase(found)

    def beside(snapshot: Snapshot, manifest: Manifest) -> Manifest:
        texts = {name: (found.home / name).read_text("utf-8") for name in CARRIED if (found.home / name).exists()}
        used = keys.for_backup(session.key_source(found), snapshot.setting(KEY_SETTING))
        return replace(manifest, keys=used, signing_key=found.badge_signing_key, files=texts)

    with session.server(found) as url, _shown() as progress:
        manifest, size = backups.save(url, file, passphrase, beside, progress)
        session.looked(url, lambda uow: backup_mark.note(uow, Backup(manifest.made_at, size)))
    click.echo(
        f"{file}: {_size(size)}, {manifest.total:,} rows in {len(manifest.rows)} tables, "
        f"as of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC; read back and complete."
    )


@db.command()
@_FILE
def restore(file: Path) -> int:
    """Put the backup FILE into an empty database, one in which nobody has joined.

    Whom the file `erased` of the data folder names is erased again. Ends with the check of the ledger; exit 1 if it
    does not agree. Payouts stay stopped until somebody lets them go on,
    because what was paid after the backup is not in it."""
    found = session.settings()
    passphrase = _passphrase(found)
    source = session.key_source(found)
    with _shown() as progress, backups.checked(file, passphrase, progress) as (opened, manifest):
        keys.check_for_restore(source, manifest.keys)
        with session.embedded_server(found) as running:
            if running is not None and not running.ours:
                raise Unavailable(f"hiteuses is running on {found.home}: end it first, then restore")
            url = session.url_of(found, running)
            backups.restore(url, opened, passphrase, keys.kept_in_database(source, manifest.keys), progress)
            keys.keep_in_folder(source, manifest.keys)
            notes = _left_to_do(found, manifest)
            filling.analyzed(url)
            wrong, totals, erased = asyncio.run(_finish(url, found, manifest, progress))
            filling.finished(url)
    for line in (*notes, *wrong):
        click.echo(line)
    if erased:
        click.echo(f"{erased} of {found.home / erasure.FILE} erased again.")
    click.echo(f"{manifest.total:,} rows as of {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC restored from {file}.")
    words = "agree" if not wrong else "do not agree"
    click.echo(f"Ledger and work {words}: {totals['transfers']} transfers, {totals['accounts']} accounts.")
    return 1 if wrong else 0


async def _finish(
    url: str, found: Settings, manifest: Manifest, progress: backups.Progress
) -> tuple[list[str], dict[str, int], int]:
    """What belongs to a restore once the data are there. Done again if the restore is. Returns the disagreements of the
    ledger, its totals, and how many people were erased again."""
    pools, now = Database(url, turn_connections=1, connections=3), Clock(found.clock).now()
    try:
        progress("erasing again", 0, None)
        people, erased = erasure.erased(found.home), 0
        if people:  # keys are made where there are none, and a restore changes nothing but this
            async with pools.unit() as uow:
                numbers = (await keys.keys(uow, session.key_source(found))).numbers
                await uow.commit()
            erased = await erasure.repeat(pools, people, now, found.home, numbers)
        progress("checking the ledger", 0, None)
        async with pools.unit() as uow:
            totals = await ledger_check.totals(uow)
            if totals["transfers"]:
                line = (
                    f"restored from a backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC: compare what the providers paid "
                    "since then, and only then let payouts go on"
                )
                await payout_alarm.give(uow, StopReason.RESTORED, line, now)
            await _ask_again(uow, now)
            wrong = await ledger_check.disagreements(uow)
            await uow.commit()
        return wrong, totals, erased
    finally:
        await pools.close()


async def _ask_again(uow: UnitOfWork, now: datetime) -> None:
    """A no that came after the backup is lost: no accounts are joined without being asked for anew, and whoever is to
    be erased is told once more."""
    await joinings.lapse_all(uow, now)
    for each in await erasures.put_off(uow, now + ASKED_AGAIN):
        person, chat = await people_rows.person(uow, each.person_id), await contact_routing.of(uow, each.person_id)
        if person is not None and chat is not None:
            message = leaving.after_restore(local_day(each.due, person.zone))
            await outgoing.say_plainly(uow, person.id, chat.id, chat.channel, message, now, purpose=SECURITY)


def _left_to_do(found: Settings, manifest: Manifest) -> list[str]:
    """Put the files of a backup into the data folder, and say what its reader must see to."""
    notes = []
    for name, text in manifest.files.items():
        path = found.home / name
        if name not in CARRIED or (path.exists() and path.read_text("utf-8") == text):
            continue
        if path.exists():
            notes.append(f"{path} is not that of the backup; it stays as it is")
        else:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_text(text, "utf-8")
            privileges.hand_over(path, path.parent)
    if manifest.signing_key is not None and found.badge_signing_key != manifest.signing_key:
        path = found.home / SIGNING_KEY_FILE
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            privileges.hand_over(written.fileno(), path.parent)
            written.write(manifest.signing_key)
        notes.append(f"{path} is the key that signed certificates: set BADGE_SIGNING_KEY to it, or another one signs")
    return notes


def _passphrase(found: Settings) -> str:
    if found.backup_passphrase is None:
        raise BadInput("HITEUSES_BACKUP_PASSPHRASE is not set: a backup is encrypted with it")
    return found.backup_passphrase


@contextmanager
def _shown() -> Iterator[backups.Progress]:
    """Show what is being done: on a terminal in one line that changes, else in a line for each step."""
    if not sys.stderr.isatty():
        yield _Steps()
        return
    try:
        yield _show_in_place
    finally:
        click.echo(_ANEW, nl=False, err=True)


_ANEW = "\r\x1b[2K"
"""Clears a terminal's line and goes back to its beginning."""


def _show_in_place(what: str, done: int, total: int | None) -> None:
    share = f" {100 * done // max(1, total)} %" if total is not None else f" {_size(done)}" if done else ""
    click.echo(f"{_ANEW}{what} …{share}", nl=False, err=True)


def _size(count: int) -> str:
    """A number of bytes, as people read it."""
    return f"{count / 1_000_000:,.1f} MB" if count >= 1_000_000 else f"{count / 1_000:.1f} kB"


class _Steps:
    """Says each step once, not how far it is."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, what: str, done: int, total: int | None) -> None:
        step = what.partition(":")[0]
        if step != self._last:
            self._last = step
            click.echo(f"{step} …", err=True)
