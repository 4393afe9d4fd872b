"""The part of the world in which somebody learns: lessons, where she is in them, and what she answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from backend.domain.certificates.badges import Granted
from backend.domain.money import Money
from backend.domain.training import final, learning
from backend.domain.training.learning import FinalLine, LessonLine, ModuleLine, OpenedWork
from backend.domain.training.questions import Question
from backend.records import Struct, field, replace
from bot.flows.training import dialogue as training_dialogue
from bot.flows.training import final_views, lesson_views, revision
from tests.dialogues.lessons import LESSONS

ZONE = "Africa/Abidjan"
TITLE = "Bien utiliser son smartphone"


class Learning(Struct):
    """One module of the `lessons` named, which are all `done` or none. `pool`: the questions (names) of its final
    test, of which a try asks `ask`, the next one the next. `draft`: the lessons of a draft that waits. `seed`: the
    chance of runs; `due`: questions (names) to revise."""

    now: datetime
    lessons: Sequence[str] = ()
    due: Sequence[str] = ()
    pool: Sequence[str] = ()
    ask: int = 3
    done: bool = False
    tries: int = 0
    ticks: bool = True
    saver: bool = False
    looks: bool = False
    draft: Sequence[str] = ()
    missing: tuple[str, ...] = ()
    opens: bool = False
    seed: int = 0
    lines: list[LessonLine] = field(default_factory=list)
    places: dict[int, Sequence[Any]] = field(default_factory=dict)
    next_day: date | None = None
    questions: list[Question] = field(default_factory=list)
    asked: tuple[int, ...] = ()
    marks: list[bool] = field(default_factory=list)
    failed_at: datetime | None = None
    score: Decimal | None = None
    passed: bool = False

    def __post_init__(self) -> None:
        for number, name in enumerate(self.lessons, 1):
            score = Decimal(1) if self.done else None
            self.lines.append(LessonLine(number, number, LESSONS[name].title, self.done, score))
        self.questions = [q for name in (*self.lessons, *self.due, *self.pool) for q in LESSONS[name].questions]
        if self.tries:
            self.failed_at = self.now

    @property
    def module(self) -> ModuleLine:
        opens = (OpenedWork("Modération de commentaires", Money(500)),) if self.opens else ()
        about = "Tu économises tes données et ta batterie."
        test = FinalLine(
            "smartphone",
            self.ask,
            self.tries,
            len(self.marks) if self.asked else None,
            None if self.passed else final.opens_at(self.tries, self.failed_at, self.now),
        )
        return ModuleLine(
            "smartphone",
            TITLE,
            about,
            30,
            80,
            tuple(self.lines),
            self.passed,
            self.missing,
            opens,
            self.score,
            test,
            date(2026, 11, 25),
            ("[WhatsApp](https://faq.whatsapp.com)",),
        )

    def facts(self, flow: str, state: Any) -> Any:
        if flow == "training":
            modules = (self.module,) if self.lines else ()
            return training_dialogue.Facts(self.now, ZONE, (*modules, *self._drafts), len(self.due), self.looks)
        if flow == "final":
            asked = self.questions[state.question - 1] if state.question else None
            return final_views.Facts(self.now, ZONE, self.module, asked, self.ticks)
        question = self.questions[state.question - 1] if state.question else None
        if flow == "revision":
            return revision.Facts(self.now, question, TITLE, self.ticks)
        lesson = None
        if state.ref:
            shown = LESSONS[self.draft[state.lesson - 1]]
            question = shown.questions[state.question - 1] if state.question else None
            return lesson_views.Facts(self.now, shown, TITLE, len(self.draft), question, self.saver, self.ticks)
        if 0 < state.lesson <= len(self.lessons):
            lesson = replace(LESSONS[self.lessons[state.lesson - 1]], number=state.lesson)
        return lesson_views.Facts(self.now, lesson, TITLE, len(self.lines), question, self.saver, self.ticks, ZONE)

    @property
    def _drafts(self) -> tuple[ModuleLine, ...]:
        lines = tuple(LessonLine(n, n, LESSONS[name].title) for n, name in enumerate(self.draft, 1))
        return (ModuleLine("smartphone", TITLE, lessons=lines, version=3),) if lines else ()

    def carry_out(self, command: Any) -> Any:
        match command:
            case learning.OpenLesson(lesson, draft=ref) if ref:
                count = len(LESSONS[self.draft[lesson - 1]].questions)
                return learning.LessonOpened(lesson, tuple(range(1, count + 1)))
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
            case final.OpenFinal() | final.AnswerFinal() | final.FinishFinal():
                return self._final(command)
            case learning.StartRevision():
                pool = sum(len(LESSONS[name].questions) for name in self.pool)
                first = len(self.questions) - pool - sum(len(LESSONS[name].questions) for name in self.due)
                due = tuple(range(first + 1, len(self.questions) - pool + 1))
                return learning.RevisionChosen(due, self.seed, self.next_day)
            case learning.EndRevision():
                return learning.RevisionEnded(0, self.now.date() + timedelta(days=1), 2)
            case _:
                raise AssertionError(f"nobody carries out {command}")

    def _finish(self, lesson: int, right: int, asked: int) -> learning.LessonFinished:
        score = max(Decimal(right) / asked, self.lines[lesson - 1].score or Decimal(0))
        self._change(lesson, begun=False, finished=True, score=score)
        del self.places[lesson]
        self.seed = 7  # from now on runs are shuffled
        return learning.LessonFinished(self.lines[lesson - 1], self.module, right, asked, days=3, may_ask=True)

    def _final(self, command: Any) -> Any:
        """A try asks the next questions of the pool, round and round."""
        match command:
            case final.OpenFinal(preview=True):
                return final.FinalOpened(0, self._pool)
            case final.OpenFinal() if self.asked and not self.passed:
                return final.FinalOpened(self.tries + 1, self.asked, len(self.marks))
            case final.OpenFinal(begin=begin):
                test = self.module.final
                if not self.module.ready or test is None or test.opens_at is not None:
                    return final.FinalRefused(self.module)
                if not begin:
                    return final.FinalReady()
                first = self.tries * self.ask
                self.asked = tuple(self._pool[(first + n) % len(self._pool)] for n in range(self.ask))
                return final.FinalOpened(self.tries + 1, self.asked)
            case final.AnswerFinal(right=right):
                self.marks.append(right)
                return None
            case _:
                return self._over()

    @property
    def _pool(self) -> tuple[int, ...]:
        count = sum(len(LESSONS[name].questions) for name in self.pool)
        return tuple(range(len(self.questions) - count + 1, len(self.questions) + 1))

    def _over(self) -> final.FinalFinished:
        right, asked = sum(self.marks), len(self.asked)
        self.passed = final.passes(right, asked, 80)
        self.score = max(Decimal(right) / asked, self.score or Decimal(0))
        self.asked, self.marks, self.tries = (), [], self.tries + 1
        self.failed_at = self.now
        again = () if right == asked else (self.lines[0],)
        return final.FinalFinished(
            self.module, right, asked, self.passed, again, failures=self.tries, granted=Granted(), days=3
        )

    def _change(self, lesson: int, **changes: Any) -> None:
        self.lines[lesson - 1] = replace(self.lines[lesson - 1], **changes)
