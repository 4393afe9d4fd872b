"""The parts of the product on several machines: processes that are killed and ended, and begin anew, on one
database that goes away and comes back."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic

import psycopg

from backend.db.server import embedded, migrate
from backend.db.server.embedded import Server
from tests.processes import ENDS_WITHIN, Process, is_trouble

OPTIONS = {"fsync": "off", "full_page_writes": "off"}
"""What only a machine without power would miss. Commits stay durable against any kill."""

ENDED = (0, 128 + signal.SIGTERM)
"""Exit codes of an end in order: the second while it is still starting, as of any command."""
UNHEARD = -signal.SIGTERM
"""One that has only just been started has nobody yet who hears the signal, as of any program."""
BEGIN_AGAIN = 0.3
"""Seconds after which a part that ended by itself is started again."""

_QUEUE = "procrastinate."
"""The queue's library says in its own words, as errors, that the database is away …"""
_FORGOTTEN, _ITS_ERROR = " ERROR asyncio: Task exception was never retrieved", "ConnectorException"
"""… or leaves that to asyncio: when it could not write that a job has ended, which is then done again."""
_AGAIN = re.compile(r" \((?:as before|\d+ more times)\)$")
"""How the log ends the line of a failure that it has told in full already, which was judged then (`bot.logs`)."""
_SAID = re.compile(r"\d{4}-\d\d-\d\dT\S+ [A-Z]+ ")
"""How a line of the log begins; others belong to the one before."""


class Own:
    """A database server of our own, in `home`."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._server: Server | None = None
        self.url = self.start()
        migrate.upgrade(self.url)

    def start(self) -> str:
        """Holds up everything here for as long as it takes: half a second."""
        self._server = embedded.start(self._home, service=True, options=OPTIONS)
        return self._server.url

    def stop(self) -> None:
        """In order: every connection ends."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def kill(self) -> None:
        """kill -9 of the server itself; its children then end by themselves."""
        lines = (self._home / "postgres" / "postmaster.pid").read_text().splitlines()
        os.kill(int(lines[0]), signal.SIGKILL)
        self.stop()  # only forgets it

    def crash(self) -> None:
        """kill -9 of one connection's process: the server ends all others, recovers and goes on."""
        with suppress(psycopg.OperationalError), psycopg.connect(self.url, autocommit=True) as connection:
            row = connection.execute(
                "select pid from pg_stat_activity where application_name = 'hiteuses' order by pid limit 1"
            ).fetchone()
            if row is not None:
                os.kill(int(row[0]), signal.SIGKILL)


class Node:
    """A machine that runs one part, and runs it again whenever it has ended.

    `complaints`: errors that it logged while nobody did it any harm; `gave_up`: when (`monotonic`) it ended by
    itself, and its last word; `bad_ends`: what was wrong when it was told to end.
    """

    def __init__(self, name: str, part: str, environment: Mapping[str, str]) -> None:
        self.name = name
        self.part = part
        self.lives = 0
        self.complaints: list[str] = []
        self.gave_up: list[tuple[float, str]] = []
        self.bad_ends: list[str] = []
        self.lines: list[str] = []
        self._environment = environment
        self._process: Process | None = None
        self._dying = False
        self._silent = True  # has said nothing in this life
        self._of_the_queue = False
        self._forgotten: str | None = None
        self._again: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self.lives += 1
        self._dying = False
        self._silent = True
        process = self._process = Process(self.part, environment=self._environment, heard=self._hears)
        process.ended.add_done_callback(lambda _: self._ended())

    async def kill(self) -> None:
        """kill -9; nothing where it is between two lives."""
        self._dying = True
        if self._process is not None and self._process.running:
            await self._process.kill()

    async def stop(self) -> None:
        """SIGTERM, and its end in order."""
        self._dying = True
        if self._process is None or not self._process.running:
            return
        try:
            code, seconds = await self._process.stop()
        except TimeoutError:
            self.bad_ends.append("it did not end")
            await self._process.kill()
            return
        if not (code in ENDED or (code == UNHEARD and self._silent)) or seconds > ENDS_WITHIN:
            self.bad_ends.append(f"exit code {code} after {seconds:.1f} s: {self.lines[-3:]}")

    async def close(self) -> None:
        """Whatever state it is in, nothing of it runs afterwards."""
        if self._again is not None:
            self._again.cancel()
        await self.kill()

    def _ended(self) -> None:
        if not self._dying:
            self.gave_up.append((monotonic(), self.lines[-1] if self.lines else ""))
            self._again = asyncio.get_running_loop().call_later(BEGIN_AGAIN, self.start)

    def _hears(self, line: str) -> None:
        self.lines.append(line)
        self._silent = False
        forgotten, self._forgotten = self._forgotten, None
        if forgotten is not None:
            self._of_the_queue = line == _ITS_ERROR
            if not self._of_the_queue:
                self.complaints.append(forgotten)
        if _SAID.match(line):
            self._of_the_queue = f" {_QUEUE}" in line
            if _FORGOTTEN in line and not self._dying:
                self._forgotten = None if _AGAIN.search(line) else line
                return
        last_words = line.startswith("hiteuses: ")  # they are judged by when they were said
        if is_trouble(line) and not (self._dying or self._of_the_queue or last_words):
            self.complaints.append(line)
