"""The embedded server after an end that was no end in order."""

from __future__ import annotations

import os
import pwd
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from backend.db.server import embedded, privileges
from backend.domain.errors import Unavailable
from backend.services.privacy import erasure
from tests.database import FAST

# The product forks before it has any thread; here other tests may have left some (Python 3.12 warns).
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@contextmanager
def serving(home: Path) -> Iterator[str]:
    server = embedded.start(home, service=True, options=FAST)
    try:
        yield server.url
    finally:
        server.stop()


def killed_server(home: Path) -> list[str]:
    """Run a server, kill -9 its postmaster, and return the lines of the file that it leaves."""
    server = embedded.start(home, service=True, options=FAST)
    lines = (home / "postgres" / "postmaster.pid").read_text().splitlines()
    os.kill(int(lines[0]), signal.SIGKILL)
    server.stop()
    return lines


def write_pid_file(home: Path, lines: list[str]) -> None:
    (home / "postgres" / "postmaster.pid").write_text("\n".join(lines) + "\n")


def test_a_server_ends_with_what_failed_while_it_got_ready(home: Path) -> None:
    def failing() -> None:
        raise ImportError("no module of that name")

    with pytest.raises(ImportError, match="no module"):
        embedded.start(home, service=True, options=FAST, meanwhile=failing)
    with serving(home) as url, psycopg.connect(url) as connection:  # nothing holds the folder
        assert connection.execute("select 1").fetchone() == (1,)


def test_a_server_is_reached_in_its_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever shares the folder finds it, also with a /tmp of its own, as systemd gives to services."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as url:
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr(tempfile, "tempdir", None)
        assert url.endswith(f"?host={Path(folder).resolve()}/postgres")
        joined = embedded.start(Path(folder), service=False)
        with psycopg.connect(joined.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        joined.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can work in somebody else's folder")
def test_what_root_makes_in_somebodys_folder_is_theirs() -> None:
    """A service that runs as that user can start there afterwards."""
    binaries = [folder.stat().st_mode & 0o001 for folder in embedded.binary("initdb").parents]
    if not all(binaries):
        pytest.skip("the programs are where nobody else may run them")
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory() as folder:  # not in pytest's, which only root may enter
        home = Path(folder)
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        for _ in range(2):
            with serving(home) as url, psycopg.connect(url) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
        erasure.write_down(home, [7])
        assert {file.stat().st_uid for file in (home, *home.rglob("*"))} == {nobody.pw_uid}


def test_a_server_that_has_ended_leaves_no_folder_for_its_socket(tmp_path: Path) -> None:
    home = tmp_path / "a folder with a name of its own"
    with serving(home):
        sockets = Path((home / "postgres" / "postmaster.pid").read_text().splitlines()[4])
        assert sockets.is_dir()
    assert not sockets.exists()
    with serving(home):
        assert sockets.is_dir()


def test_a_server_starts_although_the_killed_one_was_never_reaped(home: Path) -> None:
    lines = killed_server(home)
    with subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE) as dead:
        assert dead.stdout is not None
        dead.stdout.read()  # it has ended; not waited for, its number stays taken
        os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
        write_pid_file(home, [str(dead.pid), *lines[1:]])
        socket_lock = Path(lines[4]) / ".s.PGSQL.5432.lock"
        socket_lock.write_text(f"{dead.pid}\n")
        with serving(home) as url, psycopg.connect(url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)


def test_a_server_starts_although_the_killed_one_had_not_yet_written_its_number(home: Path) -> None:
    killed_server(home)
    (home / "postgres" / "postmaster.pid").write_text("")
    with serving(home) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_why_a_server_could_not_be_set_up_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not what was done after that."""
    given_up = privileges.given_up

    def cramped(folder: Path) -> Callable[[], None]:
        become = given_up(folder)

        def then() -> None:
            become()
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))  # as little room as on a full disk

        return then

    monkeypatch.setattr(privileges, "given_up", cramped)
    with pytest.raises(Unavailable, match=r"set up \(could not write to file .* File too large\); set DATABASE_URL"):
        embedded.start(home, service=True)
    assert [path.name for path in home.iterdir() if path.is_dir()] == []


def test_a_server_starts_although_the_killed_ones_number_is_another_programs_now(home: Path) -> None:
    lines = killed_server(home)
    write_pid_file(home, [str(os.getppid()), *lines[1:]])
    with serving(home) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_no_file_in_the_folder_is_open_to_other_users_although_the_folder_is(home: Path) -> None:
    home.mkdir(0o755)
    for name in ("postgres.log", "server.lock"):  # of an earlier version
        (home / name).touch(0o644)
    before = os.umask(0o022)
    try:
        with serving(home):
            assert [file.name for file in home.iterdir() if file.stat().st_mode & 0o077] == []
    finally:
        os.umask(before)
    assert {file.name for file in home.iterdir()} == {"postgres", "postgres.log", "server.lock", "users.lock"}


def test_the_folder_may_be_called_anything(tmp_path: Path) -> None:
    """Also what is no UTF-8, as a home of an old system is."""
    home = Path(os.fsdecode(bytes(tmp_path) + b"/Am\xe9lie's $x"))
    with serving(home):
        joined = embedded.start(home, service=False)
        with psycopg.connect(joined.url) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        joined.stop()
        assert not joined.ours
        pid = int((home / "postgres" / "postmaster.pid").read_bytes().split()[0])
        os.kill(pid, signal.SIGKILL)
    with serving(home) as url, psycopg.connect(url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
