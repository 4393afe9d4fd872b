"""Import and export of training modules: all of what is given, or nothing.

A new version keeps what people did: its lessons and questions are found by their keys again, what it no
longer has is retired. Every step belongs to the caller's one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from backend.db import media as media_rows
from backend.db import training
from backend.db.uow import UnitOfWork
from backend.domain.errors import Fault, NotFound, Reason
from backend.domain.training import gift_writer, pools, prerequisites
from backend.domain.training.lesson_files import (
    BadModule,
    Draft,
    Placed,
)
from backend.domain.training.modules import Lesson, Module, dump_screens
from backend.domain.training.pools import category_parts
from backend.domain.training.questions import Question, dump
from backend.services.module_files import Source


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one module. `changed`: it is new or another version; `questions`: of its lessons, `pool`: of its
    final test alone; `retired`: those that are no longer asked; `notes`: what was left out of its files."""

    id: str
    title: str
    version: int
    changed: bool
    lessons: int
    questions: int
    retired: int
    notes: tuple[Placed, ...]
    pool: int = 0


async def import_modules(
    uow: UnitOfWork, sources: Sequence[Source], now: datetime, skipped: list[Placed] | None = None
) -> list[Imported]:
    """Make or renew the modules. Never commits.

    Raises `BadModule` for a module that needs one which does not exist or that needs it in turn, and for a
    question bank that would leave a lesson without a question; the transaction is then to be given up. With
    `skipped` such modules are left out and named there, unless none is left.
    """
    await training.wait_for_other_imports(uow)
    there = await training.prerequisites(uow)
    faults: list[Placed] = []
    left = list(sources)
    while wrong := _wrong(left, there):  # a module that is left out may be needed by another
        faults += wrong.values()
        left = [source for number, source in enumerate(left) if number not in wrong]
    if faults and skipped is None:
        raise BadModule(faults)
    done: list[Imported] = []
    for source in left:
        try:
            done.append(await _import(uow, source, now))
        except BadModule as error:
            faults += error.placed
    if faults and (skipped is None or not done):
        raise BadModule(faults)
    if skipped is not None:
        skipped += faults
    return done


def _wrong(sources: Sequence[Source], there: Mapping[str, Sequence[str]]) -> dict[int, Placed]:
    """By their place the sources whose modules nobody could begin."""
    needs = {**there, **{source.draft.module.id: source.draft.module.needs for source in sources}}
    found = ((number, _wrong_needs(source.draft, needs)) for number, source in enumerate(sources))
    return {number: placed for number, placed in found if placed is not None}


def _wrong_needs(draft: Draft, needs: Mapping[str, Sequence[str]]) -> Placed | None:
    module = draft.module
    if missing := prerequisites.unknown(module.needs, needs):
        reason = Reason("the module needs {id!r}, which is not there: import it first, or both together", id=missing[0])
    elif ring := prerequisites.ring(module.id, needs):
        reason = Reason("nobody could begin it, for modules need each other: {ring}", ring=" → ".join(ring))
    else:
        return None
    return Placed(draft.file, Fault(draft.needs_line, reason))


async def _import(uow: UnitOfWork, source: Source, now: datetime) -> Imported:
    draft, module = source.draft, source.draft.module
    before = await training.module(uow, module.id) if draft.bank else None
    if before is not None:
        module = _renewed(draft, before, await training.question_lessons(uow, module.id))
    if draft.bank:
        module = replace(module, pool=_bank_pool(draft, module.lessons, before))
    digest = _digest(module)
    version, known = await training.version(uow, module.id)
    retired = 0
    if changed := digest != known:
        for file in source.pictures.values():
            await media_rows.add(uow, file.digest, file.mime, file.content)
        version, retired = await training.put(uow, module, digest, now)
    questions = sum(len(lesson.questions) for lesson in module.lessons)
    return Imported(
        module.id,
        module.title,
        version,
        changed,
        len(module.lessons),
        questions,
        retired,
        draft.notes,
        len(module.pool),
    )


def _bank_pool(draft: Draft, lessons: Sequence[Lesson], before: Module | None) -> tuple[Question, ...]:
    """The final test's questions of a bank; those that are there where it has none."""
    there = before.pool if before is not None else ()
    if not draft.module.pool:
        taught = {question.key for lesson in lessons for question in lesson.questions}
        return tuple(question for question in there if question.key not in taught)
    known = {question.key: question.about for question in there}
    placed, _ = pools.placed(draft.module.pool, lessons)
    return tuple(replace(question, about=question.about or known.get(question.key, "")) for question in placed)


def _renewed(draft: Draft, before: Module, lesson_of: Mapping[str, str]) -> Module:
    """A module that is there with the questions of a bank: each goes to its lesson, a new one to the lesson
    of its category; titles and screens stay."""
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


def _digest(module: Module) -> str:
    """Of all that is kept of a module."""
    kept = [
        *(module.title, module.about, module.minutes, module.order, module.needs, module.unlocks, module.pass_mark),
        *(module.checked, module.sources, module.ask),
        [
            [x.key, x.number, x.title, dump_screens(x.screens), [[q.key, dump(q)] for q in x.questions]]
            for x in module.lessons
        ],
        [[q.key, q.about, dump(q)] for q in module.pool],
    ]
    return hashlib.sha256(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def export_module(uow: UnitOfWork, module_id: str) -> str:
    """A module's questions as GIFT, with a category for each lesson, and below `final` those of its final test.
    Raises `NotFound`."""
    module = await training.module(uow, module_id)
    if module is None:
        raise NotFound(f"there is no module {module_id!r}; hiteuses training list names them")
    several = len(module.lessons) > 1
    questions = [
        replace(question, category=question.category or (lesson.title.replace("/", "//") if several else ""))
        for lesson in module.lessons
        for question in lesson.questions
    ]
    titles = {lesson.key: lesson.title.replace("/", "//") for lesson in module.lessons}
    questions += (
        replace(question, category="/".join(filter(None, (pools.NAME, titles.get(question.about)))))
        for question in module.pool
    )
    title = " ".join(module.title.split())
    return f"// {title} ({module.id})\n\n{gift_writer.write(questions)}"


async def close_module(uow: UnitOfWork, module_id: str, at: datetime | None) -> None:
    """Nobody begins it from then on; who has begun goes on to her badge. None: it is open again. Raises `NotFound`."""
    if not await training.close(uow, module_id, at):
        raise NotFound(f"there is no module {module_id!r}; hiteuses training list names them")
