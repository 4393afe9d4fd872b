"""How long work takes, and what this makes per hour: the one rule behind every "F CFA per hour" that is shown, in
offers, templates, `gains`, `stats` and what a training module opens.

A figure per hour is a promise, and a few hasty answers must not make it. So an answer counts as at least as long as its
task takes to read. The measured time is the median over at least `LEAST_PEOPLE` people with `LEAST_ANSWERS` each. No
figure is more than `MOST_TIMES` the figure by the client's estimate. With fewer people the estimate counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from math import ceil

LEAST_PEOPLE = 5
"""With fewer people, one hasty hour would count for everybody."""
LEAST_ANSWERS = 20
"""Answers that each of these people must have given. Beginners are slower or hastier than later."""
MOST_TIMES = 3
"""No figure per hour is more than this many times the figure by the estimate."""

SIGNS_PER_MINUTE = 238 * 6
"""Characters read per minute. Adults read 238 words a minute in silence (Brysbaert, "How many words do we read per
minute?", Journal of Memory and Language 109, 2019: 190 studies). A word counts as five letters and a space."""
PICTURE_SECONDS = 1
"""Seconds that an annotator needs to say whether one thing is in a picture (Bearman et al., "What's the Point: Semantic
Segmentation with Point Supervision", ECCV 2016: 20.0 s for 20 classes)."""


def reading_time(content: Mapping[str, str]) -> timedelta:
    """The least time for a task: to read its "text" and to look at its "image", in whole seconds, rounded up. The
    length of a sound is not known and not included."""
    signs = len(" ".join(content.get("text", "").split()))
    return timedelta(seconds=ceil(signs * 60 / SIGNS_PER_MINUTE) + PICTURE_SECONDS * ("image" in content))


def bounded(counted: Fraction | int, estimated: Fraction | int) -> Fraction:
    """A measured time, in the unit of both arguments, but never so short that it brings more than `MOST_TIMES` what the
    estimate brings."""
    return max(Fraction(counted), Fraction(estimated) / MOST_TIMES)


def settled(people: int, counted: Fraction | int, estimated: Fraction | int) -> Fraction:
    """The time that is shown: the measured one, or the estimate if there are too few people. `counted`: of answers that
    are no shorter than their tasks take to read."""
    return bounded(counted, estimated) if people >= LEAST_PEOPLE and counted else Fraction(estimated)


def hourly(francs: Fraction, seconds: Fraction) -> int | None:
    """F CFA per hour, rounded down; None if no time is known."""
    return int(francs * 3600 / seconds) if seconds > 0 else None
