"""Results of training, as trainers see them: by module, lesson, woman and question."""

from __future__ import annotations

from decimal import Decimal

from backend.domain.training.progress import QuestionLine
from backend.records import Record


class ModuleResult(Record):
    """How many people have `begun` and `passed` a module and `tried` its final test. `score`: the mean of their best
    tries; None: nobody has tried."""

    id: str
    title: str
    begun: int = 0
    passed: int = 0
    tried: int = 0
    score: Decimal | None = None


class LessonResult(Record):
    """How many people have `begun` and `finished` a lesson. `score`: the mean of their best runs. `stuck`: how many had
    several failed runs in a row."""

    number: int
    title: str
    begun: int = 0
    finished: int = 0
    score: Decimal | None = None
    stuck: int = 0


class WomanResult(Record):
    """A person who has begun a module: how many of its `lessons` are `finished`, the mean `score` of the best runs, the
    `tries` at the final test and the best score there (`final`)."""

    person: int
    name: str
    country: str
    finished: int = 0
    lessons: int = 0
    score: Decimal | None = None
    tries: int = 0
    final: Decimal | None = None
    passed: bool = False


class HerLesson(Record):
    """A lesson for one person: the `score` of the best run, and how many runs were finished."""

    number: int
    title: str
    finished: bool = False
    score: Decimal | None = None
    tries: int = 0


class Missed(Record):
    """A question that a person last answered wrong. `lesson`: its number; 0: the final test asks it. `answers`: how
    often the person has answered it."""

    lesson: int
    key: str
    text: str
    answers: int


class LearnerResult(Record):
    """One person's results in a module."""

    module: ModuleResult
    woman: WomanResult
    lessons: tuple[HerLesson, ...] = ()
    missed: tuple[Missed, ...] = ()


class ModuleResults(Record):
    """A module with its lessons and questions. `countries`: of the people; empty: all."""

    module: ModuleResult
    lessons: tuple[LessonResult, ...] = ()
    questions: tuple[QuestionLine, ...] = ()
    countries: tuple[str, ...] = ()
