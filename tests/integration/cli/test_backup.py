"""`hiteuses db backup` and `db restore`, as they are typed, between two databases of one server."""

from __future__ import annotations

import asyncio
import re
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from backend import age, backups
from backend.backups import Manifest
from backend.db.engine import backup_mark
from backend.db.engine.uow import Database
from backend.db.payouts import destinations
from backend.db.server import embedded, filling, migrate, programs, snapshots
from backend.domain.errors import Unavailable
from backend.domain.money import Money
from backend.encryption import Keys, new_key
from backend.services.payouts import keys as key_service
from bot.cli import run
from tests import signing
from tests.checks.migrations import _definitions
from tests.database import TestServer
from tests.integration import payments
from tests.integration.payments import earns, funded, names
from tests.integration.scenes import commit, hiteuses, look

KEY = new_key()
PASSPHRASE = "cinq mots que personne ne devine"
TOLD = "hiteuses: "


@dataclass
class Typist:
    """Types commands against one database or another."""

    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    source: str
    target: str
    file: Path

    async def __call__(self, url: str, *arguments: object) -> tuple[int, str, list[str]]:
        """Exit code, output, and the lines of errors without the steps of the progress."""
        self.patch.setenv("DATABASE_URL", url)
        code = await asyncio.to_thread(run, [str(each) for each in arguments])
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        return code, out, [line for line in err.splitlines() if not line.endswith(" …")]

    async def saved(self) -> str:
        code, out, err = await self(self.source, "db", "backup", self.file)
        assert (code, err) == (0, [])
        return out

    async def restored(self) -> str:
        code, out, err = await self(self.target, "db", "restore", self.file)
        assert code == 0, err
        return out

    async def refused(self, url: str, *arguments: object) -> str:
        """The one line that says why."""
        code, out, err = await self(url, *arguments)
        assert (code, out) == (1, "")
        (line,) = err
        assert line.startswith(TOLD)
        return line.removeprefix(TOLD)


@pytest.fixture
async def typist(
    clean_environment: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    server: TestServer,
    database: Database,
) -> AsyncIterator[Typist]:
    """On the tests' database, with a woman who has earned and said where she is paid, and an empty one beside it."""
    monkeypatch.setenv("HITEUSES_BACKUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("HITEUSES_CLOCK", "2026-03-04T09:00:00Z")
    monkeypatch.setattr(age, "WORK", 4)
    monkeypatch.setattr(payments, "KEYS", Keys([KEY]))
    (awa,) = await hiteuses(database, 1)
    await names(database, awa)
    await earns(database, await funded(database), awa, Money.parse("2.50", "EUR"))
    await stored(database, KEY)
    with server.another("restored") as empty:
        yield Typist(capsys, monkeypatch, server.url, empty, tmp_path / "monday.backup")


async def stored(database: Database, key: str) -> None:
    """The key that the database would have made itself."""
    assert await commit(database, destinations.own_key, key) == key


CONTENT = """
    select c.relname from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1
"""


def content(url: str) -> dict[str, Any]:
    """Every row of every table, and the next number of every sequence, but for what a restore adds."""
    with psycopg.connect(url) as connection:
        found: dict[str, Any] = {}
        for (table,) in connection.execute(CONTENT).fetchall():
            statement = sql.SQL("select t::text from public.{} t order by 1").format(sql.Identifier(table))
            found[table] = [row for (row,) in connection.execute(statement)]
        found["sequences"] = connection.execute(
            "select sequencename, last_value from pg_sequences where sequencename <> all(%s) order by 1",
            (["audit_id_seq", "person_id_seq", "payout_id_seq"],),
        ).fetchall()
    found["setting"] = [row for row in found["setting"] if not row.startswith(('("payouts stopped"', "(backup,"))]
    found["audit"] = [row for row in found["audit"] if "stop payouts" not in row]
    return found


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(sql.SQL("select count(*) from public.{}").format(sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0])


def is_untouched(url: str) -> bool:
    """Whether a database has nothing in it at all."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from pg_class where relnamespace = 'public'::regnamespace").fetchone()
    return row == (0,)


# --- what comes back ----------------------------------------------------------------------------------


async def test_everything_comes_back(typist: Typist) -> None:
    before, schema = content(typist.source), _definitions(typist.source)
    said = await typist.saved()
    assert f"{sum(len(rows) for name, rows in before.items() if name != 'sequences'):,} rows" in said
    said = await typist.restored()
    assert said.splitlines()[-1].startswith("Ledger and work agree: ")
    assert content(typist.target) == before
    assert _definitions(typist.target) == schema
    with psycopg.connect(typist.target) as connection, pytest.raises(psycopg.errors.IntegrityConstraintViolation):
        connection.execute("delete from transfer")  # its guards are back too


async def test_a_backup_is_noted_for_those_who_watch(typist: Typist) -> None:
    await typist.saved()
    database = Database(typist.source)
    noted = await look(database, backup_mark.last)
    await database.close()
    assert noted is not None
    assert noted.size == size_of(typist.file)


def size_of(file: Path) -> int:
    return file.stat().st_size


async def test_on_a_terminal_one_line_changes(typist: Typist) -> None:
    typist.patch.setenv("DATABASE_URL", typist.source)
    typist.patch.setattr("sys.stderr.isatty", lambda: True)
    assert await asyncio.to_thread(run, ["db", "backup", str(typist.file)]) == 0
    out, err = typist.capture.readouterr()
    assert re.search(r"monday\.backup: \d+\.\d kB, \d+ rows in \d+ tables", out)
    before, *shown, left = err.split("\r\x1b[2K")
    assert before == left == ""
    assert all(re.fullmatch(r"[^\r\n]+ …( \d+ %| \d+\.\d [kM]B)?", each) for each in shown), shown
    assert shown[-1].endswith(" … 100 %")


async def test_it_goes_on_where_it_stood(typist: Typist) -> None:
    await typist.saved()
    await typist.restored()
    database = Database(typist.target)
    try:
        (fatou,) = await hiteuses(database, 1)
        keys = await look(database, key_service.keys, key_service.KeySource())
        project = await funded(database, "XOF")
        await earns(database, project, fatou, Money.parse("500", "XOF"))
        await names(database, fatou, "0701020399")
    finally:
        await database.close()
    with psycopg.connect(typist.target) as connection:
        sealed = connection.execute("select sealed from destination order by id").fetchall()
    assert len({keys.open(bytes(each)) for (each,) in sealed}) == 2


async def test_who_was_erased_after_the_backup_is_erased_again(typist: Typist, tmp_path: Path) -> None:
    await typist.saved()
    with psycopg.connect(typist.source) as connection:
        ((awa,),) = connection.execute("select id from person").fetchall()
    code, *said = await typist(typist.source, "people", "erase", awa)
    assert code == 0, said
    assert f"1 of {tmp_path / 'home' / 'erased'} erased again." in await typist.restored()
    hers = """
        select p.first_name, d.sealed, d.tail, k.address from person p join destination d on d.person_id = p.id
        join contact k on k.person_id = p.id where p.id = %s
    """
    found = []
    for url in (typist.source, typist.target):
        with psycopg.connect(url) as connection:
            found.append(connection.execute(hers, (awa,)).fetchall())
    assert found[0] == found[1]
    assert "Awa" not in str(found)


async def test_who_may_have_said_no_since_is_asked_again(typist: Typist) -> None:
    """« Je reste » came after the backup: she was erased ten minutes after the restore."""
    with psycopg.connect(typist.source) as connection:
        connection.execute(
            """
            insert into erasure (person_id, asked_at, due, stopped_before)
            select id, '2026-02-18T09:00Z', '2026-03-04T09:00Z', false from person
            """
        )
        connection.execute(
            """
            insert into joining (kind, state, giver_id, taker_id, contact_id, waits, asked_at)
            select 'add', 'waits', p.id, p.id, k.id, true, '2026-03-03T08:00Z' from person p, contact k
            """
        )
    await typist.saved()
    await typist.restored()
    with psycopg.connect(typist.target) as connection:
        (due,) = connection.execute("select due from erasure").fetchone() or (None,)
        assert due is not None and due.replace(second=0, microsecond=0) == datetime(2026, 3, 7, 9, tzinfo=UTC)
        assert connection.execute("select state from joining").fetchall() == [("lapsed",)]
        ((said,),) = connection.execute("select message::text from outbox").fetchall()
    assert "je reste" in said


async def test_numbers_of_people_and_payments_that_are_lost_are_not_given_again(typist: Typist) -> None:
    """Whoever joined after the backup may be in the file of people erased, and a payment in a provider's."""
    await typist.saved()
    await typist.restored()
    database = Database(typist.target)
    (later,) = await hiteuses(database, 1)
    await database.close()
    with psycopg.connect(typist.source) as connection:
        assert connection.execute("select max(id) from person").fetchone() == (later.id - filling.GAP - 1,)


async def test_payouts_wait_until_a_person_has_compared_what_was_paid_since(typist: Typist) -> None:
    await typist.saved()
    code, _, (warned,) = await typist(typist.target, "db", "restore", typist.file)
    assert code == 0
    assert "compare what the providers paid since" in warned
    _, out, _ = await typist(typist.target, "payouts", "resume", "--by", "Paul")
    assert out == "payouts go on\n"


async def test_a_ledger_that_does_not_agree_is_said_and_comes_back_as_it_was(
    typist: Typist, server: TestServer
) -> None:
    with psycopg.connect(typist.source) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("update transfer set units = units + 1 where id = (select max(id) from transfer)")
    await typist.saved()
    code, out, _ = await typist(typist.target, "db", "restore", typist.file)
    assert code == 1
    assert "Ledger and work do not agree" in out.splitlines()[-1]
    assert content(typist.target) == content(typist.source)


async def test_a_backup_of_an_older_schema_is_brought_to_this_one(typist: Typist, server: TestServer) -> None:
    """It was made before an upgrade; the program that restores it is newer."""
    from alembic import command

    former = former_revision()
    with server.another("former") as url:
        settings = migrate.config()
        engine = migrate.sync_engine(url)
        with engine.connect() as connection:
            settings.attributes["connection"] = connection
            command.upgrade(settings, former)
            connection.commit()
        engine.dispose()
        code, *_ = await typist(url, "db", "backup", typist.file)
        assert code == 0
        with psycopg.connect(url) as check:
            assert check.execute("select version_num from alembic_version").fetchone() == (former,)  # not upgraded
    await typist.restored()
    assert _definitions(typist.target) == _definitions(typist.source)


def former_revision() -> str:
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(migrate.config())
    newest = script.get_revision(migrate.head())
    assert isinstance(newest.down_revision, str)
    return newest.down_revision


# --- keys and files -----------------------------------------------------------------------------------


async def _keys_of(url: str, known: tuple[str, ...]) -> Keys:
    """The keys of a program that has been started there."""
    database = Database(url)
    found = await commit(database, key_service.keys, key_service.KeySource(known))
    await database.close()
    return found


async def test_keys_and_files_that_are_not_in_the_database_come_along(typist: Typist, tmp_path: Path) -> None:
    other = new_key()
    typist.patch.setenv("DATA_ENCRYPTION_KEY", f"{other},{KEY}")
    typist.patch.setenv("BADGE_SIGNING_KEY", signing.pem())
    terms = tmp_path / "home" / "payouts.toml"
    terms.parent.mkdir()
    terms.write_text("as_of = 2026-03-01\n", "utf-8")
    marked = await _keys_of(typist.source, (other, KEY))
    await typist.saved()
    for name in ("DATA_ENCRYPTION_KEY", "BADGE_SIGNING_KEY"):
        typist.patch.delenv(name)
    there = tmp_path / "elsewhere"
    typist.patch.setenv("HITEUSES_HOME", str(there))
    said = await typist.restored()
    assert (there / "payouts.toml").read_text("utf-8") == terms.read_text("utf-8")
    signing_key = there / "badge-signing.key"
    assert f"{signing_key} is the key that signed certificates: set BADGE_SIGNING_KEY to it" in said
    assert signing_key.read_text() == signing.pem().strip()
    assert signing_key.stat().st_mode & 0o077 == 0
    database = Database(typist.target)
    async with database.unit() as uow:
        found = await key_service.keys(uow, key_service.KeySource())
        assert found.open(Keys([KEY]).seal("old")) == "old"
        assert found.open(Keys([other]).seal("new")) == "new"
        assert found.mark("same") == marked.mark("same")
    await database.close()


async def test_a_data_folder_gets_the_key_of_a_database_and_keeps_its_own_beside_it(
    typist: Typist, tmp_path: Path
) -> None:
    source = key_service.KeySource(home=tmp_path)
    (tmp_path / key_service.FILE).write_text("another\n")
    key_service.keep_in_folder(source, (KEY,))
    assert (tmp_path / key_service.FILE).read_text() == f"{KEY}\n"
    assert (tmp_path / f"{key_service.FILE}.before-restore").read_text() == "another\n"
    assert key_service.for_backup(source, None) == (KEY,)
    key_service.keep_in_folder(source, (KEY,))  # again, after a kill
    assert (tmp_path / f"{key_service.FILE}.before-restore").read_text() == "another\n"


async def test_another_encryption_key_is_refused_before_anything_is_done(typist: Typist) -> None:
    await typist.saved()
    typist.patch.setenv("DATA_ENCRYPTION_KEY", new_key())
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line.startswith("DATA_ENCRYPTION_KEY lacks a key of this backup: unset it")
    assert is_untouched(typist.target)
    typist.patch.setenv("DATA_ENCRYPTION_KEY", f"{new_key()},{KEY}")
    await typist.restored()


# --- what is refused ----------------------------------------------------------------------------------


async def test_nothing_is_done_without_a_passphrase(typist: Typist) -> None:
    await typist.saved()
    was = typist.file.read_bytes()
    typist.patch.delenv("HITEUSES_BACKUP_PASSPHRASE")
    why = "HITEUSES_BACKUP_PASSPHRASE is not set: a backup is encrypted with it"
    assert await typist.refused(typist.source, "db", "backup", typist.file) == why
    assert await typist.refused(typist.target, "db", "restore", typist.file) == why
    assert typist.file.read_bytes() == was
    assert is_untouched(typist.target)


async def test_only_the_passphrase_opens_a_backup(typist: Typist) -> None:
    await typist.saved()
    content = typist.file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n")
    assert b"PGDMP" not in content  # with which pg_dump begins; a shorter mark stands in such a file by chance
    assert typist.file.stat().st_mode & 0o077 == 0
    typist.patch.setenv("HITEUSES_BACKUP_PASSPHRASE", "another")
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line == f"{typist.file}: The passphrase does not open the file."
    assert is_untouched(typist.target)


def cut(content: bytes) -> bytes:
    return content[:-1]


def halved(content: bytes) -> bytes:
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize("damage", [cut, halved, flipped])
async def test_a_damaged_backup_is_refused_and_nothing_is_done(
    typist: Typist, damage: Callable[[bytes], bytes]
) -> None:
    await typist.saved()
    typist.file.write_bytes(damage(typist.file.read_bytes()))
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line == f"{typist.file}: The file is damaged or cut off."
    assert is_untouched(typist.target)


async def test_damage_that_comes_after_the_check_undoes_all(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the disk fails while the file is read for the second time."""
    await typist.saved()

    def damaged(url: str, file: Any, passphrase: str, *rest: Any) -> None:
        typist.file.write_bytes(cut(typist.file.read_bytes()))
        restore(url, file, passphrase, *rest)

    restore = backups.restore
    monkeypatch.setattr(backups, "restore", damaged)
    assert (await typist.refused(typist.target, "db", "restore", typist.file)) == "The file is damaged or cut off."
    assert is_untouched(typist.target)


@pytest.mark.parametrize("text", [b"", b"PGDMP and so on", b"-- a dump in plain\n" * 99])
async def test_other_files_are_refused(typist: Typist, text: bytes) -> None:
    typist.file.write_bytes(text)
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line == f"{typist.file}: The file is not in the age format with a passphrase."


async def test_a_file_that_is_not_there_is_one_line(typist: Typist) -> None:
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line == f"{typist.file}: No such file or directory"
    missing = typist.file.parent / "none" / "x"
    assert (
        await typist.refused(typist.source, "db", "backup", missing)
        == f"{missing} cannot be written: No such file or directory"
    )


async def test_a_backup_of_a_newer_version_is_refused(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    await typist.saved()
    known = {name: newest for name, newest in migrate.revisions().items() if not newest}
    monkeypatch.setattr(migrate, "revisions", lambda: known)
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line.endswith("newer than this program: update hiteuses")


async def test_only_an_empty_database_is_restored_into(typist: Typist) -> None:
    await typist.saved()
    await typist.restored()
    before = content(typist.target)
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line == "the database is not empty: people have joined; restore into an empty one"
    assert content(typist.target) == before


async def test_a_database_that_was_only_started_counts_as_empty(typist: Typist) -> None:
    await typist.saved()
    code, *_ = await typist(typist.target, "people", "invite", "--role", "admin", "--country", "CM")
    assert code == 0
    await typist.restored()
    assert content(typist.target) == content(typist.source)


async def test_tables_of_others_are_never_touched(typist: Typist) -> None:
    await typist.saved()
    with psycopg.connect(typist.target) as connection:
        connection.execute("create table theirs (id int)")
    line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert "it has a table theirs, which is none of hiteuses" in line


async def test_nobody_may_use_the_database_meanwhile(typist: Typist) -> None:
    await typist.saved()
    with psycopg.connect(typist.target):
        line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line == "another program uses this database: end it first, then restore"
    with psycopg.connect(typist.target.replace("/restored?", "/postgres?")) as other:
        other.execute("select 1")  # it uses another database
        await typist.restored()


async def test_two_restores_at_once_are_refused(typist: Typist) -> None:
    await typist.saved()
    with filling.empty(typist.target):
        line = await typist.refused(typist.target, "db", "restore", typist.file)
    assert line == "another program starts or restores on this database: end it first"


async def test_an_empty_database_has_nothing_to_save(typist: Typist) -> None:
    line = await typist.refused(typist.target, "db", "backup", typist.file)
    assert line == "the database is empty: there is nothing to save"
    assert not typist.file.exists()


# --- what ends in the middle --------------------------------------------------------------------------


async def test_no_program_starts_on_a_restore_that_did_not_end(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data are there, but not yet the keys; a restore again brings them."""
    await typist.saved()

    def killed(*_: Any) -> None:
        raise SystemExit(137)

    with monkeypatch.context() as patch:
        patch.setattr(key_service, "keep_in_folder", killed)
        with pytest.raises(SystemExit):
            await typist(typist.target, "db", "restore", typist.file)
    assert count(typist.target, "person") == count(typist.source, "person")
    again = "a backup was not restored to its end; run again: hiteuses db restore FILE"
    for command in (["run"], ["db", "upgrade"], ["projects", "list"]):
        assert (await typist.refused(typist.target, *command)).endswith(again)
    await typist.restored()
    assert content(typist.target) == content(typist.source)
    code, *_ = await typist(typist.target, "db", "upgrade")
    assert code == 0


async def test_an_error_in_a_backup_leaves_the_former_one(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    await typist.saved()
    was = typist.file.read_bytes()

    def fewer(self: snapshots.Snapshot, counted: Callable[[str], None]) -> Mapping[str, int]:
        return {**counts(self, counted), "public.person": 99}

    counts = snapshots.Snapshot.count
    monkeypatch.setattr(snapshots.Snapshot, "count", fewer)
    line = await typist.refused(typist.source, "db", "backup", typist.file)
    assert line.startswith("1 rows of public.person in the backup, not 99")
    assert typist.file.read_bytes() == was
    assert [path.name for path in typist.file.parent.iterdir() if path.is_file()] == [typist.file.name]


async def test_a_program_that_fails_is_told_by_its_own_line(typist: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    false = programs.Program(Path("/bin/false"), 99, encrypts=True)
    monkeypatch.setattr(programs, "pg_dump", lambda *_, **__: false)
    assert await typist.refused(typist.source, "db", "backup", typist.file) == "pg_dump failed: it said nothing"
    monkeypatch.setattr(programs, "pg_restore", lambda: false)
    assert not typist.file.exists()


# --- by hand ------------------------------------------------------------------------------------------


def test_a_server_that_is_reached_by_tls_needs_a_program_that_knows_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.pg_dump(18, encrypted=False).path == embedded.binary("pg_dump")
    with pytest.raises(Unavailable, match="by TLS: install the client programs of PostgreSQL 18 or newer"):
        programs.pg_dump(18, encrypted=True)
    with pytest.raises(Unavailable, match="of this version: install the client programs of PostgreSQL 19"):
        programs.pg_dump(19, encrypted=False)
    other = tmp_path / "pg_dump"
    other.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 19.1 (Debian 19.1-1)'\n")
    other.chmod(0o755)
    assert programs.pg_dump(19, encrypted=False) == programs.pg_dump(18, encrypted=True)
    assert programs.pg_dump(19, encrypted=True).path == other


def test_what_was_encrypted_for_us_is_for_pg_dump_and_no_password_is_an_argument() -> None:
    address, environment = snapshots._address("postgresql://u:secret@db.example/x", encrypted=True)
    assert "sslmode=require" in address
    assert "secret" not in address
    assert environment["PGPASSWORD"] == "secret"
    address, _ = snapshots._address("postgresql://db.example/x?sslmode=verify-full", encrypted=True)
    assert "sslmode=verify-full" in address


async def test_a_backup_can_be_read_without_the_program(typist: Typist) -> None:
    """As its documentation says: what is behind the first line is an archive of `pg_dump`."""
    await typist.saved()
    with typist.file.open("rb") as file:
        opened = age.decrypted(file, PASSPHRASE)
        manifest = Manifest.from_line(opened.readline())
        archive = opened.read()
    assert manifest.revision == migrate.head()
    assert "person" not in repr(manifest.keys) and KEY in manifest.keys and KEY not in repr(manifest)
    with psycopg.connect(typist.target) as connection:
        connection.execute("drop schema public")
    assert await asyncio.to_thread(by_hand, archive, typist.target) == (0, b"")
    assert content(typist.target) == content(typist.source)


def by_hand(archive: bytes, url: str) -> tuple[int, bytes]:
    command: list[str | Path] = [embedded.binary("pg_restore"), "--exit-on-error", f"--dbname={url}"]
    done = subprocess.run(command, input=archive, capture_output=True, check=False)
    return done.returncode, done.stderr


@pytest.fixture(autouse=True)
def _no_folder(tmp_path: Path) -> Iterator[None]:
    yield
    home = tmp_path / "home" / "postgres"
    assert not home.exists()  # DATABASE_URL was set
