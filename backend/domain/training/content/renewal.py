"""Replaces the questions of an existing module by those of a bank. Its title, lessons and screens stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.domain.errors import Fault, Reason
from backend.domain.training.content import pools
from backend.domain.training.content.lesson_files import BadModule, Draft, Placed
from backend.domain.training.content.pools import category_parts
from backend.domain.training.modules import Lesson, Module
from backend.domain.training.questions import Question
from backend.records import replace


def renewed(draft: Draft, before: Module | None, lesson_of: Mapping[str, str]) -> Module:
    """The module of a draft; for a bank the existing module (`before`; None: there is none) with the bank's questions.
    Raises `BadModule` if a lesson with screens would have no question left.

    `lesson_of`: the key of the lesson of each question that the module ever had, by the question's key.
    """
    if not draft.bank:
        return draft.module
    module = draft.module if before is None else _with_questions(draft, before, lesson_of)
    return replace(module, pool=_pool(draft, module.lessons, before))


def _pool(draft: Draft, lessons: Sequence[Lesson], before: Module | None) -> tuple[Question, ...]:
    """The final test's questions of a bank; the existing ones if it has none."""
    there = before.pool if before is not None else ()
    if not draft.module.pool:
        taught = {question.key for lesson in lessons for question in lesson.questions}
        return tuple(question for question in there if question.key not in taught)
    known = {question.key: question.about for question in there}
    placed, _ = pools.placed(draft.module.pool, lessons)
    return tuple(replace(question, about=question.about or known.get(question.key, "")) for question in placed)


def _with_questions(draft: Draft, before: Module, lesson_of: Mapping[str, str]) -> Module:
    """An existing module with the questions of a bank: each goes to its former lesson, a new one to the lesson of its
    category."""
    lessons = {lesson.key: lesson for lesson in before.lessons}
    titles = {lesson.title: lesson.key for lesson in before.lessons}
    asked: dict[str, list[Question]] = {key: [] for key in lessons}
    for given in draft.module.lessons:
        for question in given.questions:
            parts = category_parts(question.category)
            key = lesson_of.get(question.key, "")
            if key not in lessons:
                key = titles.get(parts[-1], given.key) if parts else given.key
            lesson = lessons.setdefault(key, replace(given, key=key))
            as_exported = parts == [lesson.title]
            asked.setdefault(key, []).append(replace(question, category="") if as_exported else question)
    if taught := [lesson for lesson in before.lessons if lesson.screens and not asked[lesson.key]]:
        reason = Reason("the lesson {title!r} of this module would be left without a question", title=taught[0].title)
        raise BadModule([Placed(draft.file, Fault(1, reason))])
    left = [replace(lesson, questions=tuple(asked[key])) for key, lesson in lessons.items() if asked[key]]
    return replace(before, lessons=tuple(replace(lesson, number=n) for n, lesson in enumerate(left, 1)))
