"""Import and export of training modules: all of what is given, or nothing.

A new version keeps what people did: its lessons and questions are found by their keys again, what it no
longer has is retired. Every step belongs to the caller's one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePath

import orjson

from backend.db import media as media_rows
from backend.db import training
from backend.db.uow import UnitOfWork
from backend.domain import file_names
from backend.domain.errors import BadInput, Fault, NotFound, Reason
from backend.domain.training import gift_writer, pools, prerequisites
from backend.domain.training.lesson_files import (
    BANKS,
    HEADING,
    SINGLE,
    BadModule,
    Draft,
    Placed,
    read_folder,
    read_single,
)
from backend.domain.training.modules import Lesson, Module, Picture, dump_screens
from backend.domain.training.pools import category_parts
from backend.domain.training.questions import Question, dump
from backend.services import media

MOST_PICTURE = 300_000
"""Bytes of a lesson's picture: what somebody with little data can still afford to load."""


@dataclass(frozen=True, slots=True)
class Source:
    """A module as it was read: its draft, and the pictures that it shows, by their hashes."""

    draft: Draft
    pictures: Mapping[str, media.MediaFile] = field(default_factory=dict)


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


def read(path: Path) -> list[Source]:
    """All modules at `path`: one file, a module's folder, or a folder with such folders below it.

    Raises `BadModule` with every fault of all files, `BadInput` where there is nothing to import.
    """
    if path.is_dir():
        folders = sorted(found.parent for found in path.rglob(HEADING))
        if not folders:
            raise BadInput(Reason("there is no {file} in {path} or below it", file=HEADING, path=str(path)))
    elif path.suffix.lower() in SINGLE:
        folders = []
    else:
        known = ", ".join(SINGLE)
        raise BadInput(Reason("{path} is no folder and no file of {known}", path=str(path), known=known))
    sources: list[Source] = []
    faults: list[Placed] = []
    for folder in folders or [path]:
        try:
            draft = _folder(folder) if folder.is_dir() else _single(folder)
            sources.append(_with_pictures(draft, folder if folder.is_dir() else folder.parent))
        except BadModule as error:
            faults += error.placed
    faults += _same_id(sources)
    if faults:
        raise BadModule(faults)
    return sources


def _single(path: Path) -> Draft:
    return read_single(path.read_bytes(), PurePath(file_names.text(path.name)), file_names.text(str(path)))


def _folder(folder: Path) -> Draft:
    """The folder's own files; pictures are read when a lesson shows them."""
    wanted = (".md", *BANKS)
    names = sorted(
        found.name
        for found in folder.iterdir()
        if found.is_file() and not found.name.startswith(".") and (found.suffix in wanted or found.name == HEADING)
    )
    return read_folder(
        {file_names.text(name): (folder / name).read_bytes() for name in names},
        {file_names.text(name): file_names.text(str(folder / name)) for name in names},
    )


def _with_pictures(draft: Draft, base: Path) -> Source:
    found: dict[str, media.MediaFile] = {}
    faults: list[Placed] = []
    lessons: list[Lesson] = []
    for lesson in draft.module.lessons:
        screens = []
        for screen in lesson.screens:
            if (picture := screen.picture) is not None:
                try:
                    file = _picture(base, picture.media)
                except BadInput as error:
                    faults.append(Placed(lesson.file, Fault(picture.line, error.reason)))
                    continue
                found[file.digest] = file
                screen = replace(screen, picture=Picture(file.digest, picture.alt, len(file.content)))
            screens.append(screen)
        lessons.append(replace(lesson, screens=tuple(screens)))
    if faults:
        raise BadModule(faults)
    return Source(replace(draft, module=replace(draft.module, lessons=tuple(lessons))), found)


def _picture(base: Path, name: str) -> media.MediaFile:
    if media.is_address(name):
        raise BadInput(Reason("the picture {name!r} must be a file beside the lesson", name=name))
    file = media.read(base, name, "image")
    if len(file.content) > MOST_PICTURE:
        size, limit = len(file.content) // 1_000, MOST_PICTURE // 1_000
        raise BadInput(Reason("the picture {name!r} has {size} kB, {limit} at most", name=name, size=size, limit=limit))
    return file


def _same_id(sources: Iterable[Source]) -> Iterator[Placed]:
    first: dict[str, str] = {}
    for source in sources:
        module_id, file = source.draft.module.id, source.draft.file
        if (other := first.setdefault(module_id, file)) != file:
            reason = Reason("the module {id!r} is there twice: {file} has it too", id=module_id, file=other)
            yield Placed(file, Fault(0, reason))


async def import_modules(uow: UnitOfWork, sources: Sequence[Source], now: datetime) -> list[Imported]:
    """Make or renew the modules. Never commits.

    Raises `BadModule` for a module that needs one which does not exist or that needs it in turn, and for a
    question bank that would leave a lesson without a question; the transaction is then to be given up.
    """
    await training.wait_for_other_imports(uow)
    needs = await training.prerequisites(uow) | {s.draft.module.id: s.draft.module.needs for s in sources}
    faults = [placed for source in sources if (placed := _wrong_needs(source.draft, needs)) is not None]
    if faults:
        raise BadModule(faults)
    return [await _import(uow, source, now) for source in sources]


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
        raise BadModule([Placed(draft.file, Fault(0, reason))])
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
