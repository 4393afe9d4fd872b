"""Going back to a moment, by the very commands of `docs/operators/backups.md`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from backend.db.server import embedded, migrate, privileges
from tests.processes import environment
from tests.program import PATIENCE, installation

# The product forks before it has any thread; here other tests may have left some (Python 3.12 warns).
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

Connection = psycopg.Connection[tuple[object, ...]]
ROOT = Path(__file__).parents[3]
DOCUMENT = ROOT / "docs/operators/backups.md"
SECTION = re.compile(r"## Any point in time\n(.*?)\n## ", re.DOTALL)
COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def documented() -> tuple[str, str, str, str]:
    """The commands: what comes first, those for the archive, for a base, and to go back."""
    section = SECTION.search(DOCUMENT.read_text("utf-8"))
    assert section is not None
    first, archive, base, back, _ = COMMANDS.findall(section[1])
    return first, archive, base, back


class Shell:
    """Runs them as an ordinary user, in the folder of the checkout."""

    def __init__(self, home: Path, folder: Path) -> None:
        self._environment = {**environment(HITEUSES_HOME=str(home)), "TZ": "UTC"}
        self._become = privileges.given_up(folder)
        self._first = documented()[0].replace("/srv/", f"{folder}/")
        self.values: Mapping[str, str] = {}

    def __call__(self, commands: str) -> str:
        """What they print. Raises `AssertionError` if one fails."""
        for name, value in self.values.items():
            commands, found = re.subn(rf"\b{name}=(\"[^\"]*\"|'[^']*')", f"{name}='{value}'", commands)
            assert found == 1
        done = subprocess.run(
            ["/bin/bash", "-euc", self._first + commands],
            env=self._environment, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, preexec_fn=self._become, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout
        return done.stdout


@contextmanager
def serving(home: Path) -> Iterator[Connection]:
    server = embedded.start(home, service=True)
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            migrate.upgrade(server.url)
            yield connection
    finally:
        server.stop()


def joins(connection: Connection, name: str) -> None:
    connection.execute(
        "insert into person (role, first_name, country, zone, created_at) "
        "values ('hiteuse', %s, 'CI', 'Africa/Abidjan', now())",
        (name,),
    )


def archived(connection: Connection) -> None:
    """Wait until all that was written so far is in the archive."""
    row = connection.execute("select pg_walfile_name(pg_switch_wal())").fetchone()
    assert row is not None
    deadline = time.monotonic() + PATIENCE
    last = "select last_archived_wal >= %s from pg_stat_archiver"
    while connection.execute(last, row).fetchone() != (True,):
        assert time.monotonic() < deadline, connection.execute("select * from pg_stat_archiver").fetchall()
        time.sleep(0.05)  # only the server knows


def test_everything_comes_back_as_it_was_at_a_moment() -> None:
    _, archive, base, back = documented()
    with installation() as folder:
        home, wal = folder / "data", folder / "wal"
        for made in (home, wal, folder / "base"):
            made.mkdir(mode=0o711)
        shell = Shell(home, folder)
        if os.geteuid() == 0 and (owner := folder.stat()).st_uid != 0:  # root without namespaces is somebody else there
            for made in (home, wal, folder / "base"):
                shutil.chown(made, owner.st_uid, owner.st_gid)
        with serving(home):
            shell(archive)
        with serving(home) as connection:
            joins(connection, "before the base")
            shell(base)
            (made,) = (folder / "base").iterdir()
            joins(connection, "after the base")
            row = connection.execute("select clock_timestamp()::text").fetchone()
            assert row is not None
            joins(connection, "too late")
            archived(connection)
        assert [file.name for file in wal.iterdir() if file.name.endswith(".new")] == []
        shell.values = {"FROM": str(made), "WHEN": str(row[0])}
        # the last file of the log, which was never archived, is lost with the disk
        shell(
            back.replace(
                'mv "$HITEUSES_HOME/postgres" "$HITEUSES_HOME/postgres.before"', 'rm -r "$HITEUSES_HOME/postgres"'
            )
        )
        with serving(home) as connection:
            names = connection.execute("select first_name from person order by id").fetchall()
            assert names == [("before the base",), ("after the base",)]
            joins(connection, "and on it goes")
