"""How people and questions do: her own progress, her cohort's for a Huber, a question's for its author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from backend.domain.training.learning import ModuleLine

FIRM_STABILITY_DAYS = 7.0
"""Days of stability from which a question counts as known: a week later nine in ten still know it."""

LEAST_TRIED = 10
"""People who must have tried a question before anything is said about it."""
HARD, EASY = 0.4, 0.97
"""Share right at first try below which a question is called hard, and above which it teaches nothing."""
MIN_DISCRIMINATION = 0.1
"""Discrimination below which those who know the rest do not do better here either."""

STOPPED_AFTER = timedelta(days=3)
"""Silence in the middle of a module after which her Huber sees her among those who stopped."""
ENCOURAGE_INTERVAL = timedelta(hours=20)
"""One word a day, from us or from her Huber."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`known`: questions that she knows well, `due`: to revise today (up to a session), `days`: on which she
    learnt, `streak`: those in a row. `may_ask`: she was never asked when she wants to be reminded."""

    modules: tuple[ModuleLine, ...] = ()
    known: int = 0
    due: int = 0
    days: int = 0
    streak: int = 0
    may_ask: bool = False


Trouble = Literal["", "hard", "misleading", "easy"]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """How a question does. `tried`: people who answered it, `right`: the share of them who were right at
    once, `discrimination`: the point-biserial correlation of that with how they did at the module's other
    questions (None: too few, or all alike). `lesson`: its number, 0: the final test asks it."""

    key: str
    text: str
    tried: int = 0
    right: float | None = None
    discrimination: float | None = None
    lesson: int = 0

    @property
    def trouble(self) -> Trouble:
        """What may be wrong with it; "" for nothing, or too few to tell."""
        if self.tried < LEAST_TRIED or self.right is None:
            return ""
        if self.discrimination is not None and self.discrimination < MIN_DISCRIMINATION and self.right < EASY:
            return "misleading"
        if self.right < HARD:
            return "hard"
        return "easy" if self.right > EASY else ""


# --- a cohort ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stuck:
    """Somebody who stopped in the middle, or fails one lesson or a final test again and again. `final`: it is the
    module's test where she is. `failures`: runs of that lesson, or tries at the test, in a row below the mark.
    `told_at`: when somebody last asked her to come back."""

    person: int
    name: str
    role: str
    module: str
    lesson: str
    active_at: datetime
    failures: int = 0
    told_at: datetime | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Cohort:
    """The people of a country who may learn: how many there are, have begun, learnt in the last 7 days, have
    passed a module, have passed all; `modules` passed by all of them together."""

    people: int = 0
    begun: int = 0
    active: int = 0
    passed_one: int = 0
    passed_all: int = 0
    modules: int = 0
    stuck: tuple[Stuck, ...] = ()
    stuck_in_all: int = 0


Encouraged = Literal["sent", "already", "unreachable", "unknown"]
"""What came of a Huber's word to somebody: said, or one reached her today already, or she wants or can have
none, or she is not of the Huber's country."""
