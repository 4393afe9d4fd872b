"""The measured processes and the fake platforms' process: starts, asks, kills and ends them."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.running import BenchError
from tests.forking import Forked

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""


class Platform:
    """The process of `benchmarks.crowd`. The limits are in messages a second; None: no limits."""

    def __init__(self, *, telegram_limit: float | None = None, whatsapp_limit: float | None = None) -> None:
        limits = {"--telegram-limit": telegram_limit, "--whatsapp-limit": whatsapp_limit}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.crowd", *(f"{k}={v}" for k, v in limits.items() if v is not None)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        ready = self.hear()
        self.url: str = ready["url"]
        self.token: str = ready["token"]
        self.whatsapp: dict[str, str] = ready["whatsapp"]
        """The product's WhatsApp settings for this platform."""

    @property
    def pid(self) -> int:
        return self._process.pid

    def tell(self, do: str, **what: Any) -> None:
        """Sends a command without waiting for the answer, which `hear` then returns."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self._process.stdin.flush()

    def hear(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise BenchError("the platform's process has ended")
        answer = json.loads(line)
        if isinstance(answer, dict) and "error" in answer:
            raise BenchError(f"the platform's process: {answer['error']}")
        return answer

    def ask(self, do: str, **what: Any) -> Any:
        self.tell(do, **what)
        return self.hear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()  # The process ends when its standard input is closed.
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Program:
    """A bot under test in a process of its own, started in `root`; its output goes to `log`."""

    forked = False
    """Whether the installed command is not started but forked from a process that has imported it: quicker, and not
    what is to be measured."""

    def __init__(self, command: Sequence[str | Path], environ: Mapping[str, str], log: Path, root: Path = ROOT) -> None:
        self.argv = command
        self.root = root
        self._environ = environ
        self._log = log
        self._process: subprocess.Popen[bytes] | Forked | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        with self._log.open("ab") as output:
            if self.forked and Path(self.argv[0]).name == "hiteuses":
                self._process = Forked([str(each) for each in self.argv[1:]], self._environ, output.fileno())
                return
            self._process = subprocess.Popen(
                self.argv, cwd=self.root, env=self._environ, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        assert self._process is not None
        return self._process.poll()

    def check(self) -> None:
        """Raises `BenchError` when the process has ended by itself."""
        if self.poll() is not None:
            lines = self._log.read_text("utf-8", "replace").strip().splitlines()
            raise BenchError(f"{' '.join(map(str, self.argv))} ended ({'; '.join(lines[-3:]) or 'no word'})")

    def kill(self) -> None:
        """Kills the process alone with SIGKILL."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Sends SIGTERM, and SIGKILL after 20 s. Does nothing when the process is not running."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def running(program: Program) -> Iterator[None]:
    """The program runs inside this context."""
    program.start()
    try:
        yield
    finally:
        program.stop()


def free_port() -> int:
    """A port of the loopback interface on which nobody listens now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
