"""Content that can be hard to look at: by theme, only for who said yes to it, with breaks, and not too much of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

Theme = Literal["haine", "violence", "sexe", "mort"]
THEMES: tuple[Theme, ...] = get_args(Theme)

BREAK_AFTER = timedelta(minutes=20)
"""After so much work on such content comes a break."""
BREAK_LENGTH = timedelta(minutes=10)
MOST_A_DAY = timedelta(hours=1)

Decisions = Mapping[Theme, bool]
"""What she said of each theme that she was asked about."""


@dataclass(frozen=True, slots=True)
class DecideThemes:
    """Command: she says yes or no to some themes."""

    decisions: Decisions


def allows(decisions: Decisions, themes: Iterable[Theme]) -> bool:
    """Whether she said yes to each of them."""
    return all(decisions.get(theme, False) for theme in themes)


def too_much(answers: Iterable[tuple[datetime, timedelta]], now: datetime) -> Literal["hour", "rest"] | None:
    """Why she gets no such task now: her hour of today is over, or a break after the last `BREAK_AFTER` is not.
    `answers`:
    of her day, to tasks of such content, in their order: when each was given, and how long it counts as work."""
    worked, rests_until = timedelta(), None
    for at, active in answers:
        before, worked = worked, worked + active
        if before // BREAK_AFTER < worked // BREAK_AFTER:
            rests_until = at + BREAK_LENGTH
    if worked >= MOST_A_DAY:
        return "hour"
    return "rest" if rests_until is not None and now < rests_until else None
