"""`hiteuses` commands that need not import the product again: they are forked from a process that has. An import takes
a second, and tests start hundreds. Nor do they make each new folder's database from nothing: it is a copy of one.
`tests/integration/cli/test_cli_processes.py` starts what is installed itself."""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from backend.db.server import embedded, migrate
from backend.domain.messaging import intents
from bot import cli
from bot.i18n import formats

ROOT = Path(__file__).parents[1]
MOST = 2**20
"""Bytes of a request that are read at once."""


class Forked:
    """A command that runs, as `subprocess.Popen` shows one. `output`: where it writes, its `errors` too unless they
    have a place of their own; the caller closes both."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], output: int, errors: int | None = None
    ) -> None:
        self._ends, told = os.pipe()
        self._code: int | None = None
        try:
            request = json.dumps([list(arguments), dict(environment), str(Path.cwd())]).encode() + b"\n"
            first = socket.send_fds(_mother(), [request], [output, output if errors is None else errors, told])
            _mother().sendall(request[first:])
        finally:
            os.close(told)
        said = _mother().recv(64)
        assert said, "the process that commands are forked from has ended"
        self.pid = int(said)

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        if self._code is None and select.select([self._ends], [], [], 0)[0]:
            self.wait()
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code. Raises `subprocess.TimeoutExpired`."""
        if self._code is None:
            if timeout is not None and not select.select([self._ends], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("hiteuses", timeout)
            said = os.read(self._ends, 16)
            os.close(self._ends)
            assert said, "the process that commands are forked from has ended"
            self._code = int(said)
        return self._code

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@cache
def _mother() -> socket.socket:
    """To the process that has imported the product; it ends with this one."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", str(theirs.fileno())],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )

    def end() -> None:
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _serve(requests: socket.socket) -> None:
    """Fork for each request and report its end. Returns where nobody asks any more, and in what was forked, there with
    everything set for `bot.cli.main`."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake)
    told_of: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([requests.fileno(), woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            while told_of:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                with suppress(BrokenPipeError):
                    os.write(told_of[pid], str(os.waitstatus_to_exitcode(status)).encode())
                os.close(told_of.pop(pid))
        if requests.fileno() in ready:
            request, given, _, _ = socket.recv_fds(requests, MOST, 3)
            if not request:
                raise SystemExit
            *outputs, told = given
            while not request.endswith(b"\n"):
                request += requests.recv(MOST)
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for each in (woken, wake, told, *told_of.values()):
                    os.close(each)
                requests.close()
                _become(request, *outputs)
                return
            told_of[pid] = told
            for each in outputs:
                os.close(each)
            requests.sendall(str(pid).encode())


def _become(request: bytes, output: int, errors: int) -> None:
    arguments, environment, folder = json.loads(request)
    os.dup2(output, 1)
    os.dup2(errors, 2)
    os.close(output)
    os.close(errors)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["hiteuses", *arguments]


def _database(folder: Path) -> Path:
    """An embedded server's data with a database that is migrated."""
    folder.chmod(0o711)  # where root has no user namespaces, an ordinary user's server must be able to enter
    server = embedded.start(folder / "home", service=True)
    try:
        migrate.upgrade(server.url)
    finally:
        server.stop()
    return folder / "home" / "postgres"


def _copied(made: Path, data: Path, become: Callable[[], None]) -> None:
    """What `embedded` does with a new folder, from what is `made` already."""
    new = data.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    subprocess.run(["cp", "-R", made, new], preexec_fn=become, check=True)
    new.rename(data)


def copy_databases(folder: Path) -> None:
    """From now on a new data folder of this process has a copy of one database, which is migrated and lies in `folder`:
    making each from nothing takes two seconds."""
    made = _database(folder)
    embedded._create = lambda _binaries, data, become, *_: _copied(made, data, become)


def main() -> None:
    import_module("bot.app")
    for name in cli.COMMANDS.values():
        import_module(f"bot.commands.{name}")
    # made when the first message is read or the first number written, and kept: a fifth of a second of each life
    intents.read("bonjour", loosely=True)
    formats.number(1)
    folder = Path(tempfile.mkdtemp(prefix="hiteuses-made-"))
    copy_databases(folder)
    gc.collect()
    gc.freeze()
    try:
        _serve(socket.socket(fileno=int(sys.argv[1])))
    except SystemExit:
        shutil.rmtree(folder)
        raise
    try:
        cli.main()
    except SystemExit as ended:
        _leave(ended)


def _leave(ended: SystemExit) -> NoReturn:
    """End as Python does, but for taking apart the product: a fork copies each page of it for that."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended.code if isinstance(ended.code, int) else bool(ended.code))


if __name__ == "__main__":
    main()
