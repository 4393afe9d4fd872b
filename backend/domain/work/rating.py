"""What those who work on a project think of it: of its instructions, its pay, and how fairly answers are treated. One
of the three is asked at the end of a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

LEAST_RATINGS = 5
"""From so many on they are shown: fewer would tell who said what."""
ASKED_AGAIN = timedelta(days=30)
"""So long after she said it, she may be asked the same of the same project again."""
BEST = 3
"""On a scale from 1 (no) by 2 (so so) to 3 (yes)."""


class Aspect(StrEnum):
    INSTRUCTIONS = "instructions"
    """Whether they are clear."""
    PAY = "pay"
    """Whether it is right for the time that a task takes."""
    FAIRNESS = "fairness"
    """Whether her answers are treated fairly."""


@dataclass(frozen=True, slots=True)
class RatingAsked:
    """What she is asked of a project."""

    project_id: int
    title: str
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class AspectRating:
    """What people said of one aspect: how many, and the sum of their values."""

    aspect: Aspect
    count: int
    total: int

    @property
    def share(self) -> Fraction | None:
        """0 where all said no, 1 where all said yes; None of too few."""
        if self.count < LEAST_RATINGS:
            return None
        return Fraction(self.total - self.count, self.count * (BEST - 1))


def next_aspect(rated: Mapping[Aspect, datetime], turn: int, now: datetime) -> Aspect | None:
    """What to ask next: what she has not said yet, or not for long; None: nothing. `rated`: when she said what.
    `turn`: a number that differs from person to person and day to day, so that all three are asked equally often."""
    aspects = list(Aspect)
    order = [aspects[(turn + n) % len(aspects)] for n in range(len(aspects))]
    open_ = [aspect for aspect in order if aspect not in rated or now - rated[aspect] >= ASKED_AGAIN]
    return min(open_, key=lambda aspect: aspect in rated, default=None)
