"""A person on her way through the modules: what she sees of them, what she does, and what comes of it.

A lesson is run as often as she wants. A run's score is the share of its questions that she answered
right at once; the best run counts. A module is passed when each of its lessons has been finished and
their mean reaches the module's pass mark; nothing that she does afterwards takes that away.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from backend.domain import days
from backend.domain.badges import Granted
from backend.domain.money import Money

MOST_ASKED = 7
"""Questions of one run: a lesson takes 5 to 10 minutes."""
FAILURES_TOLD = 3
"""Runs in a row below the pass mark after which her Huber is told, once per lesson."""

NUDGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7), timedelta(days=14))
"""How long after her last step we ask whether she goes on; then never more, until she does."""

SILENCE = timedelta(hours=12)
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
class Opening:
    """Work that a badge opens: a project's title and its pay per answer."""

    title: str
    pay: Money


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """A module in a list. `missing`: titles of modules to be passed before it can be begun."""

    id: str
    title: str
    about: str = ""
    minutes: int = 0
    pass_mark: int = 80
    lessons: tuple[LessonLine, ...] = ()
    passed: bool = False
    missing: tuple[str, ...] = ()
    opens: tuple[Opening, ...] = ()

    @property
    def done(self) -> int:
        return sum(lesson.finished for lesson in self.lessons)

    @property
    def begun(self) -> bool:
        return any(lesson.finished or lesson.begun for lesson in self.lessons)

    @property
    def percent(self) -> int:
        """The mean of its lessons, rounded down, so that only what reaches the pass mark shows it."""
        return int(mean([lesson.score for lesson in self.lessons]) * 100)

    @property
    def next(self) -> LessonLine | None:
        """The lesson to go on with: the one that she is in, else the first that she has not finished,
        else, while the module is not passed, the one with the lowest score."""
        found = next((lesson for lesson in self.lessons if lesson.begun), None)
        found = found or next((lesson for lesson in self.lessons if not lesson.finished), None)
        if found is None and not self.passed:
            found = min(self.lessons, key=lambda lesson: lesson.score or Decimal(0), default=None)
        return found


def to_go_on(modules: Sequence[ModuleLine]) -> tuple[ModuleLine, LessonLine] | None:
    """Where she goes on: in a module that she is in the middle of, else with the next one that is open."""
    able = [m for m in modules if not m.missing and not m.passed and m.next is not None]
    chosen = min(able, key=lambda m: not m.begun, default=None)
    if chosen is None or chosen.next is None:
        return None
    return chosen, chosen.next


def mean(scores: Sequence[Decimal | None]) -> Fraction:
    """Of a module's lessons; one without a score counts as nothing."""
    return sum((Fraction(score or 0) for score in scores), Fraction()) / len(scores) if scores else Fraction()


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


def nudge_due(active_at: datetime, nudged: int, zone: str, hour: time) -> datetime | None:
    """When she is asked next whether she goes on, after so many times since her last step: at her hour of the
    day that lies so far behind it. None: often enough."""
    if nudged >= len(NUDGES):
        return None
    return days.instant(days.local_day(active_at, zone) + NUDGES[nudged], hour, zone)


def next_nudge(active_at: datetime, nudged: int, now: datetime, zone: str, hour: time) -> datetime | None:
    """As `nudge_due`, but ahead: what is late already comes at her hour's next turn."""
    due = nudge_due(active_at, nudged, zone, hour)
    if due is None or due > now:
        return due
    today = days.instant(days.local_day(now, zone), hour, zone)
    return today if today > now else days.next_morning(now, zone, hour)


def nudges_by(active_at: datetime, now: datetime, zone: str, hour: time) -> int:
    """How many of them lie behind her by now: those that were missed are not made up for."""
    dues = (nudge_due(active_at, number, zone, hour) for number in range(len(NUDGES)))
    return sum(due is not None and due <= now for due in dues)


# --- commands ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenLesson:
    """Begin a run, or go on with the one that she is in. `preview`: only to look at it, nothing counts."""

    lesson: int
    preview: bool = False


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
    """`module` as it stands now. `passed`: with this run; `granted`: what that brought her. `failures`: runs
    in a row below the pass mark, this one included. `days`: in a row on which she learnt. `may_ask`: she was
    never asked when she wants to be reminded."""

    lesson: LessonLine
    module: ModuleLine
    right: int
    asked: int
    passed: bool = False
    granted: Granted = field(default_factory=Granted)
    failures: int = 0
    days: int = 1
    may_ask: bool = False


@dataclass(frozen=True, slots=True)
class RevisionChosen:
    """Questions that are due, at most `memory.SESSION`. None due: `next` is the day on which one is (None:
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
