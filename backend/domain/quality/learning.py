"""What the standing answers of one kind of task tell: a model, whose skill it knows, and which tasks it makes sure of.

It takes seconds where there are many answers, so it runs in a job and never in a turn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from backend.domain.quality import skill
from backend.domain.quality.consensus import Belief, decide, fewest_more
from backend.domain.quality.evidence import Given, Standing

LEAST_TOLD = 20.0
"""Answers, aged ones counted in part, before anything is said of a person's matrix."""
NEXT_TO_NOTHING = 0.05
"""Share of what is uncertain about a task that an answer takes away on average. Below it a further answer of this
person is not worth its pay: of two equally frequent choices she would have to be right less than 63 times in 100."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """`prior`, `pooled` and `useful`: of all people together. `matrices`: by person, where the model is useful.
    `unclear`: people whose answers tell next to nothing. `changed`: tasks that the model decides otherwise than they
    stand, or for which fewer further answers may do."""

    prior: list[float]
    pooled: list[list[float]]
    useful: bool
    matrices: Mapping[int, list[list[float]]]
    unclear: frozenset[int]
    changed: tuple[int, ...]


def learn(given: Given) -> Learnt:
    """Raises `ValueError` without answers."""
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
        tuple(_changed(given, tasks.tolist(), answers, skill.beliefs(fitted), useful)),
    )


def tells(prior: skill.Floats, matrix: skill.Floats) -> float:
    """How much of what is uncertain about a task one answer of this matrix takes away on average, 0 to 1: the mutual
    information of the right label and what is said, as a share of the entropy of the right label."""
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
