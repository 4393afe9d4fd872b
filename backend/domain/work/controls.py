"""Control tasks: tasks of a project whose right answer the client knows (the column `gold` of its data).

They look like all others, are paid like all others and teach: an answer that is not the known one is told at once,
with the reason. They are no part of what a project owes its client: neither open work nor a result.

How often: never more than one task in `EVERY`, and fewer as trust grows. Each known answer in a row that she gives
counts, and every `STEP` of them double the distance, `DOUBLINGS` times at most: one in 10, then one in 20, then one
in 40. After another answer it is one in 10 again. Where in such a stretch a control task stands differs from stretch to
stretch, so that nobody can tell it from its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rapidfuzz.distance import Levenshtein

from backend.domain.errors import BadInput, Reason
from backend.domain.french.spelling import fold
from backend.domain.work.answers import normalise
from backend.domain.work.form import Field
from backend.domain.work.projects import ProjectConfig

EVERY = 10
"""At most one in so many tasks that a person is given in a project is a control task. Of the answers that a project
promises its client, as many at most are paid beside them for control tasks."""
STEP = 3
"""Known answers in a row after which control tasks become half as frequent."""
DOUBLINGS = 2
LONGEST = 300
"""Characters of an explanation: it stands above the next task in the same message."""
ALIKE = 0.9
"""Share of the words of a transcription that must be the known ones, in their order."""
GRADED = 5
"""On a scale of so many points or more, the next point is right as well: nobody knows a grade to the point."""


def distance(in_a_row: int) -> int:
    """Tasks from one control task to the next on average, after so many known answers in a row."""
    return EVERY << min(in_a_row // STEP, DOUBLINGS)


def allowed(tasks: int, answers_max: int) -> int:
    """Answers to control tasks that a project with so many other tasks pays for."""
    return tasks * answers_max // EVERY


def known(config: ProjectConfig, value: Any) -> Any:
    """A known answer in the form of the project's answers. Raises `BadInput` for what is no possible answer, and where
    answers cannot be compared with one that is known."""
    if config.kind == "text":
        raise BadInput(Reason("answers of the kind {kind!r} cannot be compared with a known one", kind=config.kind))
    return normalise(config, value)


def is_right(config: ProjectConfig, gold: Any, given: Any) -> bool:
    """Whether an answer is the known one, as far as two answers that mean the same can differ: capitals, accents and
    punctuation in texts, a word in ten of a transcription, the next point on a scale of five."""
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
    """The fields of a form in which an answer is not the known one."""
    return [field for field in config.fields if not _same(field, gold.get(field.id, ""), given.get(field.id, ""))]


def _same(field: Field, gold: str, given: str) -> bool:
    return gold == given or (field.type == "text" and bool(given) and fold(gold) == fold(given))
