"""Rules of a final test: which questions a try asks, how long the next one waits, and what passes."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.training.final import PAUSES, Candidate, draw, opens_at, passes

NOW = datetime(2026, 3, 4, 20, 15, 40, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def pool(met: dict[int, int] | None = None, last: tuple[int, ...] = (), count: int = 24) -> list[Candidate]:
    """Questions 1 … `count`, six for each of lessons 1 … 4."""
    return [Candidate(n, (n - 1) // 6 + 1, (met or {}).get(n, 0), n in last) for n in range(1, count + 1)]


def test_three_tries_in_a_row_ask_all_different_questions_and_each_asks_of_every_lesson() -> None:
    met: Counter[int] = Counter()
    last: tuple[int, ...] = ()
    for seed in (1, 2, 3):
        last = draw(pool(met, last), 8, seed)
        assert len(last) == 8
        assert Counter((n - 1) // 6 for n in last) == {0: 2, 1: 2, 2: 2, 3: 2}
        met.update(last)
    assert set(met.values()) == {1}


def test_when_all_are_met_a_try_asks_none_of_the_one_before_and_not_the_same_ones_as_long_ago() -> None:
    first, last = tuple(range(1, 9)), tuple(range(17, 25))
    drawn = [draw(pool(dict.fromkeys(range(1, 25), 1), last), 8, seed) for seed in range(20)]
    assert all(not set(each) & set(last) for each in drawn)
    assert len({frozenset(each) for each in drawn}) > 10
    assert frozenset(first) not in {frozenset(each) for each in drawn}


def test_where_there_are_too_few_for_that_the_latest_ones_fill_up() -> None:
    drawn = draw(pool(dict.fromkeys(range(1, 9), 1), tuple(range(1, 9)), count=10), 8, 5)
    assert {9, 10} <= set(drawn) and len(set(drawn)) == 8


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5), st.booleans()), max_size=40),
    st.integers(1, 12),
    st.integers(0, 2**32),
)
def test_a_try_asks_as_many_as_there_are_none_twice_and_the_unmet_first(
    given_: list[tuple[int, int, bool]], ask: int, seed: int
) -> None:
    bank = [Candidate(n, lesson, times, last and times > 0) for n, (lesson, times, last) in enumerate(given_, 1)]
    drawn = draw(bank, ask, seed)
    assert len(drawn) == len(set(drawn)) == min(ask, len(bank))
    assert draw(bank, ask, seed) == drawn
    unmet = {each.question for each in bank if not each.times}
    assert unmet <= set(drawn) or set(drawn) <= unmet
    latest = {each.question for each in bank if each.last}
    assert not latest & set(drawn) or len(bank) - len(latest) < ask


def test_their_order_tells_nothing_of_the_lessons() -> None:
    orders = {tuple((n - 1) // 6 for n in draw(pool(), 8, seed)) for seed in range(20)}
    assert len(orders) > 15


# --- the pause --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("failures", "pause"), [(2, HOUR), (3, DAY), (4, 3 * DAY), (5, 3 * DAY), (50, 3 * DAY)])
def test_the_pause_grows_with_each_failure_up_to_three_days(failures: int, pause: timedelta) -> None:
    at = opens_at(failures, NOW, NOW)
    assert at == (NOW + pause).replace(second=0)
    assert opens_at(failures, NOW, at) is None
    assert opens_at(failures, NOW, at - timedelta(seconds=1)) == at


def test_the_first_try_and_the_one_after_a_first_failure_begin_at_once() -> None:
    assert opens_at(0, None, NOW) is opens_at(1, NOW, NOW) is None
    assert list(PAUSES) == sorted(PAUSES)


def test_a_clock_that_has_stepped_back_makes_nobody_wait() -> None:
    assert opens_at(3, NOW, NOW - HOUR) is None


# --- passing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right", "asked", "passed"), [(6, 8, False), (7, 8, True), (8, 10, True), (1, 1, True)])
def test_a_try_passes_from_the_mark_on(right: int, asked: int, passed: bool) -> None:
    assert passes(right, asked, 80) is passed
