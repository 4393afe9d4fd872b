"""What the people who work on a project think of its instructions, its pay, and how fairly answers are treated. One of
these is asked at the end of a session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from backend.records import Record

LEAST_RATINGS = 5
"""Ratings from which a mean is shown: fewer would reveal who said what."""
ASKED_AGAIN = timedelta(days=30)
"""After this time, a person may be asked about the same aspect of the same project again."""
BEST = 3
"""The highest value. The scale is 1 (no), 2 (partly), 3 (yes)."""


class Aspect(StrEnum):
    INSTRUCTIONS = "instructions"
    """Whether the instructions are clear."""
    PAY = "pay"
    """Whether the pay is right for the time that a task takes."""
    FAIRNESS = "fairness"
    """Whether the person's answers are treated fairly."""


class RatingAsked(Record):
    """The question that a person is asked about a project."""

    project_id: int
    title: str
    aspect: Aspect


class AspectRating(Record):
    """The ratings of one aspect: their number, and the sum of their values."""

    aspect: Aspect
    count: int
    total: int

    @property
    def share(self) -> Fraction | None:
        """The mean on a scale from 0 (all said no) to 1 (all said yes). None if there are too few ratings."""
        if self.count < LEAST_RATINGS:
            return None
        return Fraction(self.total - self.count, self.count * (BEST - 1))


def next_aspect(rated: Mapping[Aspect, datetime], turn: int, now: datetime) -> Aspect | None:
    """The aspect to ask about next: one that the person has not rated yet, or not for `ASKED_AGAIN`; None if there is
    none. `rated`: when the person rated which aspect. `turn`: a number that differs by person and day, so that all
    three are asked equally often."""
    aspects = list(Aspect)
    order = [aspects[(turn + n) % len(aspects)] for n in range(len(aspects))]
    open_ = [aspect for aspect in order if aspect not in rated or now - rated[aspect] >= ASKED_AGAIN]
    return min(open_, key=lambda aspect: aspect in rated, default=None)
