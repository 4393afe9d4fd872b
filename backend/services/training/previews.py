"""Drafts of training modules, as admins preview them. Learners' tables do not have them: a lesson is known by its
number in the draft, a question by its number in the lesson or the final test."""

from __future__ import annotations

from backend.db.engine.uow import UnitOfWork
from backend.db.training import module_versions
from backend.domain.people.commands import Person
from backend.domain.training import learning, versions
from backend.domain.training.learning import FinalLine, LessonLine, ModuleLine
from backend.domain.training.modules import Lesson, Module
from backend.domain.training.questions import Question
from backend.services import access


async def drafts(uow: UnitOfWork, by: Person) -> tuple[ModuleLine, ...]:
    """Every draft that waits to be published. Raises `NotAllowed`."""
    access.require(by, "see the training")
    return tuple(_line(draft.module, draft.number) for draft in await module_versions.drafts(uow))


def _line(module: Module, number: int) -> ModuleLine:
    return ModuleLine(
        module.id,
        module.title,
        module.about,
        module.minutes,
        module.pass_mark,
        tuple(LessonLine(lesson.number, lesson.number, lesson.title) for lesson in module.lessons),
        final=FinalLine(module.id, module.asks),
        checked=module.checked,
        sources=module.sources,
        version=number,
    )


async def opened(
    uow: UnitOfWork, by: Person, command: learning.OpenLesson
) -> learning.LessonOpened | learning.LessonRefused:
    """A lesson of a draft, with all its questions in the author's order. Raises `NotAllowed`."""
    access.require(by, "see the training")
    lesson = _lesson(await _module(uow, command.draft), command.lesson)
    if lesson is None:
        return learning.LessonRefused()
    return learning.LessonOpened(command.lesson, tuple(range(1, len(lesson.questions) + 1)))


async def lesson_shown(
    uow: UnitOfWork, by: Person, ref: str, lesson: int, question: int
) -> tuple[Lesson | None, str, int, Question | None]:
    """Like `learning.lesson_shown`, of a draft. Raises `NotAllowed`."""
    access.require(by, "see the training")
    module = await _module(uow, ref)
    shown = _lesson(module, lesson)
    if module is None or shown is None:
        return None, "", 0, None
    return shown, module.title, len(module.lessons), _at(shown.questions, question)


async def final_questions(uow: UnitOfWork, by: Person, ref: str) -> tuple[Question, ...]:
    """All questions that a draft's final test may ask. Raises `NotAllowed`."""
    access.require(by, "see the training")
    module = await _module(uow, ref)
    if module is None:
        return ()
    return module.pool or tuple(question for lesson in module.lessons for question in lesson.questions)


async def _module(uow: UnitOfWork, ref: str) -> Module | None:
    wanted = versions.version_of(ref)
    found = await module_versions.version(uow, *wanted) if wanted else None
    return found.module if found else None


def _lesson(module: Module | None, number: int) -> Lesson | None:
    return next((lesson for lesson in module.lessons if lesson.number == number), None) if module else None


def _at(questions: tuple[Question, ...], number: int) -> Question | None:
    return questions[number - 1] if 0 < number <= len(questions) else None
