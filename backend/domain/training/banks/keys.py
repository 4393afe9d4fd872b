"""The key of each question in its module: its name, or without a name its content.

A later version of a module matches its questions by their keys, so that people's progress is kept.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

import orjson

from backend.domain.errors import Fault, Reason
from backend.domain.training.modules import Lesson
from backend.domain.training.questions import (
    Choice,
    Gaps,
    Kind,
    Measure,
    Number,
    NumberAnswer,
    Question,
    Short,
    TrueFalse,
    dump_kind,
)
from backend.domain.training.text.markdown_text import plain
from backend.domain.training.text.markup import line
from backend.records import Record, replace


class Keyed(Record):
    """Lessons whose questions have unique keys. Faults and notes come with their files."""

    lessons: tuple[Lesson, ...]
    faults: tuple[tuple[str, Fault], ...] = ()
    notes: tuple[tuple[str, Fault], ...] = ()


def keyed(lessons: Sequence[Lesson], *, told_apart: bool) -> Keyed:
    """The lessons with a key for each question.

    A repeated name is a fault. In a question bank (`told_apart`) it is usual, and such questions are keyed by name and
    content. The same question twice gets a number.
    """
    names = Counter(question.key for lesson in lessons for question in lesson.questions)
    first: dict[str, Question] = {}
    faults: list[tuple[str, Fault]] = []
    notes: list[tuple[str, Fault]] = []
    taken: set[str] = set()
    done: list[Lesson] = []
    for lesson in lessons:
        questions: list[Question] = []
        for question in lesson.questions:
            name = question.key
            other = first.setdefault(name, question) if name else question
            if other is not question:
                where = f"{other.file}:{other.line}"
                reason = Reason("the name {name!r} is taken: {where} has it too", name=name, where=where)
                if told_apart:
                    reason = Reason("{reason}; the two are told apart by their words", reason=reason)
                (notes if told_apart else faults).append((question.file, Fault(question.line, reason)))
            key = name if names[name] == 1 and name else _by_words(question)
            questions.append(replace(question, key=_free(key, taken)))
        done.append(replace(lesson, questions=tuple(questions)))
    return Keyed(tuple(done), tuple(faults), tuple(notes))


def _by_words(question: Question) -> str:
    """The question's name or beginning, and a hash of everything that is asked. Feedback may change."""
    asked = [question.text, dump_kind(unexplained(question.kind))]
    digest = hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
    return f"{question.key or line(plain(question.text))[:60].strip()} #{digest[:8]}"


def unexplained(kind: Kind) -> Kind:
    """The same kind without feedback."""
    match kind:
        case Choice(options):
            return replace(kind, options=tuple(replace(option, feedback="") for option in options))
        case TrueFalse(answer):
            return TrueFalse(answer)
        case Number(answers):
            return _only_numbers(answers)
        case Measure(number, units):
            return Measure(_only_numbers(number.answers), units)
        case Short(accepted):
            return Short(tuple(replace(answer, feedback="") for answer in accepted))
        case Gaps(gaps):
            return Gaps(tuple(replace(gap, kind=unexplained(gap.kind)) for gap in gaps))  # type: ignore[arg-type]
        case _:
            return kind


def _only_numbers(answers: Sequence[NumberAnswer]) -> Number:
    return Number(tuple(replace(answer, feedback="") for answer in answers))


def _free(key: str, taken: set[str]) -> str:
    found, number = key, 1
    while found in taken:
        number += 1
        found = f"{key} ({number})"
    taken.add(found)
    return found
