"""Numbers of question banks, read exactly: with a comma or a point, many decimals, an exponent.

What is read here is written without an exponent (`f"{value:f}"`), and reading that gives the same number again.
"""

from __future__ import annotations

import re
from decimal import Decimal

from backend.domain.errors import Reason

MOST_DIGITS = 25
"""Significant digits: sums and differences of such numbers are exact in Python's 28 digits."""
MOST_PLACES = 40
"""Digits before and after the decimal sign when the number is written without an exponent."""
WEIGHT_STEP = Decimal("0.0000001")
"""Moodle stores a weight with seven decimals."""

_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_MINUS = str.maketrans("\u2212\u2013", "--")


def read(text: str) -> Decimal | None:
    """The number; None if it is none, or too long for a chat."""
    line = _plain(text)
    if not _NUMBER.fullmatch(line):
        return None
    value = Decimal(line.replace(",", "."))
    if not value:
        return Decimal(0)
    digits, exponent = value.normalize().as_tuple()[1:]
    assert isinstance(exponent, int)
    if len(digits) > MOST_DIGITS or len(value.as_tuple().digits) > MOST_DIGITS + MOST_PLACES:
        return None
    if value.adjusted() >= MOST_PLACES or -exponent > MOST_PLACES:
        return None
    return Decimal(f"{value:f}")


def wrong(text: str) -> Reason:
    """Why a text cannot be read as a number."""
    if _NUMBER.fullmatch(_plain(text)):
        return Reason("{text!r} has too many digits: {limit} at most", text=text.strip()[:60], limit=MOST_DIGITS)
    return Reason("{text!r} is not a number", text=text.strip()[:60])


def weight(text: str) -> Decimal | None:
    """Percent of the mark, with at most seven decimals and no superfluous zeros; None if it is no number."""
    value = read(text)
    if value is None or abs(value) >= 1_000:
        return None
    return tidy(value.quantize(WEIGHT_STEP))


def _plain(text: str) -> str:
    return _GROUPED.sub("", text.strip().translate(_MINUS))


def tidy(value: Decimal) -> Decimal:
    """The same number without superfluous zeros."""
    return Decimal(f"{value.normalize():f}") if value else Decimal(0)
