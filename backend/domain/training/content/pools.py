"""The questions of a module's final test: `final.gift` or `final.xml` in the module's folder, or the category `final`
in a single bank.

A subcategory names the lesson that teaches a question, by its title, its file's name or its number. So a person who
fails is told which lessons to read again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from backend.domain.errors import Fault, Reason
from backend.domain.french.spelling import fold
from backend.domain.training.modules import POOL_FOLD, Lesson, Module
from backend.domain.training.questions import Question
from backend.records import replace

NAME = "final"
"""The name of the pool's file without extension, and the first part of its categories in a single bank."""


def slug(text: str) -> str:
    """The text as small letters, digits and hyphens, at most 64."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:64].strip("-")


def category_parts(category: str) -> list[str]:
    """The parts of Moodle's path. `//` is a slash within a name."""
    parts = re.split(r"(?<!/)/(?!/)", category)
    return [part.replace("//", "/").strip() for part in parts if part.strip()]


def belongs(category: str) -> bool:
    """Whether a question with this category belongs to the final test of a single bank."""
    return category_parts(category)[:1] == [NAME]


def lesson_named(category: str, lessons: Sequence[Lesson]) -> str | None:
    """The key of the lesson that the last part of a category names; "" if it names none, None if it names an unknown
    one."""
    parts = category_parts(category)
    if parts[:1] == [NAME]:
        parts = parts[1:]
    if not parts:
        return ""
    wanted = slug(parts[-1])
    return next((x.key for x in lessons if wanted in (x.key, slug(x.title), str(x.number))), None)


def placed(questions: Sequence[Question], lessons: Sequence[Lesson]) -> tuple[tuple[Question, ...], list[Question]]:
    """The pool with the lesson of each question, and the questions whose category names no lesson."""
    found, lost = [], []
    for question in questions:
        about = lesson_named(question.category, lessons)
        if about is None:
            lost.append(question)
        found.append(replace(question, about=about or "", category=""))
    return tuple(found), lost


def too_small(module: Module) -> Reason | None:
    """Why the pool is too small for the test that the author asks for; None if it is not."""
    least = POOL_FOLD * (module.ask or 1)
    if not module.pool or len(module.pool) >= least:
        return None
    return Reason(
        "the final test has {n} questions to draw from, and needs {least}: three times those of one try",
        n=len(module.pool),
        least=least,
    )


def no_lesson(question: Question) -> Fault:
    """The fault of a question whose category names no lesson of its module."""
    name = category_parts(question.category)[-1]
    return Fault(question.line, Reason("no lesson of this module is called {name!r}", name=name))
