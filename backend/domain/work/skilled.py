"""What a learnt model says of a task of a skilled project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from backend.domain.quality.consensus import Belief
from backend.domain.quality.posterior import posterior
from backend.domain.work.projects import ProjectConfig
from backend.records import Record

Matrix = Sequence[Sequence[float]]
"""A confusion matrix: rows are right labels, columns given ones."""


class Family(Record):
    """A kind of task for which one model is learnt: the same ids of choices, in any order and in any project. `labels`:
    these ids in alphabetical order, which is the order of all matrices."""

    key: str
    labels: tuple[str, ...]


class Opinion(Record):
    """An answer, with the matrix of the person who gave it (None: nothing is learnt of them) and what was learnt of the
    family (None: nothing yet)."""

    value: Any
    matrix: Matrix | None
    prior: Sequence[float] | None
    pooled: Matrix | None
    useful: bool | None


def family(config: ProjectConfig) -> Family | None:
    """The family of the project's tasks; None if people choose nothing."""
    if config.kind != "choice":
        return None
    labels = tuple(sorted(option.id for option in config.choices))
    return Family(f"{config.kind}:{','.join(labels)}", labels)


def belief(config: ProjectConfig, opinions: Sequence[Opinion]) -> Belief | None:
    """What the model says of a task with these answers, in the order of the project's choices; None without a model."""
    of = family(config)
    if of is None or not opinions:
        return None
    prior, pooled, useful = opinions[0].prior, opinions[0].pooled, opinions[0].useful
    if prior is None or pooled is None:
        return None
    said = [each for each in opinions if each.value in of.labels]
    found = posterior(
        prior,
        [pooled if each.matrix is None else each.matrix for each in said],
        [of.labels.index(each.value) for each in said],
    )
    by_id = dict(zip(of.labels, found, strict=True))
    return Belief([by_id[option.id] for option in config.choices], bool(useful))
