"""Learning: what a person sees of the modules, commands and outcomes.

A lesson can be repeated as often as wanted: its questions are practice, explained at once, and the score of the best
run shows how well the person knows it. A module is passed by its final test (`final`), which opens when all its lessons
are finished. Nothing done afterwards takes that away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from backend.domain import days
from backend.domain.french.spelling import fold
from backend.domain.money import Money
from backend.records import Record

MOST_ASKED = 7
"""Questions of one run: a lesson takes 5 to 10 minutes."""
FAILURES_TOLD = 3
"""Failed runs in a row after which the Huber is told, once per lesson."""

NUDGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""How long after the last activity we ask whether the person goes on. After the last time we stop, until they do."""

SILENT_AFTER = timedelta(hours=12)
"""After this much silence, the next activity plans anew when the person is asked."""

# --- what she sees ----------------------------------------------------------------------------------


class LessonLine(Record):
    """A lesson in a list. `score`: that of the best run. `begun`: a run is open."""

    id: int
    number: int
    title: str
    finished: bool = False
    score: Decimal | None = None
    begun: bool = False


class OpenedWork(Record):
    """Work that a badge opens: a project's title and its pay per answer."""

    title: str
    pay: Money


class FinalLine(Record):
    """A module's final test in a list. `ask`: questions of a try. `tries`: finished ones. `done`: answered questions of
    the open try; None: there is none. `opens_at`: when the next try may begin; None: now."""

    module: str
    ask: int
    tries: int = 0
    done: int | None = None
    opens_at: datetime | None = None


class ModuleLine(Record):
    """A module in a list. `missing`: titles of modules to pass first. `score`: of the best try at its final test.
    `checked`, `sources`: as in `modules.Module`. `version`: of a draft, which only admins see and whose lessons have
    their numbers as ids; 0: the live version."""

    id: str
    title: str
    about: str = ""
    minutes: int = 0
    pass_mark: int = 80
    lessons: tuple[LessonLine, ...] = ()
    passed: bool = False
    missing: tuple[str, ...] = ()
    opens: tuple[OpenedWork, ...] = ()
    score: Decimal | None = None
    final: FinalLine | None = None
    checked: date | None = None
    sources: tuple[str, ...] = ()
    version: int = 0

    @property
    def ref(self) -> str:
        """The reference by which it is requested: its id, for a draft with its version."""
        return f"{self.id}@{self.version}" if self.version else self.id

    @property
    def done(self) -> int:
        """The number of finished lessons."""
        return sum(lesson.finished for lesson in self.lessons)

    @property
    def begun(self) -> bool:
        """Whether a lesson of it is finished or begun."""
        return any(lesson.finished or lesson.begun for lesson in self.lessons)

    @property
    def percent(self) -> int:
        """The score of the best try in percent, rounded down, so that only a passed test shows the pass mark."""
        return int((self.score or 0) * 100)

    @property
    def need(self) -> int:
        """How many answers of a try at the final test must be right."""
        return -(-(self.final.ask if self.final else 0) * self.pass_mark // 100)

    @property
    def in_test(self) -> bool:
        """Whether a try at the final test is under way."""
        return self.final is not None and self.final.done is not None and not self.passed

    @property
    def ready(self) -> bool:
        """Whether only the final test is left."""
        return self.final is not None and not self.passed and self.done == len(self.lessons) > 0

    @property
    def next(self) -> LessonLine | FinalLine | None:
        """What to go on with: the open lesson or test, else the first unfinished lesson, else the final test once it
        may begin. None: the module is passed, or the person must wait."""
        if self.passed:
            return None
        if self.in_test:
            return self.final
        begun = next((lesson for lesson in self.lessons if lesson.begun), None)
        found = begun or next((lesson for lesson in self.lessons if not lesson.finished), None)
        if found is not None or self.final is None or not self.ready or self.final.opens_at is not None:
            return found
        return self.final


def to_go_on(modules: Sequence[ModuleLine]) -> tuple[ModuleLine, LessonLine | FinalLine] | None:
    """Where the person goes on: in the test that they are in, else in a module that they have begun, else with the next
    open one; None: nowhere."""
    able = [(m, step) for m in modules if not m.missing and (step := m.next) is not None]
    return min(able, key=lambda each: (not each[0].in_test, not each[0].begun), default=None)


LEAST_LETTERS = 5
"""The least letters of a word of a title by which something can be named."""


def called(name: str, names: Sequence[Sequence[str]]) -> int | None:
    """The place of what is called so, or of the only one that has the words of the name in its title; None if there is
    none. `name`: folded. `names`: of each, its title last."""
    words = {word for word in name.split() if len(word) >= LEAST_LETTERS}
    exact = [place for place, each in enumerate(names) if name in map(fold, each)]
    partly = [place for place, each in enumerate(names) if words and words <= {*fold(each[-1]).split()}]
    return exact[0] if exact else partly[0] if len(partly) == 1 else None


def module_called(name: str, modules: Sequence[ModuleLine]) -> ModuleLine | None:
    """The module of this id or title, or the only one whose title has the words of the name. `name`: folded."""
    place = called(name, [(module.id, module.title) for module in modules])
    return None if place is None else modules[place]


def draw(bank: Sequence[tuple[int, int]], seed: int, most: int = MOST_ASKED) -> tuple[int, ...]:
    """The questions of a run, in order: those of `bank` (number, how often asked) that the person has seen least.
    `seed` decides among equals."""
    chance = Random(seed)  # noqa: S311 (nothing to guess here)
    lots = {number: chance.random() for number, _ in bank}
    chosen = sorted(bank, key=lambda each: (each[1], lots[each[0]]))[:most]
    kept = {number for number, _ in chosen}
    return tuple(number for number, _ in bank if number in kept)


def streak(learnt_on: Collection[date], today: date) -> int:
    """Days in a row up to today, or up to yesterday if there is nothing today yet."""
    day = today if today in learnt_on else today - timedelta(days=1)
    count = 0
    while day in learnt_on:
        count += 1
        day -= timedelta(days=1)
    return count


class Silence(Record):
    """A silence in the middle of a module since `active_at`. `reopens_at`: until then the final test, which is all that
    is left, is closed; None: there is something to do. `zone` and `hour`: the person's."""

    active_at: datetime
    zone: str
    hour: time
    reopens_at: datetime | None = None

    def due(self, nudged: int) -> datetime | None:
        """When the person is asked next whether they go on, after `nudged` times since the last activity: at their
        hour, on the day that is due, or at the first turn at which they can go on. None: they were asked often
        enough."""
        if nudged >= len(NUDGES):
            return None
        due = days.instant(days.local_day(self.active_at, self.zone) + NUDGES[nudged], self.hour, self.zone)
        if self.reopens_at is None or due >= self.reopens_at:
            return due
        return self._turn(self.reopens_at)

    def ahead(self, nudged: int, now: datetime) -> datetime | None:
        """Like `due`, but after `now`: an overdue time is moved to the next turn of the person's hour."""
        due = self.due(nudged)
        return due if due is None or due > now else self._turn(now + timedelta(microseconds=1))

    def behind(self, now: datetime) -> int:
        """How many of the times to ask have passed by now. Missed ones are not made up for."""
        dues = (self.due(number) for number in range(len(NUDGES)))
        return sum(due is not None and due <= now for due in dues)

    def _turn(self, since: datetime) -> datetime:
        """The first turn of the person's hour from then on."""
        today = days.instant(days.local_day(since, self.zone), self.hour, self.zone)
        return today if today >= since else days.next_morning(since, self.zone, self.hour)


# --- commands ---------------------------------------------------------------------------------------


class OpenLesson(Record):
    """A command: begin a run, or go on with the open one. `preview`: nothing counts. `draft`: the draft
    (`ModuleLine.ref`) that contains the lesson."""

    lesson: int
    preview: bool = False
    draft: str = ""


class KeepPlace(Record):
    """A command: store the place in a lesson, in the form that its flow uses."""

    lesson: int
    place: Sequence[Any]


class RecordAnswer(Record):
    """A command: store the answer to a question, in a lesson or (None) in a revision. `repeated`: it was asked in this
    run before, so it says nothing about memory. `seconds`: from shown to answered."""

    question: int
    share: Decimal
    right: bool
    seconds: int = 0
    lesson: int | None = None
    repeated: bool = False


class FinishLesson(Record):
    """A command: all questions of a run are answered; `right` of `asked` at the first try."""

    lesson: int
    right: int
    asked: int


class StartRevision(Record):
    """A command: choose the questions that are due."""


class EndRevision(Record):
    """A command: the questions of the revision are all answered."""


# --- what came of them ------------------------------------------------------------------------------


class LessonOpened(Record):
    """An opened lesson. `place`: as stored; None: a run begins, with the questions `asked` and the random `seed` (0:
    the author's own order)."""

    lesson: int
    asked: tuple[int, ...] = ()
    seed: int = 0
    place: Sequence[Any] | None = None


class LessonRefused(Record):
    """The lesson cannot be opened. `missing`: titles of modules to pass first; empty: the lesson no longer exists."""

    missing: tuple[str, ...] = ()


class LessonFinished(Record):
    """The result of a run. `module`: its present state. `failures`: failed runs in a row, this one included. `days`:
    days in a row with learning. `may_ask`: the person was never asked when they want to be reminded."""

    lesson: LessonLine
    module: ModuleLine
    right: int
    asked: int
    failures: int = 0
    days: int = 1
    may_ask: bool = False


class RevisionChosen(Record):
    """The questions that are due, at most `memory.SESSION_QUESTIONS`. If none are: `next` is the day on which one is
    (None: no question was answered yet)."""

    questions: tuple[int, ...] = ()
    seed: int = 0
    next: date | None = None


class RevisionEnded(Record):
    """`left`: questions still due today, counted up to one session; `next`: the day on which more are due; `days`: as
    in `LessonFinished`."""

    left: int = 0
    next: date | None = None
    days: int = 1
