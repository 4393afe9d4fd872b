"""Ranks many things by comparisons of two."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np

from backend.domain.quality.label_files import Index
from backend.domain.quality.skill import Floats, Ints
from backend.records import Record

PRIOR_COMPARISONS = 0.1
"""Comparisons won and lost against an average thing with which each thing starts. Without them, a thing that always
wins has no finite strength, and things that were never compared have no common scale."""
MAX_ROUNDS = 1_000
"""The most rounds of the fit."""
TOLERANCE = 1e-9
"""The largest relative change of a strength at which the fit ends."""


def strengths(winner: Ints, loser: Ints, things: int, *, prior: float = PRIOR_COMPARISONS) -> Floats:
    """Strengths in the model of Bradley and Terry (1952), shape (things,), with the geometric mean 1.

    The i-th answer says that `winner[i]` is better than `loser[i]`. The probability that a beats b is `s[a] / (s[a] +
    s[b])`. It is fitted by the MM algorithm of Hunter (2004).
    """
    won = np.bincount(winner, minlength=things) + prior
    strength = np.ones(things)
    for _ in range(MAX_ROUNDS):
        met = 1 / (strength[winner] + strength[loser])
        shares = np.bincount(winner, weights=met, minlength=things) + np.bincount(loser, weights=met, minlength=things)
        after = won / (shares + 2 * prior / (strength + 1))
        change = np.abs(after / strength - 1).max(initial=0.0)
        strength = after
        if change < TOLERANCE:
            break
    scaled: Floats = strength / np.exp(np.log(strength).mean()) if things else strength
    return scaled


class Ranked(Record):
    """`strength`: see `strengths`. `confidence`: the share of the answers about this thing with which the order agrees;
    a tie counts half. `answers`: their number."""

    thing: str
    strength: float
    confidence: float
    answers: int


def ranked(compared: Iterable[tuple[str, str, str]]) -> list[Ranked]:
    """The things, the strongest first. `compared`: two things, and which was said to be better: "a" (the first), "b" or
    "tie"."""
    things = Index()
    winner, loser = array("q"), array("q")
    ties: list[bool] = []
    for one, other, said in compared:
        if one == other:  # a comparison with itself says nothing
            continue
        first, second = things[one], things[other]
        better, worse = (second, first) if said == "b" else (first, second)
        # twice, so that a tie is won once and lost once
        winner.extend((better, worse if said == "tie" else better))
        loser.extend((worse, better if said == "tie" else worse))
        ties.append(said == "tie")
    won, lost = np.array(winner, dtype=np.int64), np.array(loser, dtype=np.int64)
    count = len(things.names)
    strength = strengths(won, lost, count, prior=2 * PRIOR_COMPARISONS)
    agrees = np.repeat(np.where(ties, 0.5, 0.0), 2)
    agrees = np.where(agrees == 0, strength[won] > strength[lost], agrees)
    met = np.bincount(won, minlength=count) + np.bincount(lost, minlength=count)
    right = np.bincount(won, weights=agrees, minlength=count) + np.bincount(lost, weights=agrees, minlength=count)
    found = [
        Ranked(name, float(strength[at]), float(right[at] / met[at]), int(met[at]) // 2)
        for at, name in enumerate(things.names)
    ]
    return sorted(found, key=lambda each: (-each.strength, each.thing))
