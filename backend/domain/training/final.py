"""A module's final test: what one try asks, when the next one may begin, and what passes.

It opens once every lesson is finished. A try draws its questions once and keeps them; nothing is told about an
answer until the end, and then only how many were right and which lessons to read again. Each try asks other
questions than the ones before it, as far as there are others. What counts is her best try; passing is for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from backend.domain.certificates.badges import Granted
from backend.domain.training.learning import LessonLine, ModuleLine

PAUSES = (timedelta(), timedelta(hours=1), timedelta(days=1), timedelta(days=3))
"""How long to wait after the first, second, third failed try in a row, and after each later one."""


def opens_at(failures: int, failed_at: datetime | None, now: datetime) -> datetime | None:
    """When the next try may begin, after so many failed ones in a row: a full minute, as she is told it; None: now.

    A failure that lies ahead of our clock, which has been set back, makes nobody wait.
    """
    if not failures or failed_at is None or failed_at > now:
        return None
    at = (failed_at + PAUSES[min(failures, len(PAUSES)) - 1]).replace(second=0, microsecond=0)
    return at if at > now else None


def passes(right: int, asked: int, pass_mark: int) -> bool:
    """Whether so many right answers reach the module's pass mark (percent)."""
    return right * 100 >= asked * pass_mark


# --- which questions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that can be asked. `lesson`: the one that teaches it (0: none is named). `times`: in how many of
    her tries it was asked, `last`: whether in the latest one."""

    question: int
    lesson: int = 0
    times: int = 0
    last: bool = False


def draw(candidates: Sequence[Candidate], ask: int, seed: int) -> tuple[int, ...]:
    """The questions of a try, in the order in which they are asked: those that she never met first, then those of
    earlier tries, and of the latest one only what is missing then; from each lesson about as many. Chance (`seed`)
    decides among equals."""
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


@dataclass(frozen=True, slots=True)
class OpenFinal:
    """Go on with the try that she is in, or if she says so (`begin`) start a new one. `preview`: only to look at the
    questions."""

    module: str
    begin: bool = False
    preview: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFinal:
    """She answered the question at `place` (from 0) of a try. `seconds`: from shown to answered."""

    attempt: int
    place: int
    question: int
    share: Decimal
    right: bool
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class FinishFinal:
    """All questions of a try are answered."""

    attempt: int


# --- what came of them ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FinalOpened:
    """A try and its questions, of which `done` are answered. `attempt` 0: it is only looked at."""

    attempt: int
    asked: tuple[int, ...]
    done: int = 0


@dataclass(frozen=True, slots=True)
class FinalReady:
    """She is in no try, and may begin one."""


@dataclass(frozen=True, slots=True)
class FinalRefused:
    """The test is not open to her: `module` says why, as it stands for her (None: it is there no more)."""

    module: ModuleLine | None = None


@dataclass(frozen=True, slots=True)
class FinalFinished:
    """`module` as it stands now. `again`: the lessons that teach what she got wrong, in their order; `others`: the
    next try asks none of these questions. `passed`: with this try; `granted`: what that brought her. `failures`: tries
    in a row that did not pass. `days` and `may_ask` as in `learning.LessonFinished`."""

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
