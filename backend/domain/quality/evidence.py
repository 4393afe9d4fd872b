"""The answers from which a model is learnt. `learning` has the model itself, and with it numpy."""

from __future__ import annotations

from array import array

from backend.domain.quality.consensus import Rule
from backend.records import Record, Struct, field


class Standing(Record):
    """The state of a task that the model may decide: whether it is `decided`, with which label (None: undecided, or a
    tie), how many further answers it is open for, and its rule."""

    decided: bool
    result: int | None
    slots: int
    rule: Rule


class Given(Struct):
    """Answers in columns of equal length; those to one task are in the order of time. `task`, `person`: ids; `label`:
    the label's number; `days`: the answer's age. `standings`: by task id, of the tasks that the model may decide.
    `known`: by task id, the right label of control tasks."""

    labels: int
    task: array[int] = field(default_factory=lambda: array("q"))
    person: array[int] = field(default_factory=lambda: array("q"))
    label: array[int] = field(default_factory=lambda: array("q"))
    days: array[float] = field(default_factory=lambda: array("d"))
    standings: dict[int, Standing] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
