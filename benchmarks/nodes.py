"""The product's parts on one database server, as on several machines."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from psycopg.rows import DictRow, dict_row

from backend.db.server import migrate
from benchmarks.processes import Platform, Program, free_port
from benchmarks.system import COMMAND, Commands, environ, is_postgres, processor_time, wait_until_ready

NODE = ("web", "worker", "relay")
"""The parts that one machine runs."""


class Nodes(Commands):
    """These parts, each in a process of its own, against both platforms. Events come by webhook, to the first web part.
    `home`: an empty folder. `telegram`, `whatsapp`: the configured rate limits, in messages a second."""

    def __init__(
        self, home: Path, url: str, platform: Platform, parts: Sequence[str], telegram: float = 30, whatsapp: float = 80
    ) -> None:
        self.home = home
        self.url = url
        ports = {place: free_port() for place, part in enumerate(parts) if part == "web"}
        self.environ = environ(
            platform,
            0,
            DATABASE_URL=url,
            TELEGRAM_MESSAGES_PER_SECOND=str(telegram),
            WHATSAPP_MESSAGES_PER_SECOND=str(whatsapp),
            **platform.whatsapp,
        )
        if ports:
            self.environ["PUBLIC_URL"] = f"http://127.0.0.1:{next(iter(ports.values()))}"
        self._listening: list[tuple[Program, int]] = []
        self._programs: list[Program] = []
        for place, part in enumerate(parts):
            port = ports.get(place, 0)
            given = {**self.environ, "PORT": str(port)}
            program = Program([COMMAND, part], given, home / f"{part} {place}.log")
            self._programs.append(program)
            if port:
                self._listening.append((program, port))
        migrate.upgrade(url)

    @property
    def public_url(self) -> str:
        return self.environ["PUBLIC_URL"]

    def __enter__(self) -> Self:
        for program in self._programs:
            program.start()
        try:
            for program, port in self._listening:
                wait_until_ready(program, port)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for program in self._programs:
            program.stop()

    def check(self) -> None:
        """Raises `BenchError` when a part has ended by itself."""
        for program in self._programs:
            program.check()

    def database(self) -> psycopg.Connection[DictRow]:
        return psycopg.connect(self.url, autocommit=True, row_factory=dict_row)

    def cpu(self) -> dict[str, float]:
        """Processor seconds so far, by part; "database" is the server's."""
        found: dict[str, float] = {"database": 0.0}
        for program in self._programs:
            part = str(program.argv[1])
            found[part] = found.get(part, 0.0) + processor_time(psutil.Process(program.pid))
        for child in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # The process of a connection may have ended just now.
                if is_postgres(child):
                    found["database"] += processor_time(child, reaped=True)
        return found
