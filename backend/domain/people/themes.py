"""Hard content: by theme, only for people who agreed to it, with breaks, and with a daily limit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args

from backend.records import Record

Theme = Literal["haine", "violence", "sexe", "mort"]
THEMES: tuple[Theme, ...] = get_args(Theme)

BREAK_AFTER = timedelta(minutes=20)
"""After this much work on hard content comes a break."""
BREAK_LENGTH = timedelta(minutes=10)
"""The length of a break from hard content."""
MOST_A_DAY = timedelta(hours=1)
"""The most time that a person may spend on hard content in a day."""

Decisions = Mapping[Theme, bool]
"""A person's yes or no to each theme that they were asked about."""


class DecideThemes(Record):
    """A command: the person says yes or no to some themes."""

    decisions: Decisions


def allows(decisions: Decisions, themes: Iterable[Theme]) -> bool:
    """Whether the person agreed to all of these themes."""
    return all(decisions.get(theme, False) for theme in themes)


def too_much(answers: Iterable[tuple[datetime, timedelta]], now: datetime) -> Literal["hour", "rest"] | None:
    """Why the person gets no such task now: "hour": today's hour is used up; "rest": the last break is not over. None:
    they may.

    `answers`: of the person's day, to tasks with such content, in order: when each was given, and how long it counts as
    work.
    """
    worked, rests_until = timedelta(), None
    for at, active in answers:
        before, worked = worked, worked + active
        if before // BREAK_AFTER < worked // BREAK_AFTER:
            rests_until = at + BREAK_LENGTH
    if worked >= MOST_A_DAY:
        return "hour"
    return "rest" if rests_until is not None and now < rests_until else None
