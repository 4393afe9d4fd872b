"""`postmaster.pid`, in which PostgreSQL describes the server of a data folder: whether that is ready, and how a server
that nobody owns is stopped."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

log = logging.getLogger(__name__)

NOTICES_WITHIN = 2.0
"""Seconds in which a process notices that its server is dead."""


def ready(data: Path, pid: int | None = None) -> bool:
    """Whether the server of this data accepts connections; with `pid`, whether that very server does."""
    lines = _lines(data)
    return len(lines) > 7 and lines[7].strip() == "ready" and (pid is None or lines[0] == str(pid))


def sockets(data: Path) -> str:
    """The folder of the server's socket. Call it once the server is `ready`."""
    return _lines(data)[4]


def end_orphan(data: Path) -> None:
    """Stop a server that a killed run left behind, and correct the file that it may leave. Call it as the owner of the
    folder."""
    lines = _lines(data)
    if not "".join(lines).strip():
        # it was killed before it had written its number: PostgreSQL refuses to start beside an empty file
        (data / "postmaster.pid").unlink(missing_ok=True)
        return
    if not lines[0].isdigit():
        return
    pid = int(lines[0])
    command = _command_line(pid)
    if "postgres" in command and str(data) in command:
        log.info("stopping the database server left from an earlier run")
        for sent, seconds in ((signal.SIGINT, 10), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            try:
                os.kill(pid, sent)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline and _command_line(pid):
                time.sleep(0.02)
            if not _command_line(pid):
                break
    _end_backends(data)
    _disown(data)


def _end_backends(data: Path) -> None:
    """End processes of a dead server that are left. One that waits for another, which was killed with a lock in its
    hands, never notices the death of its server, and no new server starts while it is there. Found on Linux only."""
    deadline = time.monotonic() + NOTICES_WITHIN
    while (left := _backends(data)) and time.monotonic() < deadline:
        time.sleep(0.02)
    for pid in left:
        log.warning("ending a process of the database server left from an earlier run")
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    while left and any(_command_line(pid) for pid in left) and time.monotonic() < deadline + NOTICES_WITHIN:
        time.sleep(0.02)


def _backends(data: Path) -> list[int]:
    """Processes of servers that work in this data folder."""
    found = []
    folder = data.resolve()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink() == folder and (entry / "comm").read_text().startswith("postgres"):
                found.append(int(entry.name))
        except OSError:  # it has ended, or is somebody else's
            continue
    return found


def _disown(data: Path) -> None:
    """Replace the dead server's process number in `postmaster.pid` by our own.

    PostgreSQL refuses to start while a process of that number exists. It may be another program by now, or the dead
    server itself as long as its parent has not reaped it (in a container maybe never). PostgreSQL does not take its
    parent's number, ours, for a server. The other lines stay: by the shared memory that they name, PostgreSQL sees
    whether backends of the dead server still run. The line "ready" goes, so that nobody takes the dead server for a
    running one.
    """
    path = data / "postmaster.pid"
    lines = _lines(data)
    if not lines:
        return
    new = path.with_name("postmaster.pid.new")
    new.write_text("\n".join([str(os.getpid()), *lines[1:7]]) + "\n", "utf-8", errors="surrogateescape")
    info = path.stat()
    os.chown(new, info.st_uid, info.st_gid)
    new.chmod(0o600)
    new.replace(path)


def _lines(data: Path) -> list[str]:
    try:
        # the file holds the name of the folder, which may be any bytes
        return (data / "postmaster.pid").read_text("utf-8", errors="surrogateescape").splitlines()
    except FileNotFoundError:
        return []


def _command_line(pid: int) -> str:
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="surrogateescape")
        except OSError:
            return ""
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout  # noqa: S603, S607
