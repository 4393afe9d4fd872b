"""Describes the machine on which a figure was measured, and limits how much of it a benchmark may use."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from pathlib import Path

import psutil

from backend.db.server import embedded
from benchmarks.figures import percentiles

CORES = 2
"""The number of cores on which the whole system, the fake platforms included, is measured."""


def hold_to_cores() -> None:
    """Keeps this process and all that it starts on `CORES` cores, where the machine has more."""
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, allowed[:CORES])


def describe(folder: Path) -> dict[str, str]:
    """The machine, for the head of a table. `folder` is where the databases are: a durable commit is no faster than the
    disk there."""
    memory = psutil.virtual_memory().total / 2**30
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "CPU": _cpu(),
        "cores": f"{allowed} of {os.cpu_count()}",
        "memory": f"{memory:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "PostgreSQL": _postgresql(),
        "Python": platform.python_version(),
        "fsync": _fsync(folder),
    }


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _postgresql() -> str:
    answer = subprocess.run([embedded.binary("postgres"), "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.split()[-1]


def _fsync(folder: Path, times: int = 50) -> str:
    """The median time of a write of 8 KiB that has reached the disk."""
    took = []
    path = folder / "fsync"
    with path.open("wb") as file:
        for _ in range(times):
            started = time.perf_counter()
            file.write(os.urandom(8192))
            file.flush()
            os.fdatasync(file.fileno()) if hasattr(os, "fdatasync") else os.fsync(file.fileno())
            took.append(time.perf_counter() - started)
    path.unlink()
    return f"{percentiles(took)['p50']:.2f} ms"
