"""An order of many things from comparisons of two."""

from __future__ import annotations

import numpy as np

from backend.domain.quality.skill import Floats, Ints

PRIOR = 0.1
"""Comparisons won and lost against an average thing that each one begins with: without them, one that always wins has
no finite strength, and things that were never compared have no common scale."""
ROUNDS = 1_000
CLOSE = 1e-9
"""Largest relative change of a strength at which the fit is done."""


def strengths(winner: Ints, loser: Ints, things: int, *, prior: float = PRIOR) -> Floats:
    """Strengths after Bradley and Terry (1952), shape (things,), with the geometric mean 1.

    The i-th answer says that `winner[i]` is better than `loser[i]`. The probability that a beats b is
    `s[a] / (s[a] + s[b])`. Fitted by the MM algorithm of Hunter (2004).
    """
    won = np.bincount(winner, minlength=things) + prior
    strength = np.ones(things)
    for _ in range(ROUNDS):
        met = 1 / (strength[winner] + strength[loser])
        shares = np.bincount(winner, weights=met, minlength=things) + np.bincount(loser, weights=met, minlength=things)
        after = won / (shares + 2 * prior / (strength + 1))
        change = np.abs(after / strength - 1).max(initial=0.0)
        strength = after
        if change < CLOSE:
            break
    scaled: Floats = strength / np.exp(np.log(strength).mean()) if things else strength
    return scaled
