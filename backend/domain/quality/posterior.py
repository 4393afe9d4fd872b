"""What a learnt model says of one task: for a turn, so without numpy, which `skill` needs to learn it."""

from __future__ import annotations

import math
from collections.abc import Sequence

SMOOTHING = 0.1
"""Added to each label's count of a task in its shares of the votes."""
VOTE_WEIGHT = 0.3
"""How much the shares of the votes count beside the workers' matrices. They keep the model near the majority where it
knows little of the workers: on public label sets skilled mode needs a tenth fewer answers for the same gain."""
TEMPER = 0.85
"""Exponent of the posterior. Workers err together on hard tasks, which the model does not know, so it is too sure of
itself: what it gives 0.947 counts as 0.92."""


def posterior(
    prior: Sequence[float], matrices: Sequence[Sequence[Sequence[float]]], labels: Sequence[int]
) -> list[float]:
    """Probability of each label to be the right one of a task.

    `prior`: how frequent each label is. `matrices`: the confusion matrix of whoever answered, in the order of `labels`
    (what they said): `matrices[i][k][l]` is the probability that this person says l where k is right. A person of
    whom nothing is learnt has the pooled matrix, and so has everybody where the model is not useful. All
    probabilities are more than 0.
    """
    whole = len(labels) + SMOOTHING * len(prior)
    score = [
        math.log(share) + VOTE_WEIGHT * math.log((labels.count(k) + SMOOTHING) / whole) for k, share in enumerate(prior)
    ]
    for matrix, label in zip(matrices, labels, strict=True):
        for k, row in enumerate(matrix):
            score[k] += math.log(row[label])
    top = max(score)
    likelihood = [math.exp(TEMPER * (each - top)) for each in score]
    total = sum(likelihood)
    return [value / total for value in likelihood]
