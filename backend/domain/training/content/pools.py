"""The questions of a module's final test, as authors give them: `final.gift` or `final.xml` in the module's
folder, or in a single bank the category `final`.

A category below says which lesson teaches a question, by its title, its file's name or its number, so that
whoever fails is told what to read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from backend.domain.errors import Fault, Reason
from backend.domain.french.spelling import fold
from backend.domain.training.modules import POOL_FOLD, Lesson, Module
from backend.domain.training.questions import Question

NAME = "final"
"""The stem of the pool's file, and the first part of its categories in a single bank."""


def slug(text: str) -> str:
    """Small letters, digits and hyphens, at most 64."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:64].strip("-")


def category_parts(category: str) -> list[str]:
    """Moodle's path in its parts; `//` is a slash of a name."""
    parts = re.split(r"(?<!/)/(?!/)", category)
    return [part.replace("//", "/").strip() for part in parts if part.strip()]


def belongs(category: str) -> bool:
    """Whether a question of this category is the final test's, in a single bank."""
    return category_parts(category)[:1] == [NAME]


def lesson_named(category: str, lessons: Sequence[Lesson]) -> str | None:
    """The key of the lesson that the last part of a category names; "" where it names none, None where it
    names one that is not there."""
    parts = category_parts(category)
    if parts[:1] == [NAME]:
        parts = parts[1:]
    if not parts:
        return ""
    wanted = slug(parts[-1])
    return next((x.key for x in lessons if wanted in (x.key, slug(x.title), str(x.number))), None)


def placed(questions: Sequence[Question], lessons: Sequence[Lesson]) -> tuple[tuple[Question, ...], list[Question]]:
    """The pool with the lesson of each question, and those whose category names no lesson."""
    found, lost = [], []
    for question in questions:
        about = lesson_named(question.category, lessons)
        if about is None:
            lost.append(question)
        found.append(replace(question, about=about or "", category=""))
    return tuple(found), lost


def too_small(module: Module) -> Reason | None:
    """Why the pool cannot carry the test that the author asks for; None where it can."""
    least = POOL_FOLD * (module.ask or 1)
    if not module.pool or len(module.pool) >= least:
        return None
    return Reason(
        "the final test has {n} questions to draw from, and needs {least}: three times those of one try",
        n=len(module.pool),
        least=least,
    )


def no_lesson(question: Question) -> Fault:
    """A question whose category names no lesson of its module."""
    name = category_parts(question.category)[-1]
    return Fault(question.line, Reason("no lesson of this module is called {name!r}", name=name))
