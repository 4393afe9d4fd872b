"""A person on her way through the modules: what she sees of them, what she does, and what comes of it.

A lesson is run as often as she wants: its questions are practice, explained at once, and its score, that of her
best run, tells her how well she knows it. A module is passed by its final test (`final`), which opens when each of
its lessons has been finished; nothing that she does afterwards takes that away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from backend.domain import days
from backend.domain.money import Money

MOST_ASKED = 7
"""Questions of one run: a lesson takes 5 to 10 minutes."""
FAILURES_TOLD = 3
"""Runs in a row below the pass mark after which her Huber is told, once per lesson."""

NUDGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""How long after her last step we ask whether she goes on; then never more, until she does."""

SILENT_AFTER = timedelta(hours=12)
"""From so long on it is over with her next step: when she is asked again is planned anew then."""

# --- what she sees ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in a list. `score` is that of her best run, `begun`: she is in the middle of one."""

    id: int
    number: int
    title: str
    finished: bool = False
    score: Decimal | None = None
    begun: bool = False


@dataclass(frozen=True, slots=True)
class OpenedWork:
    """Work that a badge opens: a project's title and its pay per answer."""

    title: str
    pay: Money


@dataclass(frozen=True, slots=True)
class FinalLine:
    """A module's final test in a list: a try asks `ask` questions. `tries`: finished so far. `done`: so many
    questions are answered of a try that she is in the middle of (None: she is in none). `opens_at`: when the next
    try may begin (None: now)."""

    module: str
    ask: int
    tries: int = 0
    done: int | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module in a list. `missing`: titles of modules to be passed before it can be begun. `score`: of her best
    try at its final test. `checked`, `sources`: as in `modules.Module`. `version`: of a draft, which admins alone see
    and whose lessons have their numbers for ids; 0: what people learn with."""

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
        """What it is asked for by: its id, of a draft with its version."""
        return f"{self.id}@{self.version}" if self.version else self.id

    @property
    def done(self) -> int:
        """Lessons that she has finished."""
        return sum(lesson.finished for lesson in self.lessons)

    @property
    def begun(self) -> bool:
        """Whether she has finished a lesson of it, or is in the middle of one."""
        return any(lesson.finished or lesson.begun for lesson in self.lessons)

    @property
    def percent(self) -> int:
        """Of her best try at the final test, rounded down, so that only what reaches the pass mark shows it."""
        return int((self.score or 0) * 100)

    @property
    def need(self) -> int:
        """How many answers must be right in a try at the final test."""
        return -(-(self.final.ask if self.final else 0) * self.pass_mark // 100)

    @property
    def ready(self) -> bool:
        """Nothing but the final test is left."""
        return self.final is not None and not self.passed and self.done == len(self.lessons) > 0

    @property
    def next(self) -> LessonLine | FinalLine | None:
        """What to go on with: the lesson or the test that she is in, else the first lesson that she has not
        finished, else the final test as soon as it may begin. None: the module is passed, or she has to wait."""
        if self.passed:
            return None
        if self.final is not None and self.final.done is not None:
            return self.final
        begun = next((lesson for lesson in self.lessons if lesson.begun), None)
        found = begun or next((lesson for lesson in self.lessons if not lesson.finished), None)
        if found is not None or self.final is None or not self.ready or self.final.opens_at is not None:
            return found
        return self.final


def to_go_on(modules: Sequence[ModuleLine]) -> tuple[ModuleLine, LessonLine | FinalLine] | None:
    """Where she goes on: in a module that she is in the middle of, else with the next one that is open."""
    able = [(m, step) for m in modules if not m.missing and (step := m.next) is not None]
    return min(able, key=lambda each: not each[0].begun, default=None)


def draw(bank: Sequence[tuple[int, int]], seed: int, most: int = MOST_ASKED) -> tuple[int, ...]:
    """Questions for a run, in their order: of `bank` (number, how often she was asked) those that she
    has seen least, chance (`seed`) deciding among equals."""
    chance = Random(seed)  # noqa: S311 (nothing to guess here)
    lots = {number: chance.random() for number, _ in bank}
    chosen = sorted(bank, key=lambda each: (each[1], lots[each[0]]))[:most]
    kept = {number for number, _ in chosen}
    return tuple(number for number, _ in bank if number in kept)


def streak(learnt_on: Collection[date], today: date) -> int:
    """Days in a row up to today, or up to yesterday while today is not over."""
    day = today if today in learnt_on else today - timedelta(days=1)
    count = 0
    while day in learnt_on:
        count += 1
        day -= timedelta(days=1)
    return count


@dataclass(frozen=True, slots=True)
class Silence:
    """She is silent in the middle of a module since `active_at`. `reopens_at`: before then its final test, which is
    all that is left, is closed to her (None: there is something that she can do). `zone` and `hour` are hers."""

    active_at: datetime
    zone: str
    hour: time
    reopens_at: datetime | None = None

    def due(self, nudged: int) -> datetime | None:
        """When she is asked next whether she goes on, after so many times since her last step: at her hour of the
        day that lies so far behind it, or the first one at which she can go on. None: often enough."""
        if nudged >= len(NUDGES):
            return None
        due = days.instant(days.local_day(self.active_at, self.zone) + NUDGES[nudged], self.hour, self.zone)
        if self.reopens_at is None or due >= self.reopens_at:
            return due
        return self._turn(self.reopens_at)

    def ahead(self, nudged: int, now: datetime) -> datetime | None:
        """As `due`, but after now: what is late already comes at her hour's next turn."""
        due = self.due(nudged)
        return due if due is None or due > now else self._turn(now + timedelta(microseconds=1))

    def behind(self, now: datetime) -> int:
        """How many of the times to ask her lie behind her by now: those that were missed are not made up for."""
        dues = (self.due(number) for number in range(len(NUDGES)))
        return sum(due is not None and due <= now for due in dues)

    def _turn(self, since: datetime) -> datetime:
        """Her hour's first turn from then on."""
        today = days.instant(days.local_day(since, self.zone), self.hour, self.zone)
        return today if today >= since else days.next_morning(since, self.zone, self.hour)


# --- commands ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenLesson:
    """Begin a run, or go on with the one that she is in. `preview`: only to look at it, nothing counts. `draft`: the
    draft (`ModuleLine.ref`) whose lesson of that number is meant."""

    lesson: int
    preview: bool = False
    draft: str = ""


@dataclass(frozen=True, slots=True)
class KeepPlace:
    """Where she is in a lesson, in the form of the flow that leads her through it."""

    lesson: int
    place: Sequence[Any]


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """She answered a question, in a lesson or (None) in a revision. `repeated`: it had been asked in this
    run already, so that it says nothing about her memory. `seconds`: from shown to answered."""

    question: int
    share: Decimal
    right: bool
    seconds: int = 0
    lesson: int | None = None
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class FinishLesson:
    """All questions of a run are answered, `right` of `asked` at once."""

    lesson: int
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class StartRevision:
    """Choose the questions that are due."""


@dataclass(frozen=True, slots=True)
class EndRevision:
    """They are all answered."""


# --- what came of them ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LessonOpened:
    """`place`: as it was kept, None where a run begins; then `asked` are its questions and `seed` its
    chance (0: the author's own order)."""

    lesson: int
    asked: tuple[int, ...] = ()
    seed: int = 0
    place: Sequence[Any] | None = None


@dataclass(frozen=True, slots=True)
class LessonRefused:
    """Modules (titles) have to be passed first; none: the lesson is there no more."""

    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LessonFinished:
    """`module` as it stands now. `failures`: runs in a row below the pass mark, this one included. `days`: in a row
    on which she learnt. `may_ask`: she was never asked when she wants to be reminded."""

    lesson: LessonLine
    module: ModuleLine
    right: int
    asked: int
    failures: int = 0
    days: int = 1
    may_ask: bool = False


@dataclass(frozen=True, slots=True)
class RevisionChosen:
    """Questions that are due, at most `memory.SESSION_QUESTIONS`. None due: `next` is the day on which one is (None:
    she has answered none yet)."""

    questions: tuple[int, ...] = ()
    seed: int = 0
    next: date | None = None


@dataclass(frozen=True, slots=True)
class RevisionEnded:
    """`left`: still due today, counted up to a session; `next`: the day on which more is due; `days` as in
    `LessonFinished`."""

    left: int = 0
    next: date | None = None
    days: int = 1
