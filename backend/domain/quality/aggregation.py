"""The result of each task from all its recorded answers, computed afterwards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backend.domain.quality import skill
from backend.domain.quality.consensus import settle
from backend.domain.quality.label_files import Recorded
from backend.records import Record

VOTE_WEIGHT = 2.0
"""Like `posterior.VOTE_WEIGHT`. When all answers are in, a larger weight keeps the model from falling below the
majority."""
OVERRULE_PROBABILITY = 0.8
"""Posterior probability from which the model's label is the result although it is not the plurality. With these two
constants the worst of 18 public label sets is 0.6 points below the majority instead of 4.1, at the same mean."""


class Result(Record):
    """A result. `label`: an index of `Recorded.labels`; None for a tie. `confidence`: 0 to 1, the share of the answers
    or the model's posterior."""

    label: int | None
    confidence: float


def majority(recorded: Recorded) -> list[Result]:
    """The most frequent label of each task, in the order of `recorded.tasks`; None for a tie."""
    counts = [[0] * len(recorded.labels.names) for _ in recorded.tasks.names]
    for task, label in zip(recorded.task, recorded.label, strict=True):
        counts[task][label] += 1
    decisions = map(settle, counts)
    return [Result(decision.label, decision.confidence) for decision in decisions]


def dawid_skene(recorded: Recorded) -> list[Result]:
    """The plurality, unless the model of Dawid and Skene (see `skill`) is fairly certain of another label. The model
    also breaks ties. In the order of `recorded.tasks`."""
    answers = of_recorded(recorded)
    posterior = skill.fit(answers, votes=VOTE_WEIGHT).posterior.T
    counts = answers.counts().T
    tied = np.where(counts == counts.max(axis=1, keepdims=True), posterior, -1.0)
    best = posterior.argmax(axis=1)
    label = np.where(posterior.max(axis=1) >= OVERRULE_PROBABILITY, best, tied.argmax(axis=1))
    confidence = posterior[np.arange(len(label)), label]
    return [Result(*found) for found in zip(label.tolist(), confidence.tolist(), strict=True)]


def of_recorded(recorded: Recorded) -> skill.Answers:
    """The answers of a file, as `skill` needs them."""

    def numbers(given: Sequence[int]) -> skill.Ints:
        return np.array(given, dtype=np.int64)

    return skill.Answers(
        numbers(recorded.task),
        numbers(recorded.worker),
        numbers(recorded.label),
        len(recorded.tasks.names),
        len(recorded.workers.names),
        len(recorded.labels.names),
    )
