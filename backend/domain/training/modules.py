"""Modules and their lessons, as authors write them and as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend.domain.training.questions import Question
from backend.records import Record

PASS_MARK = 80
"""Percent of a final test that passes a module, unless its author sets another number."""

DEFAULT_FINAL_QUESTIONS = 8
"""Questions of one try at the final test, unless the author sets another number."""

POOL_FOLD = 3
"""A pool has at least this many times the questions of one try, so that the next tries ask different ones."""

MOST_ON_A_SCREEN = 600
"""Characters of one screen of a lesson: what can be read on a small phone without losing the thread."""


class Picture(Record):
    """A picture. `media`: the digest of a stored file, or its name in an author's file. `alt`: its content in words,
    for people who save data. `size`: bytes; 0: not known yet. `line`: as `Question.line`."""

    media: str
    alt: str = ""
    size: int = 0
    line: int = 0


class Screen(Record):
    """One message of a lesson: Markdown, and at most one picture."""

    text: str
    picture: Picture | None = None


class Lesson(Record):
    """Screens, then questions. `key`: by which later versions match it; `number`: its place, from 1. Without screens it
    is only a bank of questions. `line` and `file`: where it begins; they are not stored."""

    key: str
    number: int
    title: str
    screens: tuple[Screen, ...] = ()
    questions: tuple[Question, ...] = ()
    file: str = ""
    line: int = 0


class Module(Record):
    """A module: it is passed as a whole, and gives one badge.

    - `id` ([a-z0-9-]): the name of the module and its badge. `about`: what a person can do afterwards, in one sentence.
      `minutes`: the author's estimate for all lessons. `order`: its place in the list.
    - `needs`: ids of modules to pass first. `unlocks`: badges that passing gives besides its own.
    - `pass_mark`: percent of a final test's questions. `pool`: questions that only the final test asks; without a pool
      it draws from the lessons' questions. `ask`: questions of a try by the author's choice (None:
      `DEFAULT_FINAL_QUESTIONS`); see `asks`.
    - `checked`: the day on which its facts were last checked against `sources`; each source is a line of Markdown,
      mostly a link.
    """

    id: str
    title: str
    about: str = ""
    minutes: int = 0
    order: int = 0
    needs: tuple[str, ...] = ()
    unlocks: tuple[str, ...] = ()
    pass_mark: int = PASS_MARK
    checked: date | None = None
    sources: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    ask: int | None = None
    pool: tuple[Question, ...] = ()

    @property
    def asks(self) -> int:
        """How many questions a try at the final test really has: at most a third of the pool, or all that there are."""
        there = len(self.pool) // POOL_FOLD if self.pool else sum(len(lesson.questions) for lesson in self.lessons)
        return max(1, min(self.ask or DEFAULT_FINAL_QUESTIONS, there))


def dump_screens(screens: Sequence[Screen]) -> list[dict[str, Any]]:
    """Screens as JSON-safe data: `text`, and optionally `picture` {media, alt, size}."""
    return [
        {"text": s.text}
        if s.picture is None
        else {"text": s.text, "picture": {"media": s.picture.media, "alt": s.picture.alt, "size": s.picture.size}}
        for s in screens
    ]


def load_screens(data: Sequence[Mapping[str, Any]]) -> tuple[Screen, ...]:
    """The inverse of `dump_screens`."""
    return tuple(Screen(s["text"], Picture(**s["picture"]) if "picture" in s else None) for s in data)
