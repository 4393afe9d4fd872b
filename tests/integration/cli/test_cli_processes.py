"""What concerns a command's whole process: its end, its signals, a server of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import samples
from tests.database import TestServer

REAL = next(folder for folder in samples.projects() if folder.name == "moderation-commentaires")  # with texts only
OURS = ("DATABASE_URL", "HITEUSES_", "HOST", "PORT", "PUBLIC_URL", "TELEGRAM_", "ADMIN_", "LOG_")

Process = subprocess.Popen[str]


def start(*arguments: str, errors: int = subprocess.STDOUT, out: int = subprocess.PIPE, **ours: str) -> Process:
    """A command with these settings of ours and none of this machine's."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    command = [sys.executable, "-m", "bot.cli", *arguments]
    return subprocess.Popen(command, env={**kept, **ours}, stdout=out, stderr=errors, text=True)


def finished(process: Process) -> tuple[int, str]:
    try:
        out, _ = process.communicate(timeout=120)
    finally:
        process.kill()
    assert "Traceback" not in out
    return process.returncode, out


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_service_ends_in_order_when_told_to(server: TestServer, sent: signal.Signals, code: int) -> None:
    server.clean()
    process = start("run", DATABASE_URL=server.url, PORT="0")
    assert process.stdout is not None
    try:
        assert any("ready on http://127.0.0.1:" in line for line in process.stdout)
    finally:
        process.send_signal(sent)
    assert finished(process)[0] == code


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_output_is_as_one_that_nobody_reads(closed: str) -> None:
    """`hiteuses projects list >&-` ended with « 'NoneType' object has no attribute 'flush' »."""
    command = f"{sys.executable} -m bot.cli --version {closed}"
    assert subprocess.run(["/bin/sh", "-c", command], check=False, timeout=60).returncode == 0


def test_a_port_in_use_is_one_line_before_anything_is_done(tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    demo.mkdir()
    (demo / "tried").touch()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        for command in (["run"], ["web"], ["demo", "--fresh", "--no-browser", "--port", port]):
            code, out = finished(start(*command, HITEUSES_HOME=str(tmp_path), PORT=port))
            (line,) = out.splitlines()  # above all no code of the first admin, who would never see it again
            assert code == 1
            assert line.startswith(f"hiteuses: PORT {port} on 127.0.0.1 is in use")
    assert [path.name for path in tmp_path.rglob("*")] == ["demo", "tried"]


def test_a_reader_who_has_seen_enough_is_no_error(server: TestServer) -> None:
    server.clean()
    read, write = os.pipe()
    os.close(read)
    process = start("projects", "list", "--json", out=write, errors=subprocess.PIPE, DATABASE_URL=server.url)
    os.close(write)
    _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (1, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("more", ["--json", ""])
def test_output_that_a_full_disk_takes_in_part_is_an_error(
    server: TestServer, tmp_path: Path, more: str, unbuffered: str
) -> None:
    """In our container, where `PYTHONUNBUFFERED` is set, half of the codes were written, and the exit code was 0."""
    server.clean()
    command = f"{sys.executable} -m bot.cli people invite --role trainee --country CM --count 300 {more}"
    kept = {name: text for name, text in os.environ.items() if not name.startswith(OURS)}
    ours = {"DATABASE_URL": server.url, "HITEUSES_HOME": str(tmp_path), "PYTHONUNBUFFERED": unbuffered}
    ours["PYTHONDONTWRITEBYTECODE"] = "1"  # a compiled module would be cut off too, and stay so
    limited = f"ulimit -f 8; exec {command} > '{tmp_path}/codes'"  # blocks of 512 bytes
    done = subprocess.run(
        ["/bin/sh", "-c", limited], env={**kept, **ours}, capture_output=True, text=True, check=False, timeout=120
    )
    assert (tmp_path / "codes").stat().st_size == 8 * 512
    assert done.returncode == 1
    assert done.stderr == "hiteuses: not every code could be written, and all 300 are good: File too large\n"


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that an ordinary user may enter, where root's server must be run by one."""
    with tempfile.TemporaryDirectory(prefix="hiteuses-cli-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def test_a_service_whose_server_was_killed_begins_anew_with_another_one(home: Path) -> None:
    process = start("run", HITEUSES_HOME=str(home / "data"), PORT="0")
    assert process.stdout is not None
    try:
        assert any("ready on http://127.0.0.1:" in line for line in process.stdout)
        os.kill(int((home / "data/postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert any("begins anew" in line for line in process.stdout)
        assert any("ready on http://127.0.0.1:" in line for line in process.stdout)
    finally:
        process.send_signal(signal.SIGTERM)
    assert finished(process)[0] == 0


def test_commands_bring_their_own_database_and_leave_nothing_running(home: Path) -> None:
    data = str(home / "data")
    code, out = finished(
        start("projects", "import", str(REAL / "project.yaml"), str(REAL / "data.csv"), HITEUSES_HOME=data)
    )
    assert (code, " new tasks; " in out) == (0, True)
    assert not (home / "data" / "postgres" / "postmaster.pid").exists()
    code, out = finished(start("projects", "list", "--json", HITEUSES_HOME=data))
    assert (code, len(json.loads(out))) == (0, 1)
