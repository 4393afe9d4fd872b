"""The part of the world in which somebody learns: lessons, where she is in them, and what she answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from backend.domain.badges import Granted
from backend.domain.money import Money
from backend.domain.training import learning
from backend.domain.training.learning import LessonLine, ModuleLine, Opening
from backend.domain.training.questions import Question
from bot.flows import lesson_view, revision, training
from tests.dialogues.lessons import LESSONS

TITLE = "Bien utiliser son smartphone"


@dataclass(slots=True)
class Learning:
    """One module of the `lessons` named. `seed`: the chance of runs; `due`: questions (names) to revise."""

    now: datetime
    lessons: Sequence[str] = ()
    due: Sequence[str] = ()
    ticks: bool = True
    saver: bool = False
    looks: bool = False
    missing: tuple[str, ...] = ()
    opens: bool = False
    seed: int = 0
    lines: list[LessonLine] = field(default_factory=list)
    places: dict[int, Sequence[Any]] = field(default_factory=dict)
    next_day: date | None = None
    questions: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, name in enumerate(self.lessons, 1):
            self.lines.append(LessonLine(number, number, LESSONS[name].title))
        self.questions = [q for name in (*self.lessons, *self.due) for q in LESSONS[name].questions]

    @property
    def module(self) -> ModuleLine:
        opens = (Opening("Modération de commentaires", Money(500)),) if self.opens else ()
        about = "Tu économises tes données et ta batterie."
        return ModuleLine("smartphone", TITLE, about, 30, 80, tuple(self.lines), self.passed, self.missing, opens)

    @property
    def passed(self) -> bool:
        scores = [line.score for line in self.lines if line.finished]
        return len(scores) == len(self.lines) > 0 and learning.mean(scores) * 100 >= 80

    def facts(self, flow: str, state: Any) -> Any:
        if flow == "training":
            return training.Facts((self.module,) if self.lines else (), len(self.due), self.looks)
        question = self.questions[state.question - 1] if state.question else None
        if flow == "revision":
            return revision.Facts(self.now, question, TITLE, self.ticks)
        lesson = None
        if 0 < state.lesson <= len(self.lessons):
            lesson = replace(LESSONS[self.lessons[state.lesson - 1]], number=state.lesson)
        return lesson_view.Facts(self.now, lesson, TITLE, len(self.lines), question, self.saver, self.ticks)

    def carry_out(self, command: Any) -> Any:
        match command:
            case learning.OpenLesson(lesson, preview):
                if not 0 < lesson <= len(self.lines) or self.missing:
                    return learning.LessonRefused(self.missing)
                first = sum(len(LESSONS[name].questions) for name in self.lessons[: lesson - 1])
                asked = tuple(range(first + 1, first + 1 + len(LESSONS[self.lessons[lesson - 1]].questions)))
                return learning.LessonOpened(lesson, asked, self.seed, None if preview else self.places.get(lesson))
            case learning.KeepPlace(lesson, place):
                self.places[lesson] = place
                self._change(lesson, begun=True)
                return None
            case learning.RecordAnswer():
                return None
            case learning.FinishLesson(lesson, right, asked):
                return self._finish(lesson, right, asked)
            case learning.StartRevision():
                first = len(self.questions) - sum(len(LESSONS[name].questions) for name in self.due)
                due = tuple(range(first + 1, len(self.questions) + 1))
                return learning.RevisionChosen(due, self.seed, self.next_day)
            case learning.EndRevision():
                return learning.RevisionEnded(0, self.now.date() + timedelta(days=1), 2)
            case _:
                raise AssertionError(f"nobody carries out {command}")

    def _finish(self, lesson: int, right: int, asked: int) -> learning.LessonFinished:
        before = self.passed
        score = max(Decimal(right) / asked, self.lines[lesson - 1].score or Decimal(0))
        self._change(lesson, begun=False, finished=True, score=score)
        del self.places[lesson]
        self.seed = 7  # from now on runs are shuffled
        passed = self.passed and not before
        return learning.LessonFinished(
            self.lines[lesson - 1], self.module, right, asked, passed, Granted(), days=3, may_ask=True
        )

    def _change(self, lesson: int, **changes: Any) -> None:
        self.lines[lesson - 1] = replace(self.lines[lesson - 1], **changes)
