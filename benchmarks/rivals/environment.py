"""What the rivals need in addition to the product's own environment: `.venv-bench` and a Redis server."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.processes import ROOT, free_port
from benchmarks.running import BenchError
from setup.machine import Machine
from setup.network import child_environment, pip_files, pip_settings

PLACE = ROOT / ".venv-bench"
"""The folder of their environment."""
LOCK = Path(__file__).with_name("requirements.lock")
"""The locked requirements of their environment."""


def python(*, install: bool) -> Path:
    """The interpreter of an environment with aiogram and pywa. With `install`, a missing environment is made.

    Raises `BenchError` with the reason when there is none.
    """
    wanted = f"{platform.python_version()} {hashlib.sha256(LOCK.read_bytes()).hexdigest()}"
    stamp, found = PLACE / "stamp", PLACE / "bin" / "python"
    if stamp.exists() and stamp.read_text("utf-8") == wanted and found.exists():
        return found
    if not install:
        raise BenchError("the rivals' environment is not there (a full run makes it)")
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if uv is None:
        raise BenchError("the rivals' environment needs uv, and none is installed")
    machine = _machine()
    made = machine.run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, PLACE) and machine.run(
        uv, "pip", "sync", "--quiet", "--python", found, "--require-hashes", LOCK
    )
    if not made:
        raise BenchError("the rivals' environment could not be made, see above")
    (PLACE / ".gitignore").write_text("*\n", "utf-8")
    stamp.write_text(wanted, "utf-8")
    return found


@contextmanager
def redis(folder: Path, *, install: bool) -> Iterator[str]:
    """URL of a Redis server on loopback with an append-only file that is flushed to disk once a second, as its
    documentation recommends. Raises `BenchError` with the reason when there is none."""
    server = shutil.which("redis-server")
    if server is None and install:
        machine = _machine()
        if machine.has_apt and machine.install("redis-server"):
            server = shutil.which("redis-server")
    if server is None:
        raise BenchError("Redis is not installed (Debian: as root, apt-get install redis-server)")
    port = free_port()
    options = {"bind": "127.0.0.1", "port": str(port), "appendonly": "yes", "appendfsync": "everysec", "save": ""}
    command = [
        server,
        "--dir",
        str(folder),
        *(part for name, value in options.items() for part in (f"--{name}", value)),
    ]
    with (folder / "redis.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def _machine() -> Machine:
    return Machine(child_environment(os.environ, pip_settings(os.environ, pip_files(os.environ, Path.home()))))
