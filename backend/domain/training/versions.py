"""Versions of a module: storing one completely, and how many questions another one would replace."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, Literal

import orjson

from backend.domain.french.spelling import fold
from backend.domain.training.banks.keys import unexplained
from backend.domain.training.modules import Lesson, Module, dump_screens, load_screens
from backend.domain.training.questions import Measure, Number, Question, TrueFalse, dump, load
from backend.domain.training.text.markdown_text import plain
from backend.records import Record, replace

MOST_REPLACED = 3
"""One question in this many may be replaced without a warning. With more it is probably another module's file."""
SAME_TEXT_SHARE = 0.5
"""The share of common words from which a changed text counts as the same, corrected."""


class VersionLine(Record):
    """A version in a list. `file`: what it was read from; "": it restores an earlier one, `restored`. `state`: "live";
    "draft"; "former": it was live; "unpublished": a draft that never was."""

    number: int
    at: datetime
    file: str
    restored: int | None
    lessons: int
    questions: int
    state: Literal["live", "draft", "former", "unpublished"]


def version_of(ref: str) -> tuple[str, int] | None:
    """The module and the number in a `ModuleLine.ref`; None if it names no draft."""
    found = _REF.fullmatch(ref)
    return (found[1], int(found[2])) if found else None


_REF = re.compile(r"([a-z0-9-]{1,64})@([1-9]\d{0,8})")


# --- kept whole -------------------------------------------------------------------------------------


def dump_module(module: Module) -> dict[str, Any]:
    """The module as JSON-safe data, without what only an author's file has (lines, names of files)."""
    return {
        "id": module.id,
        "title": module.title,
        "about": module.about,
        "minutes": module.minutes,
        "order": module.order,
        "needs": list(module.needs),
        "unlocks": list(module.unlocks),
        "pass": module.pass_mark,
        "checked": module.checked.isoformat() if module.checked else None,
        "sources": list(module.sources),
        "ask": module.ask,
        "lessons": [
            {
                "key": lesson.key,
                "title": lesson.title,
                "screens": dump_screens(lesson.screens),
                "questions": [[q.key, dump(q)] for q in lesson.questions],
            }
            for lesson in module.lessons
        ],
        "pool": [[q.key, q.about, dump(q)] for q in module.pool],
    }


def load_module(data: Mapping[str, Any]) -> Module:
    """The inverse of `dump_module`. The data are our own and not checked again."""
    lessons = (
        Lesson(
            each["key"],
            number,
            each["title"],
            load_screens(each["screens"]),
            tuple(load(key, content) for key, content in each["questions"]),
        )
        for number, each in enumerate(data["lessons"], 1)
    )
    return Module(
        id=data["id"],
        title=data["title"],
        about=data["about"],
        minutes=data["minutes"],
        order=data["order"],
        needs=tuple(data["needs"]),
        unlocks=tuple(data["unlocks"]),
        pass_mark=data["pass"],
        checked=date.fromisoformat(data["checked"]) if data["checked"] else None,
        sources=tuple(data["sources"]),
        lessons=tuple(lessons),
        ask=data["ask"],
        pool=tuple(replace(load(key, content), about=about) for key, about, content in data["pool"]),
    )


def digest(module: Module) -> str:
    """A hash of all that is stored of a module."""
    return hashlib.sha256(orjson.dumps(dump_module(module), option=orjson.OPT_SORT_KEYS)).hexdigest()


# --- how much another one would replace -------------------------------------------------------------


def replaced(before: Module, after: Module) -> int:
    """The number of questions of `before` that `after` no longer has, or that have another question's content there."""
    there = {question.key: question for question in _questions(after)}
    return sum(q.key not in there or not same(q, there[q.key]) for q in _questions(before))


def too_many(before: Module, after: Module) -> bool:
    """Whether more than a third of the questions would be replaced."""
    return replaced(before, after) * MOST_REPLACED > sum(1 for _ in _questions(before))


def _questions(module: Module) -> Iterator[Question]:
    for lesson in module.lessons:
        yield from lesson.questions
    yield from module.pool


def same(one: Question, other: Question) -> bool:
    """Whether a question is the other one, corrected: with the same answers, or with most of its words."""
    # questions with the answer "true", or 4, may differ much
    few = isinstance(one.kind, TrueFalse | Number | Measure)
    if not few and unexplained(one.kind) == unexplained(other.kind):
        return True
    before, after = fold(plain(one.text)).split(), fold(plain(other.text)).split()
    if not before and not after:  # only signs
        return one.text == other.text
    return SequenceMatcher(None, before, after, autojunk=False).ratio() >= SAME_TEXT_SHARE
