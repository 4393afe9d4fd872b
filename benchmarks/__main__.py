"""Runs benchmarks: all of them, or those named.

    python -m benchmarks                     all, which takes about an hour
    python -m benchmarks claim-task latency  these two
    python -m benchmarks --quick             small sizes: checks that everything works
    python -m benchmarks against --against REVISION   this build beside another in one run (as `against-whatsapp`,
                                             `against-latency`)
    python -m benchmarks profile             where the time of an answer goes
    python -m benchmarks waits               of what the slowest waits are made

Results go to `benchmarks/results.md` and `results.json`. A benchmark that runs again replaces its own results. Exit
codes: 0 measured (whatever the figures), 1 a benchmark could not run, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from backend.domain.errors import HiteusesError
from backend.records import replace
from benchmarks import (
    a_year,
    admin_commands,
    against,
    announcement,
    announcement_latency,
    announcement_run,
    answer_cost,
    answers_kept,
    audience,
    backup,
    books,
    chaos,
    claim_event,
    claim_reopened,
    claim_task,
    cost,
    exports,
    figures,
    growth,
    idle,
    imports,
    intake,
    latency,
    lesson_cost,
    lesson_latency,
    machine,
    pairs,
    personal_data,
    planner,
    profile,
    proposing,
    quality,
    replay,
    revision,
    same_work,
    training_imports,
    turns,
    waits,
)
from benchmarks.processes import Program
from benchmarks.running import Bench, BenchError, Run
from tests.forking import copy_databases

BENCHES: dict[str, Bench] = {
    "latency": latency.measure,
    "turns": turns.measure,
    "answer-cost": answer_cost.measure,
    "against": against.cost("telegram"),
    "against-whatsapp": against.cost("whatsapp"),
    "against-latency": against.latency,
    "profile": profile.measure,
    "waits": waits.measure,
    "same-work": same_work.on("telegram"),
    "same-work-whatsapp": same_work.on("whatsapp"),
    "claim-task": claim_task.measure,
    "claim-reopened": claim_reopened.measure,
    "claim-event": claim_event.measure,
    "pairs": pairs.measure,
    "replay": replay.measure,
    "import": imports.measure,
    "export": exports.measure,
    "training-import": training_imports.measure,
    "revision": revision.measure,
    "planner": planner.measure,
    "lesson-latency": lesson_latency.measure,
    "lesson-cost": lesson_cost.measure,
    "quality": quality.measure,
    "growth": growth.measure,
    "answers-kept": answers_kept.measure,
    "a-year": a_year.measure,
    "entries-kept": answers_kept.measure_entries,
    "idle": idle.measure,
    "audience": audience.measure,
    "announcement": announcement.measure,
    "announcement-run": announcement_run.measure,
    "announcement-latency": announcement_latency.measure,
    "intake": intake.measure,
    "cost": cost.measure,
    "personal-data": personal_data.measure,
    "books": books.measure,
    "backup": backup.measure,
    "proposing": proposing.measure,
    "admin-commands": admin_commands.measure,
    "chaos": chaos.measure,
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure what the product can carry.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHES)}")
    parser.add_argument("--quick", action="store_true", help="small sizes; the figures mean nothing")
    parser.add_argument("--output", type=Path, help="folder for the results; --quick writes none unless it is given")
    parser.add_argument("--against", help="the revision with which `against…` compares this build")
    parser.add_argument("--times", type=int, default=1, help="how often `chaos` raises each storm, by other seeds")
    parser.add_argument("--folder", type=Path, help="where the databases lie while they are measured (a real disk)")
    parser.add_argument("--answers", type=int, help="the most rows of `answers-kept` and `entries-kept`")
    parser.add_argument("--keep", type=Path, help="where these two leave their databases, and find them again")
    given = parser.parse_args(arguments)
    if unknown := [name for name in given.names if name not in BENCHES]:
        parser.error(f"no bench is called {', '.join(unknown)}; there are: {', '.join(BENCHES)}")
    output: Path | None = given.output or (None if given.quick else Path(__file__).parent)
    machine.hold_to_cores()
    Program.forked = given.quick
    failed = 0
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="hiteuses-bench-") as folder:
        if os.geteuid() == 0:
            Path(folder).chmod(0o711)
        run = Run(
            given.quick, Path(folder), against=given.against, answers=given.answers, keep=given.keep, times=given.times
        )
        described = machine.describe(run.folder)
        if run.quick:
            copy_databases(run.folder)
        for name in given.names or BENCHES:
            size = [f"--answers {given.answers}"] if given.answers and name in ("answers-kept", "entries-kept") else []
            command = " ".join(["python -m benchmarks", name, *(["--quick"] if given.quick else []), *size])
            run.say(f"{name}: begins")
            try:
                section = BENCHES[name](run)
            except (BenchError, HiteusesError) as error:
                print(f"{name}: {error}", file=sys.stderr)
                failed += 1
                continue
            except Exception:
                traceback.print_exc()
                failed += 1
                continue
            at = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
            section = replace(section, bench=name, command=command, at=at, machine=described)
            for figure in section.figures:
                mark = {True: "reached", False: "MISSED", None: ""}[figure.reached]
                print(f"{name}: {figure.what}: {figure.measured} (wanted: {figure.wanted or '-'}) {mark}", flush=True)
            if output is not None:
                figures.write(output, [section])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
