"""How scarce work is shared. Where the work that is open to the women of a country is less than a day of 3 hours for
each of those who are active, each may take an equal share of it a day. Who has had no paid task yet comes first: a
first share is kept for each of them, out of what the others would have.

Shares are in seconds of work by the clients' own estimates, so that nobody gets fewer tasks for being careful.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from backend.domain.days import DAY_LIMIT

ACTIVE = timedelta(days=7)
"""Active is who has written to us or joined in that time."""
FIRST_SHARE = timedelta(minutes=30)
"""Of who has had no paid task yet: at least so much, where that is there."""


@dataclass(frozen=True, slots=True)
class CountryWork:
    """What a country's women share today. `open` and `done`: seconds of work by the clients' estimates, still to do and
    done today; `takes`: seconds that both take as measured. `women` who are active, `unpaid` of them without a paid
    answer before today."""

    open: Fraction
    done: Fraction
    takes: Fraction
    women: int
    unpaid: int


@dataclass(frozen=True, slots=True)
class Shares:
    """Whole seconds a day. `others`: of who was paid before today; `first`: of who was not."""

    others: int
    first: int


def shares(work: CountryWork) -> Shares | None:
    """None where there is enough for all, or nobody to share it with."""
    day = int(DAY_LIMIT.total_seconds())
    if work.women < 2 or work.takes >= work.women * day:
        return None
    total = work.open + work.done
    equal = total / work.women
    if not work.unpaid:
        return Shares(int(equal), int(equal))
    first = max(equal, min(Fraction(int(FIRST_SHARE.total_seconds())), total / work.unpaid))
    others = work.women - work.unpaid
    left = max(Fraction(), total - first * work.unpaid) / others if others else first
    return Shares(int(left), int(first))
