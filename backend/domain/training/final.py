"""A module's final test: the questions of a try, the wait before the next one, and passing.

It opens once every lesson is finished. A try draws its questions once and keeps them. Nothing is said about an answer
until the end, and then only how many were right and which lessons to read again. Each try asks different questions from
those before, as far as there are enough. The best try counts, and passing is for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from backend.domain.certificates.badges import Granted
from backend.domain.training.learning import LessonLine, ModuleLine
from backend.records import Record, field

PAUSES = (timedelta(), timedelta(hours=1), timedelta(days=1), timedelta(days=3))
"""The waits after the first, second and third failed try in a row, and after each later one."""


def opens_at(failures: int, failed_at: datetime | None, now: datetime) -> datetime | None:
    """When the next try may begin after this many failed ones in a row, at a full minute; None: now. A failure in the
    future, after our clock was set back, makes nobody wait."""
    if not failures or failed_at is None or failed_at > now:
        return None
    at = (failed_at + PAUSES[min(failures, len(PAUSES)) - 1]).replace(second=0, microsecond=0)
    return at if at > now else None


def passes(right: int, asked: int, pass_mark: int) -> bool:
    """Whether this many right answers reach the module's pass mark (percent)."""
    return right * 100 >= asked * pass_mark


# --- which questions --------------------------------------------------------------------------------


class Candidate(Record):
    """A question that can be asked. `lesson`: the one that teaches it; 0: none is named. `times`: in how many of the
    person's tries it was asked; `last`: whether in the latest one."""

    question: int
    lesson: int = 0
    times: int = 0
    last: bool = False


def draw(candidates: Sequence[Candidate], ask: int, seed: int) -> tuple[int, ...]:
    """The questions of a try in order: first those that the person never met, then those of earlier tries, and those of
    the latest try only if necessary; about as many from each lesson. `seed` decides among equals."""
    chance = Random(seed)  # noqa: S311 (the same try again when its turn is run again)
    left = list(candidates)
    chance.shuffle(left)
    left.sort(key=lambda each: (each.last, each.times > 0))
    chosen: list[int] = []
    taken: Counter[int] = Counter()
    while left and len(chosen) < ask:
        freshest = (left[0].last, left[0].times > 0)
        equals = [each for each in left if (each.last, each.times > 0) == freshest]
        best = min(equals, key=lambda each: taken[each.lesson])
        left.remove(best)
        taken[best.lesson] += 1
        chosen.append(best.question)
    chance.shuffle(chosen)
    return tuple(chosen)


# --- commands ---------------------------------------------------------------------------------------


class OpenFinal(Record):
    """A command: go on with the open try, or with `begin` start a new one. `preview`: only look at the questions."""

    module: str
    begin: bool = False
    preview: bool = False


class AnswerFinal(Record):
    """A command: the answer to the question at `place` (from 0) of a try. `seconds`: from shown to answered."""

    attempt: int
    place: int
    question: int
    share: Decimal
    right: bool
    seconds: int = 0


class FinishFinal(Record):
    """A command: all questions of a try are answered."""

    attempt: int


# --- what came of them ------------------------------------------------------------------------------


class FinalOpened(Record):
    """A try and its questions, of which `done` are answered. `attempt` 0: a preview."""

    attempt: int
    asked: tuple[int, ...]
    done: int = 0


class FinalReady(Record):
    """There is no open try, and the person may begin one."""


class FinalRefused(Record):
    """The test is closed to the person. `module` shows why; None: it no longer exists."""

    module: ModuleLine | None = None


class FinalFinished(Record):
    """The result of a try. `module`: its present state. `passed`: by this try; `granted`: what that brought.

    `again`: the lessons that teach the wrong answers, in order; `others`: the next try asks none of these questions.
    `failures`: failed tries in a row. `days` and `may_ask`: as in `learning.LessonFinished`.
    """

    module: ModuleLine
    right: int
    asked: int
    passed: bool = False
    again: tuple[LessonLine, ...] = ()
    others: bool = True
    failures: int = 0
    granted: Granted = field(default_factory=Granted)
    days: int = 1
    may_ask: bool = False
