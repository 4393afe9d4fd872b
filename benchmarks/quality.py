"""Turns a million answers of 10,000 workers into results, and measures each rule on recorded answers."""

from __future__ import annotations

import csv
import os
import random
import sys
import time
from pathlib import Path

from benchmarks import label_sets
from benchmarks.figures import Figure, Section
from benchmarks.running import BenchError, Run

EACH = 5
"""The number of answers per task of the generated file."""
LABELS = "abcd"
"""The labels that the workers choose from."""
SECONDS, MEGABYTES = 10.0, 1_000.0
"""The limits of one aggregation: seconds, and MB of memory."""
RECORDED = Path(__file__).parents[1] / "tests" / "fixtures" / "snow_rte"
"""The folder of the recorded answers."""


def measure(run: Run) -> Section:
    answers, workers = run.size(1_000_000, 5_000), run.size(10_000, 100)
    made = run.folder / "labels.csv"
    run.say(f"quality: {answers:,} answers of {workers:,} workers")
    _make(made, answers, workers)
    figures = []
    for method in ("majority", "dawid-skene"):
        run.say(f"quality: {method}")
        figures.append(_aggregated(made, method))
    run.say("quality: recorded answers in random orders")
    orders = run.size(label_sets.ORDERS, 1)
    labels = label_sets.read(RECORDED)
    found = label_sets.measure(labels, orders=orders)
    five = found["majority of 5"].accuracy
    for name, measured in found.items():
        wanted = "2 points above majority of 5" if name == "skilled" else ""
        figures.append(
            Figure(
                f"{RECORDED.name}: {name}",
                wanted,
                f"{measured.accuracy:.2f} % right, {measured.answers:.2f} answers per task",
                measured.accuracy >= five + 2 if wanted else None,
                {"accuracy": measured.accuracy, "answers": measured.answers, "orders": orders},
            )
        )
    return Section(
        "quality",
        "When tasks are done, and what their results are",
        f"A file of {answers:,} answers of {workers:,} workers, {EACH} to each task, {len(LABELS)} labels, through "
        "`hiteuses quality aggregate`: from start to the written file. Then the recorded answers of the fixture "
        f"`{RECORDED.name}` (800 tasks, 10 answers each) in {orders} random orders; a tie counts as drawn by lot. "
        "`python -m benchmarks.label_sets FOLDER...` does that with other sets",
        figures,
    )


def _make(path: Path, answers: int, workers: int) -> None:
    """Writes answers of workers whose accuracy is between 0.4 and 1; a wrong answer is a random label."""
    chance = random.Random(1)
    skill = [0.4 + 0.6 * chance.random() for _ in range(workers)]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("task", "worker", "label"))
        for task in range(answers // EACH):
            label = chance.choice(LABELS)
            for worker in chance.sample(range(workers), EACH):
                said = label if chance.random() < skill[worker] else chance.choice(LABELS)
                rows.writerow((f"task-{task}", f"worker-{worker}", said))


def _aggregated(path: Path, method: str) -> Figure:
    """Runs the command once, in a process of its own to measure its memory."""
    out = path.with_name(f"{method}.csv")
    command = [sys.executable, "-m", "bot.cli", "quality", "aggregate", str(path), "--method", method, "-o", str(out)]
    started = time.monotonic()
    process = os.posix_spawn(sys.executable, command, os.environ)
    _, status, used = os.wait4(process, 0)
    seconds = time.monotonic() - started
    if os.waitstatus_to_exitcode(status) != 0:
        raise BenchError(f"quality aggregate --method {method} failed")
    megabytes = used.ru_maxrss / 1_000  # kB on Linux
    processor = used.ru_utime + used.ru_stime
    return Figure(
        f"aggregate by {method}",
        f"under {SECONDS:.0f} s and {MEGABYTES / 1_000:.0f} GB",
        f"{seconds:.1f} s ({processor:.1f} s of processor time), {megabytes:.0f} MB",
        seconds < SECONDS and megabytes < MEGABYTES,
        {"seconds": seconds, "processor_seconds": processor, "megabytes": megabytes},
    )
