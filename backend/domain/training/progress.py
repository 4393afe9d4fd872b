"""Progress: a person's own, a cohort's for a Huber, and a question's for its author."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from backend.domain.training.learning import ModuleLine
from backend.records import Record

FIRM_STABILITY_DAYS = 7.0
"""Days of stability from which a question counts as known: after a week nine in ten people still know it."""

LEAST_TRIED = 10
"""People who must have tried a question before anything is said about it."""
HARD, EASY = 0.4, 0.97
"""Share of people right at the first try: below the first a question is called hard, above the second it teaches
nothing."""
MIN_DISCRIMINATION = 0.1
"""Discrimination below which people who know the rest do not do better on this question."""

STOPPED_AFTER = timedelta(days=3)
"""Silence in the middle of a module after which the Huber sees the person among those who stopped."""
ENCOURAGE_INTERVAL = timedelta(hours=20)
"""At most one encouragement in this time, from us or from a Huber."""


class Progress(Record):
    """A person's progress. `known`: questions known well; `due`: to revise today, up to one session; `days`: days with
    learning, `streak`: days in a row. `may_ask`: the person was never asked when they want to be reminded."""

    modules: tuple[ModuleLine, ...] = ()
    known: int = 0
    due: int = 0
    days: int = 0
    streak: int = 0
    may_ask: bool = False


Trouble = Literal["", "hard", "misleading", "easy"]


class QuestionLine(Record):
    """Statistics of a question. `tried`: people who answered it; `right`: the share who were right at once.
    `discrimination`: the point-biserial correlation of that with the people's results on the module's other questions;
    None: too few, or no variance. `lesson`: its number; 0: the final test asks it."""

    key: str
    text: str
    tried: int = 0
    right: float | None = None
    discrimination: float | None = None
    lesson: int = 0

    @property
    def trouble(self) -> Trouble:
        """What may be wrong with the question; "" for nothing, or too few answers to tell."""
        if self.tried < LEAST_TRIED or self.right is None:
            return ""
        if self.discrimination is not None and self.discrimination < MIN_DISCRIMINATION and self.right < EASY:
            return "misleading"
        if self.right < HARD:
            return "hard"
        return "easy" if self.right > EASY else ""


# --- a cohort ---------------------------------------------------------------------------------------


class Stuck(Record):
    """A person who stopped in the middle, or fails a lesson or a final test again and again. `final`: it is the final
    test. `failures`: failed runs or tries in a row. `told_at`: when somebody last asked them to come back."""

    person: int
    name: str
    role: str
    module: str
    lesson: str
    active_at: datetime
    failures: int = 0
    told_at: datetime | None = None
    final: bool = False


class Cohort(Record):
    """Counts of the people of some countries who may learn: all, those who have begun, who learnt in the last 7 days,
    who have passed a module, who have passed all open ones; `modules`: passed by all of them together."""

    people: int = 0
    begun: int = 0
    active: int = 0
    passed_one: int = 0
    passed_all: int = 0
    modules: int = 0
    stuck: tuple[Stuck, ...] = ()
    stuck_in_all: int = 0


Encouraged = Literal["sent", "already", "unreachable", "unknown"]
"""The outcome of an encouragement: "sent"; "already": there was one today; "unreachable": the person wants or can get
none; "unknown": not of the Huber's countries."""
