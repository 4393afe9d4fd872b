"""Modules and their lessons, as an author wrote them and as they are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.domain.training.questions import Question

PASS_MARK = 80
"""Percent of a module's mark with which it is passed, unless its author says another."""

DEFAULT_FINAL_QUESTIONS = 8
"""Questions of one try at the final test, unless the module's author says another number."""

POOL_FOLD = 3
"""A pool holds at least so many times the questions of one try, so that the next tries ask others."""

MOST_ON_A_SCREEN = 600
"""Characters of one screen of a lesson: what is read on a small phone without losing the thread."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`media`: the sha-256 of a stored file, or in an author's file its name. `alt` says in words what
    it shows, for whoever saves data; `size` is in bytes (0: not known yet). `line`: as `Question.line`."""

    media: str
    alt: str = ""
    size: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """One message of a lesson: Markdown, and at most one picture."""

    text: str
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """Screens, then questions. `key` is what a later version finds it by, `number` its place (from 1).
    Without screens it is a bank of questions only. `line` and `file`: where it begins, not kept."""

    key: str
    number: int
    title: str
    screens: tuple[Screen, ...] = ()
    questions: tuple[Question, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Module:
    """What is passed as one, and gives one badge.

    `id` ([a-z0-9-]) is the module's and its badge's name. `about` says in one sentence what she can do
    afterwards; `minutes` is the author's estimate for all lessons; `order` the place among the modules.
    `needs`: ids of modules to be passed before. `unlocks`: badges that passing gives beside its own.
    `pass_mark`: percent of a final test's questions. `checked`: the day when its facts were last checked,
    against `sources`, each a line of Markdown, mostly a link. `pool`: the questions that only the final test
    asks; without one it draws from the lessons' questions. `ask`: how many it asks by the author's word (None:
    `DEFAULT_FINAL_QUESTIONS`), see `asks`.
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
        """How many questions a try at the final test really has: no more than a third of the pool, or than
        there are at all."""
        there = len(self.pool) // POOL_FOLD if self.pool else sum(len(lesson.questions) for lesson in self.lessons)
        return max(1, min(self.ask or DEFAULT_FINAL_QUESTIONS, there))


def dump_screens(screens: Sequence[Screen]) -> list[dict[str, Any]]:
    """As JSON-safe data: `text`, and where there is one the `picture` {media, alt, size}."""
    return [
        {"text": s.text}
        if s.picture is None
        else {"text": s.text, "picture": {"media": s.picture.media, "alt": s.picture.alt, "size": s.picture.size}}
        for s in screens
    ]


def load_screens(data: Sequence[Mapping[str, Any]]) -> tuple[Screen, ...]:
    """The inverse of `dump_screens`."""
    return tuple(Screen(s["text"], Picture(**s["picture"]) if "picture" in s else None) for s in data)
