"""One number from many: amounts, counts and ratings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from backend.records import Record

Number = TypeVar("Number", int, Decimal)

OUTLIER_DISTANCES = 5
"""A value is far off if its distance from the median is more than this many times the median distance. For a normal
distribution that is 3.4 standard deviations."""
TRIMMED_DIVISOR = 5
"""One rating in this many is left out at each end of a mean."""


class Amount(Record):
    """`value`: one of the given values. `confidence`: the share of the answers with exactly this value. `far`:
    positions of answers that are far off, for example by a slipped decimal point."""

    value: int | Decimal
    confidence: float
    far: tuple[int, ...]


def amount(values: Sequence[Number]) -> Amount:
    """The value that more than half gave, else the median of those that are not far off. Raises `ValueError` without
    values.

    Of two middle values the lower one is taken, so the result is always a number that somebody gave.
    """
    middle = _median(values)
    distances = [abs(value - middle) for value in values]
    spread = _median(distances)
    far = tuple(at for at, distance in enumerate(distances) if distance > OUTLIER_DISTANCES * spread) if spread else ()
    result = max(set(values), key=lambda value: (values.count(value), -value))
    if 2 * values.count(result) <= len(values):
        result = _median([value for at, value in enumerate(values) if at not in far])
    return Amount(result, values.count(result) / len(values), far)


def _median(values: Sequence[Number]) -> Number:
    """The median; the lower one of two middle values. Raises `ValueError` without values."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[(len(values) - 1) // 2]


class Rating(Record):
    """`value`: on the scale, between its points if opinions differ. `confidence`: 1 if all agree, 0 if they are split
    between both ends."""

    value: float
    confidence: float


def rating(values: Sequence[int], lowest: int, highest: int) -> Rating:
    """The mean without the extreme fifth at each end; with fewer than five ratings the median. So a single person
    cannot move the result far, and with many ratings it still tells 3.4 from 3.6. Raises `ValueError` without
    values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    away = len(ordered) // TRIMMED_DIVISOR
    middle = slice((len(ordered) - 1) // 2, len(ordered) // 2 + 1)
    kept = ordered[away:-away] if away else ordered[middle]
    value = sum(kept) / len(kept)
    deviation = sum(abs(each - value) for each in values) / len(values)
    return Rating(value, max(0.0, 1 - 2 * deviation / (highest - lowest)))
