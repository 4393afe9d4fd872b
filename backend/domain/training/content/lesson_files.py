"""Reads modules as authors submit them: a folder, a question bank, or a single lesson.

A folder has `module.yaml`, lessons `NN-title.md`, and banks (`.gift`, Moodle's `.xml`, `.aiken`): `NN-title.gift`
belongs to the lesson with that number or title, `final.gift` to the final test (`pools`); any other is a lesson of
questions only. A single bank is a module of questions with one lesson per category.

If bad parts are skipped, a bad question is left out alone, and a lesson that cannot be shown as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from backend.domain.errors import BadFile, Fault, Reason
from backend.domain.training.banks import bank_files
from backend.domain.training.banks.bank import MOST_QUESTIONS, Bank
from backend.domain.training.banks.keys import Keyed, keyed
from backend.domain.training.content import decoding, lesson_markdown, module_yaml, pools
from backend.domain.training.content.module_yaml import Heading
from backend.domain.training.content.pools import category_parts, slug
from backend.domain.training.modules import Lesson, Module
from backend.domain.training.questions import Question
from backend.domain.training.text.losses import left_out
from backend.records import Record, Struct, field, replace

HEADING = "module.yaml"
BANKS = (".gift", ".xml", ".aiken")
SINGLE = (".gift", ".txt", ".xml", ".aiken", ".md")
"""Extensions of files that can be imported alone. Moodle itself saves GIFT and Aiken as `.txt`."""

_NUMBERED = re.compile(r"(\d+)[-_. ]+(.+)")


class Placed(Record):
    """A fault or a note, and the file where it is."""

    file: str
    fault: Fault

    def __str__(self) -> str:
        return f"{self.file}:{max(1, self.fault.line)}: {' '.join(str(self.fault.reason).split())}"


class BadModule(BadFile):
    """These files cannot be used."""

    def __init__(self, faults: Iterable[Placed]) -> None:
        self.placed = tuple(faults)
        super().__init__(self.placed[0].file, (each.fault for each in self.placed))
        self.args = ("\n".join(map(str, self.placed)),)


class Draft(Record):
    """A module as read from its files, not yet checked against others. Pictures are named by their file, relative to
    `Lesson.file`.

    `file` and `needs_line`: where its prerequisites are. `bank`: it has only questions, so existing lessons keep their
    title and screens.
    """

    module: Module
    file: str
    needs_line: int = 0
    bank: bool = False
    notes: tuple[Placed, ...] = ()


NOTHING_TO_ASK = Reason("there is no question that can be asked")


class _Reading(Struct):
    """Collects faults and omissions over all files. `skips`: bad questions and lessons are left out."""

    skips: bool
    faults: list[Placed] = field(default_factory=list)
    notes: list[Placed] = field(default_factory=list)

    def fault(self, file: str, line: int, reason: Reason) -> None:
        """Add one fault."""
        self.faults.append(Placed(file, Fault(line, reason)))

    def put(self, file: str, faults: Iterable[Fault], notes: Iterable[Fault] = ()) -> None:
        """Add the faults and notes of one file."""
        self.faults += (Placed(file, each) for each in faults)
        self.notes += (Placed(file, each) for each in notes)

    def questions(self, file: str, faults: Iterable[Fault], notes: Iterable[Fault]) -> None:
        """Add faults of single questions."""
        if self.skips:
            notes = (*(Fault(each.line, left_out(each.reason)) for each in faults), *notes)
            faults = ()
        self.put(file, faults, notes)

    def nothing_asked(self, file: str, line: int, reason: Reason) -> None:
        """Add a fault, and the reasons why each of the file's questions cannot be asked."""
        why = [each for each in self.notes if each.file == file]
        self.notes = [each for each in self.notes if each.file != file]
        self.faults += (Placed(file, Fault(line, reason)), *why)


def read_folder(
    files: Mapping[str, bytes], shown: Mapping[str, str], module_id: str = "", *, skip_bad: bool = False
) -> Draft:
    """The module of a folder. Raises `BadModule` with every fault of all files; with `skip_bad`, only if the rest is no
    module.

    `files`: by name, including `module.yaml`. `shown`: the name of each in messages. `module_id`: replaces the id in
    its file.
    """
    reading = _Reading(skip_bad)
    read = ((name, _decoded(data, shown[name], reading)) for name, data in sorted(files.items()))
    texts = {name: text for name, text in read if text is not None}
    faults: list[Fault] = []
    heading = module_yaml.read(texts[HEADING], faults) if HEADING in texts else Heading(Module("", ""), 0)
    reading.put(shown[HEADING], faults)
    lessons: dict[tuple[int, str], Lesson] = {}
    for name in texts:
        if not name.lower().endswith(".md"):
            continue
        if (place := _NUMBERED.fullmatch(PurePath(name).stem)) is None:
            reason = Reason("left out: a lesson's name begins with its number, such as 01-title.md")
            reading.put(shown[name], (), [Fault(0, reason)])
        elif (lesson := _lesson(texts[name], shown[name], slug(place[2]), reading)) is not None:
            lessons[int(place[1][:9]), name] = lesson
    pool: list[Question] = []
    for name in texts:
        if not name.lower().endswith(BANKS):
            continue
        bank = _bank(texts[name], name, shown[name], reading)
        if PurePath(name).stem == pools.NAME:
            pool += bank.questions
        else:
            _join(lessons, name, bank, shown[name])
    ordered = [lesson for _, lesson in sorted(lessons.items())]
    numbered = _numbered(ordered, reading)
    if not numbered and not reading.faults:
        reading.fault(shown[HEADING], 0, Reason("the module has no lesson"))
    module = replace(heading.module, id=module_id or heading.module.id, lessons=numbered)
    module = _with_pool(module, pool, shown[HEADING], heading.final_line, reading)
    return _finished(Draft(module, shown[HEADING], heading.needs_line), reading)


def _with_pool(module: Module, pool: Sequence[Question], heading: str, line: int, reading: _Reading) -> Module:
    """The module with the questions of its final test."""
    asked, lost = pools.placed(pool, module.lessons)
    for question in lost:
        reading.questions(question.file, [pools.no_lesson(question)], ())
    left_out_at = {(question.file, question.line) for question in lost}
    module = replace(module, pool=tuple(q for q in asked if (q.file, q.line) not in left_out_at))
    small = pools.too_small(module)
    if small is None:
        return module
    if not reading.skips:
        reading.fault(heading, line, small)
        return module
    reading.put(heading, (), [Fault(line, small)])
    return replace(module, ask=None)  # it asks as many as the pool allows


def read_single(data: bytes, path: PurePath, shown: str, module_id: str = "", *, skip_bad: bool = False) -> Draft:
    """The module of one file, a question bank or a lesson. Its id comes from the file's name, unless `module_id` is
    given. Raises as `read_folder` does."""
    reading = _Reading(skip_bad)
    text = _decoded(data, shown, reading)
    if text is None:
        raise BadModule(reading.faults)
    lessons_file = path.suffix.lower() == ".md"
    place = _NUMBERED.fullmatch(path.stem) if lessons_file else None
    name = place[2] if place else path.stem
    module_id = module_id or slug(name)
    if not module_id:
        reading.fault(shown, 0, Reason("the file's name has no letter or digit to call the module by"))
    title = " ".join(re.split(r"[\s_-]+", name)).strip()
    title = title[:1].upper() + title[1:100]
    if lessons_file:
        lesson = _lesson(text, shown, module_id, reading)
        lessons = _numbered([lesson] if lesson else [], reading)
        if not lessons and not reading.faults:
            reading.nothing_asked(shown, 0, NOTHING_TO_ASK)
        module = Module(module_id, (lesson.title if lesson else "") or title, lessons=lessons)
        return _finished(Draft(module, shown), reading)
    bank = _bank(text, path.name, shown, reading)
    taught = [question for question in bank.questions if not pools.belongs(question.category)]
    if not taught and not reading.faults:
        reading.nothing_asked(shown, 0, NOTHING_TO_ASK)
    lessons = _numbered(_by_category(taught, title, shown), reading)
    pool = tuple(question for question in bank.questions if pools.belongs(question.category))
    return _finished(Draft(Module(module_id, title, lessons=lessons, pool=pool), shown, bank=True), reading)


def _lesson(text: str, shown: str, key: str, reading: _Reading) -> Lesson | None:
    """A lesson. None if it cannot be shown and such lessons are skipped."""
    faults: list[Fault] = []
    found = lesson_markdown.read(text, faults)
    if not found.screens and not faults:
        faults.append(Fault(1, Reason("the lesson has no screen")))
    if faults and reading.skips:
        reading.put(shown, (), (Fault(each.line, _lesson_out(each.reason)) for each in faults))
        return None
    reading.put(shown, faults)
    reading.questions(shown, found.question_faults, found.notes)
    questions = tuple(replace(question, file=shown) for question in found.questions)
    return Lesson(key, 0, found.title, found.screens, questions, shown, 1)


def _lesson_out(reason: Reason) -> Reason:
    return Reason("the lesson is left out: {reason}", reason=reason)


def _bank(text: str, name: str, shown: str, reading: _Reading) -> Bank:
    faults: list[Fault] = []
    bank = bank_files.read(text, name, faults)
    reading.questions(shown, faults, bank.notes)
    return replace(bank, questions=tuple(replace(question, file=shown) for question in bank.questions))


def _join(lessons: dict[tuple[int, str], Lesson], name: str, bank: Bank, shown: str) -> None:
    """Put a bank's questions into the lesson to which it belongs, or into a lesson of their own."""
    stem = PurePath(name).stem
    place = _NUMBERED.fullmatch(stem)
    key = slug(place[2] if place else stem)
    for at, lesson in lessons.items():
        if lesson.key == key or (place and at[0] == int(place[1])):
            lessons[at] = replace(lesson, questions=lesson.questions + bank.questions)
            return
    title = " ".join(re.split(r"[\s_-]+", place[2] if place else stem)).strip()
    at = (int(place[1]) if place else 10_000, name)
    lessons[at] = Lesson(key, 0, title[:1].upper() + title[1:100], (), bank.questions, shown, 1)


def _by_category(taught: Sequence[Question], title: str, shown: str) -> list[Lesson]:
    found: dict[str, list[Question]] = {}
    for question in taught:
        found.setdefault(question.category, []).append(question)
    lessons: dict[str, Lesson] = {}
    for category, questions in found.items():
        parts = category_parts(category)
        base = slug(" ".join(parts)) or "questions"
        key = next(
            key for n in range(len(lessons) + 1) if (key := f"{base[:60]}-{n + 1}" if n else base) not in lessons
        )
        lessons[key] = Lesson(
            key, 0, parts[-1][:100] if parts else title, (), tuple(questions), shown, questions[0].line
        )
    return list(lessons.values())


def _numbered(lessons: Sequence[Lesson], reading: _Reading) -> tuple[Lesson, ...]:
    first: dict[str, Lesson] = {}
    kept: list[Lesson] = []
    for lesson in lessons:
        other = first.setdefault(lesson.key, lesson)
        reason: Reason | None = None
        if other is not lesson:
            reason = Reason("the lesson {name!r} is there twice: {file} has it too", name=lesson.key, file=other.file)
        elif not lesson.questions and (reading.skips or all(each.file != lesson.file for each in reading.faults)):
            reason = Reason("the lesson has no question")
        if reason is None:
            kept.append(lesson)
        elif reading.skips:
            reading.put(lesson.file, (), [Fault(lesson.line, _lesson_out(reason))])
        elif other is lesson:
            reading.nothing_asked(lesson.file, lesson.line, reason)
        else:
            reading.fault(lesson.file, lesson.line, reason)
    return tuple(replace(lesson, number=number) for number, lesson in enumerate(kept, 1))


def _where(placed: Placed) -> tuple[str, int]:
    return placed.file, placed.fault.line


def _finished(draft: Draft, reading: _Reading) -> Draft:
    """The draft with a key for each question. Raises `BadModule` with all faults."""
    module = draft.module
    questions = sum(len(lesson.questions) for lesson in module.lessons) + len(module.pool)
    if questions > MOST_QUESTIONS:
        reason = Reason("the module has more than {limit} questions: part it", limit=MOST_QUESTIONS)
        raise BadModule([Placed(draft.file, Fault(1, reason))])
    told_apart = draft.bank or reading.skips
    found: Keyed = keyed((*module.lessons, Lesson("", 0, "", questions=module.pool)), told_apart=told_apart)
    for file, fault in found.faults:
        reading.put(file, [fault])
    for file, fault in found.notes:
        reading.put(file, (), [fault])
    if reading.faults:
        raise BadModule(sorted(reading.faults, key=_where))
    *lessons, pool = found.lessons
    return replace(
        draft,
        module=replace(module, lessons=tuple(lessons), pool=pool.questions),
        notes=tuple(sorted(reading.notes, key=_where)),
    )


def _decoded(data: bytes, shown: str, reading: _Reading) -> str | None:
    faults: list[Fault] = []
    text = decoding.text(data, faults)
    reading.put(shown, faults)
    return text
