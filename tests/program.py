"""`hiteuses run` as people install it: a process of its own, with its own PostgreSQL, to be killed."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

import aiohttp
import psutil
import psycopg
from psycopg.rows import DictRow, dict_row

from backend.db.server import embedded
from tests.fakes.ports import Port
from tests.fakes.telegram import FakeTelegram
from tests.processes import Commands, Process, environment, is_trouble

READY_WITHIN = 30.0
"""Seconds from the start to an answer of `/ready`, also after a kill -9."""
PATIENCE = 60.0
"""Seconds that are waited for anything before it counts as lost."""
MORNING = datetime(2026, 3, 4, 9, tzinfo=UTC)
"""When the product's clock begins: a Wednesday, far from midnight, so that "today" stays one day."""


@contextmanager
def installation() -> Iterator[Path]:
    """An empty folder for a `Program`, gone afterwards. Ordinary users may enter it: where root has no
    user namespaces, one of them runs its server."""
    with tempfile.TemporaryDirectory(prefix="hiteuses-program-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


class Program(Commands):
    """One installation in `home`, and the process that serves it.

    `webhook`: updates are posted to it instead of polled.
    """

    def __init__(self, home: Path, telegram: FakeTelegram, *, webhook: bool = False) -> None:
        super().__init__(home, self._settings_now)
        self.home = home
        self.starts = 0
        self.complaints: list[str] = []
        """What it logged as an error, over all starts, but for its last words when its server is killed too."""
        self._process: Process | None = None
        self._ready = asyncio.Event()
        self._lines: list[str] = []
        self._dying = False
        self._began = monotonic()
        self._port = Port()
        self._url = f"http://127.0.0.1:{self._port.number}"
        self._environment = environment(
            HITEUSES_HOME=str(home / "data"),
            PORT=str(self._port.number),
            TELEGRAM_BOT_TOKEN=telegram.token,
            TELEGRAM_API_URL=telegram.url,
            TELEGRAM_MESSAGES_PER_SECOND="1000",
            **({"PUBLIC_URL": self._url} if webhook else {}),
        )

    def _settings_now(self) -> dict[str, str]:
        clock = MORNING + timedelta(seconds=monotonic() - self._began)  # it runs on over restarts
        return {**self._environment, "HITEUSES_CLOCK": clock.isoformat()}

    # --- the process --------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to run; `ready` waits for the end of that."""
        self.starts += 1
        self._dying = False
        self._ready = asyncio.Event()
        self._process = Process("run", environment=self._settings_now(), heard=self._hears)

    async def ready(self) -> float:
        """Wait until it says that it is ready and `/ready` agrees; the seconds since the start."""
        began = monotonic()
        await self.until(self._ready)
        async with aiohttp.ClientSession() as session, session.get(f"{self._url}/ready") as answer:
            assert answer.status == 200, await answer.text()
        return monotonic() - began

    async def until(self, happened: asyncio.Event) -> None:
        """Wait for something that it shall bring about. Raises `AssertionError` when it ends instead, or
        lets wait in vain."""
        assert self._process is not None
        ended, waiting = self._process.ended, asyncio.create_task(happened.wait())
        try:
            await asyncio.wait({waiting, ended}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if not happened.is_set():
            what = "it ended" if ended.done() else f"in vain for {PATIENCE:.0f} s"
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
        await process.kill()

    async def stop(self) -> tuple[int, float]:
        """SIGTERM: the exit code and the seconds until it ended. Raises `TimeoutError`."""
        assert self._process is not None
        return await self._process.stop()

    async def close(self) -> None:
        """Whatever state it is in, nothing of it runs afterwards."""
        if self._process is not None and self._process.running:
            await self.kill(server=True)

    @property
    def log(self) -> str:
        return "\n".join(self._lines[-200:])

    def _hears(self, line: str) -> None:
        self._lines.append(line)
        if not self._dying and is_trouble(line):
            self.complaints.append(line)
        if "ready on http" in line:
            self._ready.set()

    # --- the data -------------------------------------------------------------------------------------

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[DictRow]]:
        """A connection to the running server's database."""
        server = embedded.start(self.home / "data", service=False)
        try:
            with psycopg.connect(server.url, autocommit=True, row_factory=dict_row) as connection:
                yield connection
        finally:
            server.stop()
