"""What `hiteuses run` costs before anybody writes, beside an earlier build: its start and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from backend.records import replace
from benchmarks import builds
from benchmarks.against import BEFORE
from benchmarks.figures import Figure, Section
from benchmarks.processes import ROOT, Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import ADMIN_CODE, Hiteuses

MEMORY = 110
"""The resident memory that is wanted, in MB."""
PACKAGES = 8
"""The number of packages that are named."""


def measure(run: Run) -> Section:
    rest = run.size(20.0, 0.5)
    figures = []
    with run.home() as folder:
        earlier = None if run.quick else builds.checkout(run, BEFORE, folder)
        if earlier is not None:
            figures += [
                replace(each, what=f"hiteuses at {BEFORE}: {each.what}", wanted="", reached=None)
                for each in _started(run, earlier, rest)
            ]
    figures += _started(run, ROOT, rest)
    figures.append(_loaded())
    return Section(
        "idle",
        "Idle",
        "A person has written before the program is there; from the start of the process `hiteuses run` to the "
        f"platform's having accepted the answer to her, on an empty folder (the database is made) and again. Memory "
        f"after {rest:g} s of rest (MB: 10⁶ bytes). What the modules take is measured in a process of its own, without "
        "libraries in shared files",
        figures,
    )


def _started(run: Run, root: Path, rest: float) -> list[Figure]:
    """Start the build in `root` twice on one folder."""
    figures = []
    with run.home() as home, Platform() as platform:
        bot = Hiteuses(home, platform, root=root)
        for what, text, start in (
            ("an empty data folder", f"/start {ADMIN_CODE}", 3),
            ("its data there", "bonjour", 1),
        ):
            run.say(f"idle: start with {what}")
            platform.tell("write", text=text)  # This message waits when the program starts.
            time.sleep(0.1)
            started = time.monotonic()
            with running(bot):
                answer = platform.hear()
                seconds = time.monotonic() - started
                if not answer["text"]:
                    raise BenchError("the first answer has no words")
                bot.ready()
                time.sleep(rest)
                memory = bot.resident()
            figures.append(
                Figure(
                    f"start to first reply, {what}",
                    f"< {start} s",
                    f"{seconds:.2f} s",
                    seconds < start,
                    {"seconds": seconds},
                )
            )
            figures.append(
                Figure(
                    f"resident memory without PostgreSQL, {what}",
                    f"< {MEMORY} MB",
                    f"{memory:.0f} MB",
                    memory < MEMORY,
                    {"megabytes": memory},
                )
            )
    return figures


def _loaded() -> Figure:
    """What the modules of the program take, by package."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(2):  # the first may have to compile them
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.loaded"], cwd=ROOT, env=environ, capture_output=True, check=True
        )
    found: dict[str, list[float]] = json.loads(done.stdout)
    most = sorted(found.items(), key=lambda each: -each[1][0])[:PACKAGES]
    shown = ", ".join(f"{name} {kilobytes / 1000:.1f}" for name, (kilobytes, _, _) in most)
    memory, seconds, modules = (sum(share[place] for share in found.values()) for place in range(3))
    return Figure(
        "of which, loading the modules",
        "",
        f"{memory / 1000:.0f} MB and {seconds:.2f} s for {modules:.0f} modules; in MB: {shown}",
        None,
        {"packages": found},
    )
