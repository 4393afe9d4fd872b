"""The real `hiteuses run` on a data folder of its own, the work that it is given, and what it costs."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import psutil
import psycopg
from psycopg.rows import DictRow, dict_row

from backend.db.server import embedded
from backend.records import Struct
from benchmarks.people import ANSWERS
from benchmarks.processes import ROOT, Program, free_port
from benchmarks.running import BenchError
from tests.forking import Forked

COMMAND = Path(sys.executable).parent / "hiteuses"
"""The installed command."""
ADMIN_CODE = "BENCHADMIN"
"""The code with which the first admin joins."""
START = 60.0
"""Seconds within which a process must be ready."""

PROJECT = f"""\
name: mesure
title: Modération de commentaires
kind: choice
question: "Ce commentaire est-il acceptable ?"
show: {{text: "{{comment}}"}}
choices:
  - {{id: ok, label: "{ANSWERS[0]}"}}
  - {{id: non, label: "{ANSWERS[1]}"}}
pay: {{amount: "0.05", currency: EUR}}
answers: {{min: 3}}
minutes: 0.5
"""
"""The benchmark's project file; three answers for each task."""


class Address(Protocol):
    """Where a bot finds its platform."""

    url: str
    token: str


class Nowhere(Struct):
    """The address of no platform, for commands that need none."""

    url: str = "http://127.0.0.1:9"
    token: str = "123456789:AANobodyListensHere-0123456789abcdef"


def environ(platform: Address, port: int, **more: str) -> dict[str, str]:
    """The environment of a product process, without the caller's own settings. Compiled modules are kept, as in any
    installation."""
    if not COMMAND.exists():
        raise BenchError(f"{COMMAND} is missing: the checkout is not installed in this environment")
    foreign = ("TELEGRAM_", "WHATSAPP_", "HITEUSES_", "PG", "PYTHONDONTWRITEBYTECODE")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
    for name in ("DATABASE_URL", "PUBLIC_URL", "HOST"):
        kept.pop(name, None)
    return kept | {
        "PORT": str(port),
        "TELEGRAM_BOT_TOKEN": platform.token,
        "TELEGRAM_API_URL": platform.url,
        "TELEGRAM_MESSAGES_PER_SECOND": "1000",
        "ADMIN_INVITE_CODE": ADMIN_CODE,
        "LOG_LEVEL": "WARNING",
        **more,
    }


def wait_until_ready(program: Program, port: int) -> float:
    """Waits until the program serves requests. Returns the seconds that this took. Raises `BenchError` after
    `START`."""
    started = time.monotonic()
    while time.monotonic() < started + START:
        program.check()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                if answer.status == 200:
                    return time.monotonic() - started
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.02)
    raise BenchError(f"the program was not ready within {START:.0f} s")


class Commands:
    """Runs short commands on the same data. `home`: a folder for files that they read; `program`: how `hiteuses` is
    called, from the folder `root`."""

    home: Path
    environ: dict[str, str]
    program: Sequence[str | Path] = (COMMAND,)
    root: Path = ROOT

    def command(self, *arguments: str | Path) -> str:
        """Runs one command. Returns what it printed."""
        if Program.forked and self.program == (COMMAND,):
            with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
                texts = [str(each) for each in arguments]
                code = Forked(texts, self.environ, output.fileno(), errors.fileno()).wait()
                output.seek(0)
                errors.seek(0)
                said, why = output.read().decode(), errors.read().decode()
            if code != 0:
                raise BenchError(f"hiteuses {arguments[0]} {arguments[1]}: {why.strip()[-500:]}")
            return said
        done = subprocess.run(
            [*self.program, *arguments], cwd=self.root, env=self.environ, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise BenchError(f"hiteuses {arguments[0]} {arguments[1]}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def invite(self, count: int, role: str = "hiteuse") -> list[str]:
        """Creates invitations. Returns their `count` codes."""
        codes: list[str] = []
        while len(codes) < count:
            some = str(min(1_000, count - len(codes)))
            made = self.command("people", "invite", "--role", role, "--country", "CI", "--count", some, "--json")
            codes += [row["code"] for row in json.loads(made)]
        return codes

    def add_work(self, tasks: int, project: str = PROJECT) -> None:
        """Imports the benchmark's project with `tasks` tasks."""
        config, data = write_project(self.home, tasks, project)
        self.command("projects", "import", config, data)


class Hiteuses(Program, Commands):
    """`hiteuses run` on a data folder, against a platform. `webhook`: instead of polling. `whatsapp`: the settings of
    the platform's WhatsApp, which is then the only channel. `root`: another checkout, whose code runs with this one's
    libraries."""

    def __init__(
        self,
        home: Path,
        platform: Address,
        *,
        webhook: bool = False,
        whatsapp: Mapping[str, str] | None = None,
        root: Path = ROOT,
    ) -> None:
        self.home = home
        self.port = free_port()
        self.environ = environ(platform, self.port, HITEUSES_HOME=str(home))
        if whatsapp is not None:
            for name in [name for name in self.environ if name.startswith("TELEGRAM_")]:
                del self.environ[name]
            self.environ |= {**whatsapp, "WHATSAPP_MESSAGES_PER_SECOND": "1000"}
        if webhook or whatsapp is not None:
            self.environ["PUBLIC_URL"] = f"http://127.0.0.1:{self.port}"
        if root != ROOT:
            self.program = (sys.executable, "-m", "bot.cli")
        super().__init__([*self.program, "run"], self.environ, home / "run.log", root)

    def ready(self) -> float:
        """Waits until it serves requests. Returns the seconds that this took."""
        return wait_until_ready(self, self.port)

    @contextmanager
    def database_url(self) -> Iterator[str]:
        """URL of the database that it runs on."""
        server = embedded.start(self.home, service=False)
        try:
            yield server.url
        finally:
            server.stop()

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[DictRow]]:
        """A connection to the database that it runs on."""
        with (
            self.database_url() as url,
            psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection,
        ):
            yield connection

    def resident(self) -> float:
        """Resident memory of the program without PostgreSQL, in MB (10^6 bytes)."""
        own = psutil.Process(self.pid)
        memory = float(own.memory_info().rss)
        for child in own.children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # The process of a connection may have ended just now.
                memory += 0.0 if is_postgres(child) else float(child.memory_info().rss)
        return memory / 1e6

    def cpu(self) -> tuple[float, float]:
        """Processor seconds so far: (the program, PostgreSQL)."""
        own = psutil.Process(self.pid)
        program = processor_time(own)
        database = 0.0
        for child in own.children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                if is_postgres(child):
                    database += processor_time(child, reaped=True)
                else:
                    program += processor_time(child)
        return program, database


def is_postgres(process: psutil.Process) -> bool:
    return "postgres" in str(process.name())


def processor_time(process: psutil.Process, *, reaped: bool = False) -> float:
    """Processor seconds of a process. `reaped`: with those of child processes that have ended."""
    times = process.cpu_times()
    own = times.user + times.system
    return own + times.children_user + times.children_system if reaped else own


def write_project(folder: Path, tasks: int, project: str = PROJECT) -> tuple[Path, Path]:
    """Writes the benchmark's project as its two files. Returns (CONFIG, DATA)."""
    config, data = folder / "project.yaml", folder / "data.csv"
    config.write_text(project, "utf-8")
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "comment"])
        for number in range(tasks):
            writer.writerow([f"c{number}", f"Commentaire numéro {number} : merci pour ce service, je recommande !"])
    return config, data
