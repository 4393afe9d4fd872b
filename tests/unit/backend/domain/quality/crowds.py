"""Recorded answers for tests: real ones, and ones of crowds whose skill is known."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from backend.domain.quality import label_files
from backend.domain.quality.label_files import Recorded
from backend.domain.quality.skill import Answers, Floats, Ints

LABELS = Path(__file__).parents[4] / "fixtures" / "snow_rte" / "labels.csv"


def real() -> Recorded:
    """800 tasks with 10 answers each, of 164 people."""
    with LABELS.open("rb") as source:
        return label_files.read_answers(source, LABELS.name)


def shuffled(recorded: Recorded, seed: int = 1) -> Recorded:
    """The same answers in another order."""
    order = list(range(len(recorded.task)))
    random.Random(seed).shuffle(order)
    found = Recorded(recorded.tasks, recorded.workers, recorded.labels)
    for at in order:
        found.task.append(recorded.task[at])
        found.worker.append(recorded.worker[at])
        found.label.append(recorded.label[at])
    return found


def real_truth(recorded: Recorded) -> list[int | None]:
    with LABELS.with_name("truth.csv").open("rb") as source:
        truth = label_files.read_truth(source, "truth.csv")
    return [recorded.labels.get(truth[name]) for name in recorded.tasks.names]


def crowd(accuracy: Sequence[float], tasks: int, each: int, *, labels: int = 2, seed: int = 1) -> tuple[Answers, Ints]:
    """(answers, truth): each task is answered by `each` of the workers, who are right with these probabilities and
    else say any other label."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, labels, tasks)
    task = np.repeat(np.arange(tasks), each)
    worker = np.concatenate([chance.permutation(len(accuracy))[:each] for _ in range(tasks)])
    right = chance.random(len(task)) < np.array(accuracy)[worker]
    wrong = (truth[task] + chance.integers(1, max(2, labels), len(task))) % labels
    return Answers(task, worker, np.where(right, truth[task], wrong), tasks, len(accuracy), labels), truth


def right(posterior: Floats, truth: Ints) -> float:
    """The share of the tasks whose likeliest label, of a posterior of shape (labels, tasks), is the right one."""
    return float((posterior.argmax(axis=0) == truth).mean())
