"""What every benchmark is given: its sizes, a folder for its data, and ways to report progress and errors."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from backend.db.server import embedded
from backend.records import Record, field
from benchmarks.figures import Section

T = TypeVar("T")


class BenchError(Exception):
    """A benchmark cannot run, or what it shows is wrong; one line that says why."""


class Run(Record):
    """One call of `python -m benchmarks`. `folder`: for data, removed afterwards. `quick`: sizes that only show that
    everything works; their figures mean nothing."""

    quick: bool
    folder: Path
    started: float = field(default_factory=time.monotonic)
    against: str | None = None
    """The revision with which builds are compared; None: the benchmark's own choice."""
    times: int = 1
    """How often each storm of `chaos` is raised."""
    answers: int | None = None
    """The largest number of kept answers; None: the benchmark's own choice."""
    keep: Path | None = None
    """Where large databases are kept and used again; None: they are made in `folder` and removed."""

    def size(self, full: T, quick: T) -> T:
        return quick if self.quick else full

    def say(self, line: str) -> None:
        print(f"[{time.monotonic() - self.started:6.1f} s] {line}", file=sys.stderr, flush=True)

    @contextmanager
    def home(self) -> Iterator[Path]:
        """An empty data folder."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="home-") as name:
            if os.geteuid() == 0:
                # Where root has no user namespaces, the server of an ordinary user must be able to enter the folder.
                Path(name).chmod(0o711)
            yield Path(name)

    @contextmanager
    def server(self) -> Iterator[str]:
        """URL of a database without rows on a server of its own, as durable as the product's; the product's tables are
        in it already when the run is quick. Call it from the main thread."""
        with self.home() as home:
            server = embedded.start(home, service=True)
            try:
                yield server.url
            finally:
                server.stop()


Bench = Callable[[Run], Section]
