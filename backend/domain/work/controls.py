"""Control tasks: tasks of a project whose right answer the client knows (the column `gold` of its data).

They look like all others, are paid like all others, and teach: an answer that differs from the known one is commented
at once, with the reason. They are no part of what a project owes its client: neither open work nor a result.

Frequency: at most one task in `EVERY`, and fewer as trust grows. Every `STEP` known answers in a row double the
distance, at most `DOUBLINGS` times: one in 10, then one in 20, then one in 40. After a differing answer it is one in 10
again. The place of a control task within such a stretch varies, so that nobody can tell it by its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rapidfuzz.distance import Levenshtein

from backend.domain.errors import BadInput, Reason
from backend.domain.french.spelling import fold
from backend.domain.work.answers import normalise
from backend.domain.work.forms.form import Field
from backend.domain.work.projects import ProjectConfig

EVERY = 10
"""At most one in this many tasks that a person is given in a project is a control task. A project also pays at most one
answer to a control task per this many promised answers."""
STEP = 3
"""Known answers in a row after which control tasks become half as frequent."""
DOUBLINGS = 2
"""How many times at most the distance between control tasks is doubled."""
MOST_EXPLANATION_CHARACTERS = 300
"""Characters of an explanation: it is shown above the next task in the same message."""
ALIKE = 0.9
"""The share of the words of a transcription that must be the known ones, in order."""
GRADED = 5
"""On a scale with at least this many points, a neighbouring point is right as well: nobody knows a grade to the
point."""


def distance(in_a_row: int) -> int:
    """The average distance between control tasks, in tasks, after this many known answers in a row."""
    return EVERY << min(in_a_row // STEP, DOUBLINGS)


def allowed(tasks: int, answers_max: int) -> int:
    """The answers to control tasks that a project with so many other tasks pays for."""
    return tasks * answers_max // EVERY


def known(config: ProjectConfig, value: Any) -> Any:
    """A known answer in the form of the project's answers. Raises `BadInput` for an impossible answer, and for a kind
    whose answers cannot be compared with a known one."""
    if config.kind == "text":
        raise BadInput(Reason("answers of the kind {kind!r} cannot be compared with a known one", kind=config.kind))
    return normalise(config, value)


def is_right(config: ProjectConfig, gold: Any, given: Any) -> bool:
    """Whether an answer means the same as the known one. Tolerated are: capitals, accents and punctuation in texts, a
    word in ten of a transcription, a neighbouring point on a scale of five."""
    match config.kind:
        case "entry":
            return not wrong_fields(config, gold, given)
        case "rating":
            return abs(int(gold) - int(given)) <= (1 if len(config.scale) >= GRADED else 0)
        case "transcription":
            return Levenshtein.normalized_similarity(fold(gold).split(), fold(given).split()) >= ALIKE
        case _:
            return bool(gold == given)


def wrong_fields(config: ProjectConfig, gold: Mapping[str, str], given: Mapping[str, str]) -> list[Field]:
    """The fields of a form in which an answer differs from the known one."""
    return [field for field in config.fields if not _same(field, gold.get(field.id, ""), given.get(field.id, ""))]


def _same(field: Field, gold: str, given: str) -> bool:
    return gold == given or (field.type == "text" and bool(given) and fold(gold) == fold(given))
