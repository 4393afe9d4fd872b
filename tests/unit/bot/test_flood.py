"""How much a sender may write at once, and that remembering it stays small."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.web.flood import BURST_EVENTS, REFILL_INTERVAL, Flood

SECONDS = REFILL_INTERVAL.total_seconds()


def test_a_burst_is_taken_and_then_one_more_in_each_span() -> None:
    flood = Flood()
    assert [flood.takes("awa", 0.0) for _ in range(BURST_EVENTS + 2)] == [True] * BURST_EVENTS + [False] * 2
    assert not flood.takes("awa", SECONDS - 0.1)
    assert flood.takes("awa", SECONDS)
    assert not flood.takes("awa", SECONDS)
    assert [flood.takes("awa", 4 * SECONDS) for _ in range(4)] == [True] * 3 + [False]


def test_what_was_too_much_does_not_count() -> None:
    flood = Flood()
    for n in range(1_000):
        flood.takes("awa", n / 1_000)
    assert flood.takes("awa", 2 * SECONDS)


def test_after_a_rest_the_whole_burst_is_there_again() -> None:
    flood = Flood(burst=3, every=timedelta(seconds=10))
    for now in (0.0, 30.0, 10_000.0):
        assert [flood.takes("awa", now) for _ in range(4)] == [True, True, True, False]


def test_one_sender_takes_nothing_from_another() -> None:
    flood = Flood(burst=1)
    assert flood.takes("awa", 0.0)
    assert flood.takes("binta", 0.0)
    assert not flood.takes("awa", 0.0)


def test_what_comes_again_counts_once() -> None:
    flood = Flood(burst=2)
    for _ in range(50):
        assert flood.takes("awa", 0.0)
        flood.give_back("awa", 0.0)
    assert [flood.takes("awa", 0.0) for _ in range(3)] == [True, True, False]
    flood.give_back("nobody", 0.0)


def test_only_so_many_senders_are_remembered_and_those_who_wrote_last() -> None:
    flood = Flood(burst=1, most=10)
    flood.takes("awa", 0.0)
    for n in range(1_000):
        flood.takes(n, 0.0)
        if n % 5 == 0:
            assert not flood.takes("awa", 0.0)  # who goes on is not forgotten
    assert len(flood) == 10


@given(st.lists(st.floats(0, 20), max_size=120), st.integers(1, 5))
def test_in_any_span_no_more_than_the_burst_and_what_has_come_back(waits: list[float], burst: int) -> None:
    flood = Flood(burst=burst, every=timedelta(seconds=10))
    now, taken = 0.0, list[float]()
    for wait in waits:
        now += wait
        if flood.takes("awa", now):
            taken.append(now)
    for first in range(len(taken)):
        for last in range(first, len(taken)):
            assert last - first + 1 <= burst + (taken[last] - taken[first]) / 10 + 1e-6
