"""Replays recorded answers through the rule that decides when a task is done, as if they came one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from backend.domain.quality.consensus import Rule, decide, settle
from backend.domain.quality.label_files import Recorded
from backend.records import Record


class Outcome(Record):
    """The outcome of one task: its result as an index of `Recorded.labels` (None: undecided), how many answers were
    needed, and the model's posterior of the result if a model was asked."""

    label: int | None
    answers: int
    posterior: float | None = None


def replay(rule: Rule, recorded: Recorded) -> list[Outcome]:
    """The outcome of each task under a rule of majority or guaranteed mode, in the order of `recorded.tasks`.

    If the file has fewer answers to a task than the rule wants, the plurality of these is the result.
    """
    labels = len(recorded.labels.names)
    return [_one(rule, [recorded.label[at] for at in positions], labels) for positions in recorded.by_task()]


def _one(rule: Rule, given: Sequence[int], labels: int) -> Outcome:
    counts = [0] * labels
    for number, label in enumerate(given, 1):
        counts[label] += 1
        decision = decide(rule, counts)
        if decision.done:
            return Outcome(decision.label, number)
    return Outcome(settle(counts).label, len(given))
