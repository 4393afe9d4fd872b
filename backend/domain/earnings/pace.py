"""How long work takes, and what that makes in an hour: the one rule behind every "F CFA an hour" that is shown,
in offers, templates, `gains`, `stats` and what a training module opens.

An hourly figure is a promise, and a few hasty answers must not make it. So the time of an answer is counted as
no shorter than its task takes to read; what people take is the median over at least `LEAST_PEOPLE` of them (for an
offer, of those with `LEAST_ANSWERS` each); and no figure is more than `MOST_TIMES` what the client's estimate makes.
With fewer people the estimate stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from math import ceil

LEAST_PEOPLE = 5
"""With fewer, one hasty hour would be everybody's."""
LEAST_ANSWERS = 20
"""Of each of them, for what a project's offer says: who has only begun is slower or hastier than she will be."""
MOST_TIMES = 3
"""An hour is never said to bring more than so many times what it brings by the estimate."""

SIGNS_PER_MINUTE = 238 * 6
"""Adults read 238 words a minute in silence (Brysbaert, "How many words do we read per minute?", Journal of Memory
and Language 109, 2019: 190 studies); a word is counted as five letters and a space."""
PICTURE_SECONDS = 1
"""So long an annotator needs to say whether one thing is in a picture (Bearman et al., "What's the Point: Semantic
Segmentation with Point Supervision", ECCV 2016: 20.0 s for 20 classes)."""


def reading_time(content: Mapping[str, str]) -> timedelta:
    """What a task takes at least: to read its "text" and to look at its "image". Whole seconds, rounded up. How
    long a sound is, nobody has said."""
    signs = len(" ".join(content.get("text", "").split()))
    return timedelta(seconds=ceil(signs * 60 / SIGNS_PER_MINUTE) + PICTURE_SECONDS * ("image" in content))


def bounded(counted: Fraction | int, estimated: Fraction | int) -> Fraction:
    """A time that was measured, in the unit of both: never so short that it brings more than `MOST_TIMES` what the
    estimate brings."""
    return max(Fraction(counted), Fraction(estimated) / MOST_TIMES)


def settled(people: int, counted: Fraction | int, estimated: Fraction | int) -> Fraction:
    """The time that is told: as so many people took, or with too few of them the estimate. `counted`: of answers
    that are no shorter than they take to read."""
    return bounded(counted, estimated) if people >= LEAST_PEOPLE and counted else Fraction(estimated)


def hourly(francs: Fraction, seconds: Fraction) -> int | None:
    """F CFA an hour, rounded down; None where no time is known."""
    return int(francs * 3600 / seconds) if seconds > 0 else None
