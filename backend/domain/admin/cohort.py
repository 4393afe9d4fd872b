"""The women of a Huber's countries at one glance: who works, who has yet to begin, who has fallen quiet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

WEEK_DAYS = 7
"""Days that count as "this week", today included."""
NEW_FOR = timedelta(days=30)
"""So long after she joined somebody without a paid task is shown as new."""
GOAL_DAYS = 3
"""Days from joining to the first paid task, at most: the goal of the whole way in."""
QUIET, LOST = 7, 28
"""Days since the last work: at risk after the first number, gone after the second."""

Part = Literal["week", "new", "risk", "gone", "full", "passed"]
PARTS: tuple[Part, ...] = get_args(Part)


@dataclass(frozen=True, slots=True)
class Overview:
    """`people`: hiteuses who have joined. `week`: of them worked in the last 7 days, `answers` and `active` theirs
    then; `new`: joined lately and have worked for no client yet, `late`: of them those beyond the goal of 3 days,
    `practised`: those who have done the practice task, which is no work; `risk`: worked lately and are quiet now;
    `gone`: worked once, and not for 28 days; `full`: reached 3 hours on a day of the last 7; `passed`: people who
    have passed a module."""

    people: int = 0
    week: int = 0
    answers: int = 0
    active: timedelta = timedelta()
    new: int = 0
    late: int = 0
    practised: int = 0
    risk: int = 0
    gone: int = 0
    full: int = 0
    passed: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One of a list. `days`, `active`, `answers`: of the last 7 days, for clients; `full`: of them those with 3
    hours. `last`: the last day on which she worked. `practised`: she has done the practice task. `passed`: titles,
    the newest first.
    `told_at`: when somebody last sent her a word by one tap."""

    person: int
    name: str
    joined_at: datetime
    days: int = 0
    active: timedelta = timedelta()
    answers: int = 0
    full: int = 0
    last: date | None = None
    practised: bool = False
    passed: tuple[str, ...] = ()
    told_at: datetime | None = None
