from __future__ import annotations

import numpy as np
import pytest

from backend.domain.quality.pairs import ranked, strengths


def test_wins_of_two_give_the_ratio_of_their_strengths() -> None:
    first, second = strengths(np.array([0] * 3 + [1]), np.array([1] * 3 + [0]), 2, prior=1e-9)
    assert first / second == pytest.approx(3, rel=1e-6)


def test_the_order_of_many_is_found_again() -> None:
    chance = np.random.default_rng(1)
    true = np.exp(np.linspace(-2, 2, 20))
    a, b = chance.integers(0, 20, 20_000), chance.integers(0, 20, 20_000)
    a, b = a[a != b], b[a != b]
    won = chance.random(len(a)) < true[a] / (true[a] + true[b])
    found = strengths(np.where(won, a, b), np.where(won, b, a), 20)
    assert np.abs(np.log(found) - np.log(true)).max() < 0.25


def test_one_that_always_wins_and_one_that_was_never_compared_have_finite_strengths() -> None:
    found = strengths(np.array([0, 0]), np.array([1, 1]), 3)
    assert np.isfinite(found).all()
    assert found[0] > found[2] > found[1]
    assert len(strengths(np.array([], dtype=np.int64), np.array([], dtype=np.int64), 0)) == 0


def test_things_are_ranked_by_what_was_said_of_them_in_pairs() -> None:
    said = [("x", "y", "a"), ("y", "z", "a"), ("x", "z", "tie"), ("x", "y", "a"), ("z", "x", "b"), ("y", "y", "a")]
    found = ranked(said)
    assert [(each.thing, each.answers) for each in found] == [("x", 4), ("y", 3), ("z", 3)]
    assert found[0].confidence == 3.5 / 4


def test_only_ties_make_all_alike() -> None:
    found = ranked([("x", "y", "tie"), ("y", "z", "tie")])
    assert [each.strength for each in found] == pytest.approx([1, 1, 1])
    assert {each.confidence for each in found} == {0.5}
    assert ranked([]) == []
