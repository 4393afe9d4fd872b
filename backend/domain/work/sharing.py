"""How scarce work is shared. Work in a country is scarce if it is less than a day of 3 hours for each active woman
there; then each may take an equal share of it a day. Those who have had no paid task yet come first: a first share is
kept for each of them, out of what the others would have.

Shares are in seconds of work by the clients' own estimates, so that nobody gets fewer tasks for being careful.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

from backend.domain.days import DAY_LIMIT
from backend.records import Record

ACTIVE = timedelta(days=7)
"""A woman is active if she has written to us or joined within this time."""
FIRST_SHARE = timedelta(minutes=30)
"""The least share of a person who has had no paid task yet, if there is that much."""


class CountryWork(Record):
    """What a country's women share today. `open`, `done`: seconds of work by the clients' estimates, still to do and
    done today. `takes`: seconds that both take as measured. `women`: the active ones; `unpaid`: how many of them had no
    paid answer before today."""

    open: Fraction
    done: Fraction
    takes: Fraction
    women: int
    unpaid: int


class Shares(Record):
    """Whole seconds a day. `others`: for people who were paid before today; `first`: for the rest."""

    others: int
    first: int


def shares(work: CountryWork) -> Shares | None:
    """The shares of a country. None if there is enough work for all, or at most one woman."""
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
