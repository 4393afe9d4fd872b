"""Imports a client's file of 100,000 rows with the real command."""

from __future__ import annotations

import time
from pathlib import Path

import psutil

from benchmarks.figures import Figure, Section
from benchmarks.processes import Program
from benchmarks.running import BenchError, Run
from benchmarks.system import COMMAND, Hiteuses, Nowhere, write_project


def measure(run: Run) -> Section:
    rows = run.size(100_000, 500)
    with run.home() as home:
        bot = Hiteuses(home, Nowhere())
        bot.command("db", "upgrade")
        config, data = write_project(home, rows)
        run.say(f"import: {rows:,} rows")
        seconds, peak = timed([COMMAND, "projects", "import", config, data], bot.environ, home / "import.log")
        imported = _count(bot)
        again, _ = timed([COMMAND, "projects", "import", config, data], bot.environ, home / "import.log")
        if imported != rows or _count(bot) != rows:
            raise BenchError(f"{rows} rows became {imported} tasks, and {_count(bot)} after a second import")
        size = data.stat().st_size / 1e6
    return Section(
        "import",
        "Import",
        f"`hiteuses projects import` of {rows:,} CSV rows ({size:.1f} MB) into an empty project, from the start of the "
        "process to its end, the start of its embedded PostgreSQL included; memory of the command without PostgreSQL",
        [
            Figure(f"{rows:,} rows", "30 s", f"{seconds:.1f} s", seconds < 30, {"seconds": seconds}),
            Figure("peak memory", "< 300 MB", f"{peak:.0f} MB", peak < 300, {"megabytes": peak}),
            Figure("the same file again (adds nothing)", "", f"{again:.1f} s", None, {"seconds": again}),
        ],
    )


def _count(bot: Hiteuses) -> int:
    with bot.database() as database:
        row = database.execute(
            "select count(*) as count from task t join project p on p.id = t.project_id where not p.practice"
        ).fetchone()
    assert row is not None
    return int(row["count"])


def timed(command: list[str | Path], environ: dict[str, str], log: Path) -> tuple[float, float]:
    """Returns the seconds that a command took, and the peak memory of the process itself in MB, sampled every 20 ms."""
    program = Program(command, environ, log)
    started = time.monotonic()
    program.start()
    peak = 0.0
    while (code := program.poll()) is None:
        peak = max(peak, _peak(program.pid))
        time.sleep(0.02)
    seconds = time.monotonic() - started
    if code != 0:
        raise BenchError(f"the command failed: {log.read_text('utf-8', 'replace').strip()[-500:]}")
    return seconds, peak


def _peak(pid: int) -> float:
    """Peak memory so far where the system records it (Linux), else the present memory, in MB."""
    try:
        for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
        return float(psutil.Process(pid).memory_info().rss) / 1e6
    except (OSError, psutil.NoSuchProcess):
        return 0.0
