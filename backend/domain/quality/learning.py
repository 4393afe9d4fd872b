"""Learns from the standing answers of one kind of task: a model, what it says of each person, and which tasks it
decides differently.

It takes seconds with many answers, so it runs in a job and never in a turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from backend.domain.quality import skill
from backend.domain.quality.consensus import Belief, decide, fewest_more
from backend.domain.quality.evidence import Given, Standing
from backend.records import Record

LEAST_TOLD = 20.0
"""The number of answers (older ones count in part) before anything is said about a person's matrix."""
NEXT_TO_NOTHING = 0.05
"""The share of a task's uncertainty that an answer removes on average. Below it, another answer of this person is not
worth its pay. With two equally frequent choices this means being right less than 63 times in 100."""


class Learnt(Record):
    """`prior`, `pooled` and `useful`: of all people together. `matrices`: by person, if the model is useful. `unclear`:
    people whose answers say next to nothing. `changed`: tasks that the model decides differently from now, or for which
    fewer further answers may suffice."""

    prior: list[float]
    pooled: list[list[float]]
    useful: bool
    matrices: Mapping[int, list[list[float]]]
    unclear: frozenset[int]
    changed: tuple[int, ...]


def learn(given: Given) -> Learnt:
    """Learn a model. Raises `ValueError` without answers."""
    if not given.task:
        raise ValueError("no answers")
    tasks, task = np.unique(np.array(given.task, dtype=np.int64), return_inverse=True)
    people, person = np.unique(np.array(given.person, dtype=np.int64), return_inverse=True)
    answers = skill.Answers(
        task,
        person,
        np.array(given.label, dtype=np.int64),
        len(tasks),
        len(people),
        given.labels,
        skill.ageing(np.array(given.days)),
        np.array([given.known.get(task_id, skill.UNKNOWN) for task_id in tasks.tolist()], dtype=np.int64),
    )
    useful = skill.is_useful(answers)
    fitted = skill.fit(answers, weight=skill.POOLED_WEIGHT if useful else skill.POOLED_ONLY_WEIGHT)
    model = fitted.model
    matrices = {person_id: model.matrix(at) for at, person_id in enumerate(people.tolist())} if useful else {}
    told = dict(zip(people.tolist(), model.totals.sum(axis=0).tolist(), strict=True))
    unclear = frozenset(
        person_id
        for person_id, matrix in matrices.items()
        if told[person_id] >= LEAST_TOLD and tells(model.prior, matrix) < NEXT_TO_NOTHING
    )
    return Learnt(
        model.prior.tolist(),
        model.pooled.tolist(),
        useful,
        {person_id: matrix.tolist() for person_id, matrix in matrices.items()},
        unclear,
        tuple(_changed(given, tasks.tolist(), answers, fitted.posterior.T, useful)),
    )


def tells(prior: skill.Floats, matrix: skill.Floats) -> float:
    """The share of a task's uncertainty that one answer with this matrix removes on average, 0 to 1: the mutual
    information of the right label and the answer, divided by the entropy of the right label."""
    said = prior @ matrix
    known = float((prior[:, None] * matrix * np.log(matrix / said)).sum())
    return known / -float((prior * np.log(prior)).sum())


def _changed(
    given: Given, tasks: Sequence[int], answers: skill.Answers, beliefs: skill.Floats, useful: bool
) -> Iterator[int]:
    counts = answers.counts().T.astype(np.int64)
    for at, task_id in enumerate(tasks):
        standing = given.standings.get(task_id)
        if standing is not None:
            belief = Belief(beliefs[at].tolist(), useful)
            if _is_otherwise(standing, counts[at].tolist(), belief):
                yield task_id


def _is_otherwise(standing: Standing, counts: Sequence[int], belief: Belief) -> bool:
    decision = decide(standing.rule, counts, belief)
    if decision.done != standing.decided:
        return True
    if decision.done:
        return decision.label != standing.result
    return standing.slots > fewest_more(standing.rule, counts, belief)
