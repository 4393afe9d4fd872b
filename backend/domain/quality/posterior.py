"""What a learnt model says of one task. It runs in turns, so it does not use numpy, which `skill` needs for
learning."""

from __future__ import annotations

import math
from collections.abc import Sequence

SMOOTHING = 0.1
"""Added to the count of each label of a task in its shares of the votes."""
VOTE_WEIGHT = 0.3
"""The weight of the shares of the votes beside the workers' matrices. They keep the model near the majority if it knows
little of the workers: on public label sets skilled mode needs a tenth fewer answers for the same gain."""


def posterior(
    prior: Sequence[float], matrices: Sequence[Sequence[Sequence[float]]], labels: Sequence[int]
) -> list[float]:
    """The probability of each label of a task to be the right one.

    `prior`: the frequency of each label. `matrices`: the confusion matrices of the people who answered, in the order of
    `labels` (their answers): `matrices[i][k][l]` is the probability that this person says l if k is right. A person of
    whom nothing is learnt has the pooled matrix, and so has everybody if the model is not useful. All probabilities are
    above 0.
    """
    whole = len(labels) + SMOOTHING * len(prior)
    score = [
        math.log(share) + VOTE_WEIGHT * math.log((labels.count(k) + SMOOTHING) / whole) for k, share in enumerate(prior)
    ]
    for matrix, label in zip(matrices, labels, strict=True):
        for k, row in enumerate(matrix):
            score[k] += math.log(row[label])
    top = max(score)
    likelihood = [math.exp(each - top) for each in score]
    total = sum(likelihood)
    return [value / total for value in likelihood]
