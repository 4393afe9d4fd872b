"""The skill of each worker: a confusion matrix, learnt without any known answer.

This is the model of Dawid and Skene (1979): if the right label is k, a worker says l with probability `matrix[k, l]`,
independently of the other answers. The matrix of a worker with few answers is drawn towards that of all workers
together (the pooled one), with the weight of `weight` answers per label. So a newcomer counts like everybody, and
nobody is judged by two answers. The model is fitted by expectation maximisation in log space. It is sparse: memory
grows with the answers, not with tasks x workers or workers x labels x labels.

One model is for one kind of task: tasks with the same labels, in one project or several.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import numpy.typing as npt

from backend.domain.quality.posterior import SMOOTHING, VOTE_WEIGHT
from backend.records import Record

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

POOLED_WEIGHT = 0.5
"""The number of answers per label that the pooled matrix counts in each worker's own. On 18 public label sets 0.5 to 1
gave the most accuracy per answer in skilled mode."""
MAX_ROUNDS = 30
"""The most rounds of expectation maximisation."""
TOLERANCE = 1e-4
"""The mean change of the tasks' probabilities at which the fit ends."""
BELIEF, DOUBT = 1.2, 0.2
"""Pseudo-answers on and off the diagonal of the pooled matrix: a label that was not seen yet is assumed to be
recognised."""
HALF_LIFE = 90.0
"""Days after which an answer says half as much of the worker's present skill."""
POOLED_ONLY_WEIGHT = 1e9
"""A weight with which every worker has the pooled matrix."""
CAUTIOUS = (3.0, 10.0)
"""Weights of the pooled matrix with which the model is tested on held-out answers. They predict best on the public
sets, where `POOLED_WEIGHT` decides best."""
HELD_OUT = 4
"""The number of parts in which the model is tested: each hides one answer of every `HELD_OUT`-th task with at least
two."""
ENOUGH_HELD_OUT = 1_000
"""With this many hidden answers no further part is tested."""
LEAST_HELD_OUT = 20
"""With fewer hidden answers, nothing can be said about the model."""

UNKNOWN = -1
"""Marks a task whose right label is not known."""


class Answers(Record, dict=True):
    """Who said what: arrays of equal length, `task` (< `tasks`), `worker` (< `workers`) and `label` (< `labels`).

    `ages`: how much each answer tells about the worker's present skill, 0 to 1 (see `ageing`); None: 1. `known`: the
    right label of each task, or `UNKNOWN`; None: no label is known.
    """

    task: Ints
    worker: Ints
    label: Ints
    tasks: int
    workers: int
    labels: int
    ages: Floats | None = None
    known: Ints | None = None

    def counts(self) -> Floats:
        """The number of answers by label and task, shape (labels, tasks)."""
        flat = np.bincount(self.label * self.tasks + self.task, minlength=self.labels * self.tasks)
        return flat.reshape(self.labels, self.tasks).astype(np.float64)

    @cached_property
    def shares(self) -> Floats:
        """The share of each label in the votes on each task, smoothed, shape (labels, tasks)."""
        counts = self.counts() + SMOOTHING
        counts /= counts.sum(axis=0)
        return counts

    def only(self, which: npt.NDArray[np.bool_] | Ints) -> Answers:
        """Some of the answers. Tasks, workers and labels keep their numbers."""
        ages = None if self.ages is None else self.ages[which]
        sizes = self.tasks, self.workers, self.labels
        return Answers(self.task[which], self.worker[which], self.label[which], *sizes, ages, self.known)

    def certain(self, posterior: Floats) -> Floats:
        """Set the probabilities of tasks whose right label is known to that label. Changes `posterior` in place and
        returns it."""
        if self.known is not None and len(tasks := np.flatnonzero(self.known != UNKNOWN)):
            posterior[:, tasks] = 0.0
            posterior[self.known[tasks], tasks] = 1.0
        return posterior

    @cached_property
    def said(self) -> tuple[Ints, Ints]:
        """(worker * labels + label of each pair that occurs, the index of each answer's pair)."""
        pairs, pair = np.unique(self.worker * self.labels + self.label, return_inverse=True)
        return pairs, pair


class Model(Record):
    """What was learnt about one kind of task.

    `prior`: the frequency of each label, shape (labels,). `pooled`: the matrix of all workers together; rows are right
    labels, shape (labels, labels). `pairs`: worker * labels + label, ascending, of what was said at least once;
    `given`: how often each was said when each label was right, as far as is known, shape (labels, pairs); `totals`: the
    sums of `given` per worker, shape (labels, workers). `weight`: see `POOLED_WEIGHT`.
    """

    prior: Floats
    pooled: Floats
    pairs: Ints
    given: Floats
    totals: Floats
    weight: float

    def matrix(self, worker: int) -> Floats:
        """The confusion matrix of one worker; the pooled one if the worker said nothing."""
        labels = len(self.prior)
        at = slice(*np.searchsorted(self.pairs, [worker * labels, (worker + 1) * labels]))
        counted = np.zeros((labels, labels))
        counted[:, self.pairs[at] - worker * labels] = self.given[:, at]
        matrix: Floats = (counted + self.weight * self.pooled) / (self.totals[:, [worker]] + self.weight)
        return matrix

    def said(self) -> Floats:
        """For each pair the probability that this worker says it if each label is right, shape (labels, pairs)."""
        worker, label = np.divmod(self.pairs, len(self.prior))
        said: Floats = (self.given + self.weight * self.pooled[:, label]) / (self.totals[:, worker] + self.weight)
        return said


class Fit(Record):
    """A model, and its `posterior` for the tasks to which it was fitted: the probability of each label, shape (labels,
    tasks)."""

    model: Model
    posterior: Floats


def ageing(days: Floats, half_life: float = HALF_LIFE) -> Floats:
    """The `Answers.ages` of answers with these ages in days."""
    aged: Floats = np.exp2(-np.maximum(days, 0.0) / half_life)
    return aged


def fit(
    answers: Answers, *, weight: float = POOLED_WEIGHT, votes: float = VOTE_WEIGHT, rounds: int = MAX_ROUNDS
) -> Fit:
    """Learn from these answers alone. `votes`: see `posterior.VOTE_WEIGHT`."""
    posterior = answers.certain(answers.shares.copy())
    model = _learn(answers, posterior, weight)
    for _ in range(rounds):
        before, posterior = posterior, answers.certain(_judge(model, answers, votes))
        model = _learn(answers, posterior, weight)
        if np.abs(posterior - before).mean() < TOLERANCE:
            break
    return Fit(model, posterior)


def _learn(answers: Answers, posterior: Floats, weight: float) -> Model:
    """The matrices, given the probabilities of the tasks' labels."""
    pairs, pair = answers.said
    given = np.empty((answers.labels, len(pairs)))
    for k, belief in enumerate(posterior):
        told = belief[answers.task]
        if answers.ages is not None:
            told = told * answers.ages
        given[k] = np.bincount(pair, weights=told, minlength=len(pairs))
    worker, label = np.divmod(pairs, answers.labels)
    totals = np.empty((answers.labels, answers.workers))
    pooled = np.eye(answers.labels) * (BELIEF - DOUBT) + DOUBT
    for k, row in enumerate(given):
        totals[k] = np.bincount(worker, weights=row, minlength=answers.workers)
        pooled[k] += np.bincount(label, weights=row, minlength=answers.labels)
    pooled /= pooled.sum(axis=1, keepdims=True)
    prior = (posterior.sum(axis=1) + 1) / (answers.tasks + answers.labels)
    return Model(prior, pooled, pairs, given, totals, weight)


def _judge(model: Model, answers: Answers, votes: float) -> Floats:
    """The probabilities of the tasks' labels, given the matrices learnt from these answers, shape (labels, tasks). Log
    space keeps many answers from underflowing."""
    _, pair = answers.said
    score = votes * np.log(answers.shares) + np.log(model.prior)[:, None]
    for k, evidence in enumerate(np.log(model.said())):
        score[k] += np.bincount(answers.task, weights=evidence[pair], minlength=answers.tasks)
    score -= score.max(axis=0)
    np.exp(score, out=score)
    score /= score.sum(axis=0)
    return score


def is_useful(answers: Answers) -> bool:
    """Whether telling workers apart predicts held-out answers better than treating them all alike.

    Some answers are hidden, the model is learnt from the rest, and the likelihood of the hidden ones is compared with
    that under a model in which everybody has the pooled matrix. If it is no better, skill decides nothing, and skilled
    mode works like guaranteed mode. Also False if there are too few answers to tell.
    """
    parts = _parts(answers)
    if sum(int(hidden.sum()) for hidden in parts) < LEAST_HELD_OUT:
        return False
    alike = sum(_predicted(answers, hidden, POOLED_ONLY_WEIGHT) for hidden in parts)
    return any(sum(_predicted(answers, hidden, weight) for hidden in parts) > alike for weight in CAUTIOUS)


def _parts(answers: Answers) -> list[npt.NDArray[np.bool_]]:
    """The answers hidden in each part: the last one of each task with two or more, by the task's number."""
    last = np.full(answers.tasks, -1)
    last[answers.task] = np.arange(len(answers.task))
    several = np.flatnonzero(np.bincount(answers.task, minlength=answers.tasks) > 1)
    parts: list[npt.NDArray[np.bool_]] = []
    for part in range(HELD_OUT):
        hidden = np.zeros(len(answers.task), dtype=np.bool_)
        hidden[last[several[part::HELD_OUT]]] = True
        parts.append(hidden)
        if sum(int(before.sum()) for before in parts) >= ENOUGH_HELD_OUT:
            break
    return parts


def _predicted(answers: Answers, hidden: npt.NDArray[np.bool_], weight: float) -> float:
    """The log likelihood of the hidden answers under the model learnt from the others."""
    known, asked = answers.only(~hidden), answers.only(hidden)
    fitted = fit(known, weight=weight)
    model = fitted.model
    pair = asked.worker * answers.labels + asked.label
    at = np.minimum(np.searchsorted(model.pairs, pair), len(model.pairs) - 1)
    own = np.where(model.pairs[at] == pair, model.given[:, at], 0.0)
    says = (own + weight * model.pooled[:, asked.label]) / (model.totals[:, asked.worker] + weight)
    return float(np.log((fitted.posterior[:, asked.task] * says).sum(axis=0)).sum())
