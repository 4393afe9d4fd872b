"""How people do in training, as their trainers see it: by module, lesson, woman and question."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from backend.domain.training.progress import QuestionLine


@dataclass(frozen=True, slots=True)
class ModuleResult:
    """How many have `begun` and `passed` a module and `tried` its final test; `score`: the mean of their best tries
    (None: nobody has tried)."""

    id: str
    title: str
    begun: int = 0
    passed: int = 0
    tried: int = 0
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LessonResult:
    """How many have `begun` and `finished` a lesson; `score`: the mean of their best runs; `stuck`: how many have had
    several runs in a row below the mark."""

    number: int
    title: str
    begun: int = 0
    finished: int = 0
    score: Decimal | None = None
    stuck: int = 0


@dataclass(frozen=True, slots=True)
class WomanResult:
    """Who has begun a module: so many `finished` of its `lessons`, the mean `score` of her best runs of those, her
    `tries` at the final test and the best one's score (`final`)."""

    person: int
    name: str
    country: str
    finished: int = 0
    lessons: int = 0
    score: Decimal | None = None
    tries: int = 0
    final: Decimal | None = None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class HerLesson:
    """A lesson as it stands for one of them: her best run's `score`, and how many runs she has finished."""

    number: int
    title: str
    finished: bool = False
    score: Decimal | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that she got wrong the last time. `lesson`: its number, 0: the final test asks it. `answers`: how
    often she has answered it."""

    lesson: int
    key: str
    text: str
    answers: int


@dataclass(frozen=True, slots=True)
class LearnerResult:
    """One of them in a module."""

    module: ModuleResult
    woman: WomanResult
    lessons: tuple[HerLesson, ...] = ()
    missed: tuple[Missed, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleResults:
    """A module with its lessons and questions. `countries`: of whom; none: of everybody."""

    module: ModuleResult
    lessons: tuple[LessonResult, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    countries: tuple[str, ...] = ()
