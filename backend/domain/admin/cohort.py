"""The women of a Huber's countries in numbers: who works, who has not begun yet, who has become inactive."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, get_args

from backend.records import Record

WEEK_DAYS = 7
"""Days that count as "this week", today included."""
NEW_FOR = timedelta(days=30)
"""A person without a paid task counts as new for this long after joining."""
GOAL_DAYS = 3
"""The goal: days from joining to the first paid task, at most."""
QUIET, LOST = 7, 28
"""Days since the last work: at risk after the first number, gone after the second."""

Part = Literal["week", "new", "risk", "gone", "full", "passed"]
PARTS: tuple[Part, ...] = get_args(Part)


class Overview(Record):
    """How many women do what.

    - `people`: hiteuses who have joined. `week`: those who worked in the last 7 days, with their `answers` and `active`
      time. `tried`: answers to the practice task in these days, which other figures count as tasks.
    - `new`: joined recently and have not worked for a client yet; `late`: those of them beyond the goal of 3 days;
      `practised`: those of them who have done the practice task, which is no work.
    - `risk`: worked recently, and are inactive now. `gone`: worked once, but not for 28 days.
    - `full`: reached 3 hours on one of the last 7 days. `passed`: people who have passed a module.
    """

    people: int = 0
    week: int = 0
    answers: int = 0
    active: timedelta = timedelta()
    tried: int = 0
    new: int = 0
    late: int = 0
    practised: int = 0
    risk: int = 0
    gone: int = 0
    full: int = 0
    passed: int = 0


class Member(Record):
    """One person of a list. `days`, `active`, `answers`: work for clients in the last 7 days; `tried`: answers to the
    practice task in these days; `full`: days of these
    with 3 hours. `last`: the last day of work. `practised`: the practice task is done. `passed`: titles of modules, the
    newest first. `told_at`: when somebody last sent her an encouragement."""

    person: int
    name: str
    joined_at: datetime
    days: int = 0
    active: timedelta = timedelta()
    answers: int = 0
    tried: int = 0
    full: int = 0
    last: date | None = None
    practised: bool = False
    passed: tuple[str, ...] = ()
    told_at: datetime | None = None
