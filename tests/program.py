"""`hiteuses run` as people install it: a process of its own, with its own PostgreSQL, to be killed."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import psutil
import psycopg
from psycopg.rows import DictRow, dict_row

from backend.db import embedded
from tests.fakes.telegram import FakeTelegram

COMMAND = Path(sys.executable).parent / "hiteuses"
READY_WITHIN = 30.0
"""Seconds from the start to an answer of `/ready`, also after a kill -9."""
PATIENCE = 60.0
"""Seconds that are waited for anything before it counts as lost."""
ENDS_WITHIN = 10.0
"""Seconds from SIGTERM to the end."""
MORNING = datetime(2026, 3, 4, 9, tzinfo=UTC)
"""When the product's clock begins: a Wednesday, far from midnight, so that "today" stays one day."""

_FOREIGN = ("DATABASE_URL", "HITEUSES_", "HOST", "PORT", "PUBLIC_URL", "TELEGRAM_", "WHATSAPP_", "ADMIN_", "LOG_", "PG")
_TROUBLE = (" ERROR ", " CRITICAL ", "Traceback ", "hiteuses: ")


@contextmanager
def installation() -> Iterator[Path]:
    """An empty folder for a `Program`, gone afterwards. Ordinary users may enter it: where root has no
    user namespaces, one of them runs its server."""
    with tempfile.TemporaryDirectory(prefix="hiteuses-program-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


class Program:
    """One installation in `home`, and the process that serves it.

    `webhook`: updates are posted to it instead of polled.
    """

    def __init__(self, home: Path, telegram: FakeTelegram, *, webhook: bool = False) -> None:
        self.home = home
        self.starts = 0
        self.complaints: list[str] = []
        """What it logged as an error, over all starts, but for its last words when its server is killed too."""
        self._telegram = telegram
        self._process: subprocess.Popen[bytes] | None = None
        self._ready = asyncio.Event()
        self._listener: asyncio.Task[None] | None = None
        self._lines: list[str] = []
        self._dying = False
        self._began = monotonic()
        self._port = _free_port()
        self._url = f"http://127.0.0.1:{self._port}"
        kept = {name: text for name, text in os.environ.items() if not name.startswith(_FOREIGN)}
        if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
            # An installation starts from compiled modules; compiling them at each start would take longer
            # than all the rest.
            kept["PYTHONPYCACHEPREFIX"] = _compiled()
        self._environment = {
            **kept,
            "HITEUSES_HOME": str(home / "data"),
            "PORT": str(self._port),
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "TELEGRAM_MESSAGES_PER_SECOND": "1000",
            "ADMIN_INVITE_CODE": "PATRON99",
            **({"PUBLIC_URL": self._url} if webhook else {}),
        }

    # --- the process --------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to run; `ready` waits for the end of that."""
        self.starts += 1
        self._dying = False
        self._ready = asyncio.Event()
        self._process = self._spawn("run")
        self._listener = asyncio.create_task(self._listen(self._process, self._ready))

    async def ready(self) -> float:
        """Wait until it says that it is ready and `/ready` agrees; the seconds since the start."""
        began = monotonic()
        assert self._listener is not None
        await self.until(self._ready)
        async with aiohttp.ClientSession() as session, session.get(f"{self._url}/ready") as answer:
            assert answer.status == 200, await answer.text()
        return monotonic() - began

    async def until(self, happened: asyncio.Event) -> None:
        """Wait for something that it shall bring about. Raises `AssertionError` when it ends instead, or
        lets wait in vain."""
        assert self._listener is not None
        waiting = asyncio.create_task(happened.wait())
        try:
            await asyncio.wait({waiting, self._listener}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if not happened.is_set():
            what = "it ended" if self._listener.done() else f"in vain for {PATIENCE:.0f} s"
            raise AssertionError(f"waited for the program: {what}\n{self.log}")

    async def kill(self, *, server: bool) -> None:
        """kill -9, of it alone (its server then ends by itself) or with its PostgreSQL server."""
        process, children = self._process, []
        assert process is not None
        self._dying = True
        if server:
            with suppress(psutil.NoSuchProcess):
                children = psutil.Process(process.pid).children(recursive=True)
        for child in children:  # the server itself is the first: it must not clean up after the others
            with suppress(psutil.NoSuchProcess):
                child.kill()
        process.kill()
        await self._ended()

    async def stop(self) -> tuple[int, float]:
        """SIGTERM: the exit code and the seconds until it ended. Raises `TimeoutError`."""
        assert self._process is not None
        began = monotonic()
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(2 * ENDS_WITHIN):
            code = await self._ended()
        return code, monotonic() - began

    async def close(self) -> None:
        """Whatever state it is in, nothing of it runs afterwards."""
        if self._process is not None and self._process.poll() is None:
            await self.kill(server=True)

    @property
    def log(self) -> str:
        return "\n".join(self._lines[-200:])

    async def _ended(self) -> int:
        assert self._process is not None and self._listener is not None
        await asyncio.shield(self._listener)  # the end of its output is its end
        return self._process.wait()

    async def _listen(self, process: subprocess.Popen[bytes], ready: asyncio.Event) -> None:
        reader = asyncio.StreamReader()
        transport = await _read(process, reader)
        try:
            while line := await reader.readline():
                said = line.decode().rstrip()
                self._lines.append(said)
                if not self._dying and any(sign in said for sign in _TROUBLE):
                    self.complaints.append(said)
                if b"ready on http" in line:
                    ready.set()
        finally:
            transport.close()

    def _spawn(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Not asyncio's own way: its threads would stay, and later tests start servers by forking."""
        clock = MORNING + timedelta(seconds=monotonic() - self._began)  # it runs on over restarts
        return subprocess.Popen(
            [COMMAND, *arguments],
            env={**self._environment, "HITEUSES_CLOCK": clock.isoformat()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    # --- other commands and the data ------------------------------------------------------------------

    async def command(self, *arguments: str | Path) -> str:
        """Carry out another command on the same data; its output. Raises `AssertionError`."""
        process = self._spawn(*arguments)
        reader = asyncio.StreamReader(limit=2**24)
        transport = await _read(process, reader)
        output = (await reader.read()).decode()
        transport.close()
        assert process.wait() == 0, f"hiteuses {' '.join(map(str, arguments))}: {output}"
        return output

    async def invite(self, count: int) -> list[str]:
        """Codes for so many hiteuses of Côte d'Ivoire."""
        made = await self.command(
            "people", "invite", "--role", "hiteuse", "--country", "CI", "--count", str(count), "--json"
        )
        return [row["code"] for row in json.loads(made)]

    async def add_work(self, config: str, data: str) -> str:
        """Import a project from the text of its two files; what the command says."""
        config_file, data_file = self.home / "project.yaml", self.home / "data.csv"
        config_file.write_text(config, "utf-8")
        data_file.write_text(data, "utf-8")
        return await self.command("projects", "import", config_file, data_file)

    async def ledger(self) -> Mapping[str, Any]:
        """What `hiteuses ledger check` finds."""
        report: Mapping[str, Any] = json.loads(await self.command("ledger", "check", "--json"))
        return report

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[DictRow]]:
        """A connection to the running server's database."""
        server = embedded.start(self.home / "data", service=False)
        try:
            with psycopg.connect(server.url, autocommit=True, row_factory=dict_row) as connection:
                yield connection
        finally:
            server.stop()


@cache
def _compiled() -> str:
    """A folder for compiled modules, for as long as the tests run."""
    folder = tempfile.mkdtemp(prefix="hiteuses-compiled-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


async def _read(process: subprocess.Popen[bytes], reader: asyncio.StreamReader) -> asyncio.ReadTransport:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), process.stdout)
    return transport


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
