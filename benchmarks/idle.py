"""What `hiteuses run` costs before anybody writes: its start and its memory."""

from __future__ import annotations

import time

from benchmarks.figures import Figure, Section
from benchmarks.processes import Platform, running
from benchmarks.running import BenchError, Run
from benchmarks.system import ADMIN_CODE, Hiteuses

MEMORY = 110
"""The resident memory that is wanted, in MB."""


def measure(run: Run) -> Section:
    rest = run.size(20.0, 0.5)
    figures = []
    with run.home() as home, Platform() as platform:
        bot = Hiteuses(home, platform)
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
    return Section(
        "idle",
        "Idle",
        "A person has written before the program is there; from the start of the process `hiteuses run` to the "
        f"platform's having accepted the answer to her, on an empty folder (the database is made) and again. Memory "
        f"after {rest:g} s of rest (MB: 10⁶ bytes)",
        figures,
    )
