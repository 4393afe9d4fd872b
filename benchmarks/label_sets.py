"""Accuracy and answers per task of each rule on label sets, over random orders of their answers.

    python -m benchmarks.label_sets FOLDER...

Each FOLDER has `labels.csv` (task,worker,label) and `truth.csv` (task,label). One line per set: majority of 3 and of 5,
guaranteed, and skilled mode with its gain over majority of 5. A tie of majority counts as drawn by lot.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from backend.domain.quality import consensus, label_files, replay, skilled_replay
from backend.domain.quality.consensus import Rule
from backend.domain.quality.label_files import Recorded
from backend.records import Record

RULES: Mapping[str, Rule] = {
    "majority of 3": consensus.rule("majority", most=3),
    "majority of 5": consensus.rule("majority"),
    "guaranteed": consensus.rule("guaranteed"),
    "skilled": consensus.rule("skilled"),
}
"""Each rule by its name in the results."""
ORDERS = 20
"""The number of random orders of each set. They are seeded: another run gives the same figures."""


class Measured(Record):
    """Means over the orders. `accuracy`: per cent of the tasks whose true label is known; `answers`: number per
    task."""

    accuracy: float
    answers: float


class LabelSet(Record):
    """A label set: its answers, and the true label of each task where it is known (-1: a label that nobody gave)."""

    name: str
    recorded: Recorded
    truth: Mapping[int, int]

    def error(self, accuracy: float) -> float:
        """The standard error of an accuracy, in percentage points."""
        return 100 * math.sqrt(accuracy / 100 * (1 - accuracy / 100) / len(self.truth))


def read(folder: Path) -> LabelSet:
    """Reads a label set. Raises `BadFile`."""
    with (folder / "labels.csv").open("rb") as source:
        recorded = label_files.read_answers(source, str(folder / "labels.csv"))
    with (folder / "truth.csv").open("rb") as source:
        told = label_files.read_truth(source, str(folder / "truth.csv"))
    truth = {}
    for name, label in told.items():
        if (task := recorded.tasks.get(name)) is not None:
            found = recorded.labels.get(label)
            truth[task] = -1 if found is None else found
    return LabelSet(folder.name, recorded, truth)


def measure(labels: LabelSet, rules: Mapping[str, Rule] = RULES, orders: int = ORDERS) -> dict[str, Measured]:
    """Measures each rule on the set. Returns the results by the rule's name."""
    totals = {name: [0.0, 0.0] for name in rules}
    for seed in range(orders):
        shuffled = _shuffled(labels.recorded, seed)
        for name, rule in rules.items():
            outcomes = (skilled_replay if rule.mode == "skilled" else replay).replay(rule, shuffled)
            lots = random.Random(seed)
            results = [
                _by_lot([shuffled.label[at] for at in given[: outcome.answers]], lots)
                if outcome.label is None
                else outcome.label
                for given, outcome in zip(shuffled.by_task(), outcomes, strict=True)
            ]
            totals[name][0] += sum(results[task] == label for task, label in labels.truth.items()) / len(labels.truth)
            totals[name][1] += sum(outcome.answers for outcome in outcomes) / len(outcomes)
    return {name: Measured(100 * right / orders, answers / orders) for name, (right, answers) in totals.items()}


def _shuffled(recorded: Recorded, seed: int) -> Recorded:
    """The same answers in another order."""
    order = list(range(len(recorded.task)))
    random.Random(seed).shuffle(order)
    found = Recorded(recorded.tasks, recorded.workers, recorded.labels)
    for at in order:
        found.task.append(recorded.task[at])
        found.worker.append(recorded.worker[at])
        found.label.append(recorded.label[at])
    return found


def _by_lot(given: Sequence[int], lots: random.Random) -> int:
    """One of the labels that tie, drawn at random."""
    most = max(given.count(label) for label in given)
    return lots.choice(sorted({label for label in given if given.count(label) == most}))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.label_sets", description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--orders", type=int, default=ORDERS)
    given = parser.parse_args(arguments)
    gains, answers = [], []
    print(f"{'set':<16}{'maj 3':>8}{'maj 5':>8}{'guaranteed':>17}{'skilled':>17}{'gain':>8}{'± 1 se':>8}")
    for folder in given.folders:
        labels = read(folder)
        found = measure(labels, orders=given.orders)
        five, guaranteed, skilled = found["majority of 5"], found["guaranteed"], found["skilled"]
        gains.append(skilled.accuracy - five.accuracy)
        answers.append(skilled.answers)
        print(
            f"{labels.name:<16}{found['majority of 3'].accuracy:8.2f}{five.accuracy:8.2f}"
            f"{guaranteed.accuracy:9.2f} @{guaranteed.answers:5.2f}  {skilled.accuracy:8.2f} @{skilled.answers:5.2f}"
            f"{gains[-1]:+9.2f}{labels.error(five.accuracy):8.2f}",
            flush=True,
        )
    print(f"mean gain {sum(gains) / len(gains):+.2f} points with {sum(answers) / len(answers):.2f} answers per task")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
