"""The shares of scarce work."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.work.sharing import CountryWork, Shares, shares

HOUR = 3_600
NUMBERS = st.integers(0, 100 * HOUR).map(Fraction)


def work(open_: int, women: int, unpaid: int = 0, done: int = 0, takes: int | None = None) -> CountryWork:
    total = open_ + done if takes is None else takes
    return CountryWork(Fraction(open_), Fraction(done), Fraction(total), women, unpaid)


def test_enough_for_a_day_of_each_is_not_shared() -> None:
    assert shares(work(30 * HOUR, 10)) is None
    assert shares(work(0, 0)) is None
    assert shares(work(HOUR, 1)) is None  # nobody shares it with her
    assert shares(work(20 * HOUR, 10, done=10 * HOUR)) is None  # what was done today was there for all
    assert shares(work(15 * HOUR, 10, takes=30 * HOUR)) is None  # it takes longer than estimated


def test_less_is_shared_equally_and_what_was_done_today_counts() -> None:
    assert shares(work(10 * HOUR, 10)) == Shares(HOUR, HOUR)
    assert shares(work(4 * HOUR, 10, done=6 * HOUR)) == Shares(HOUR, HOUR)


def test_who_has_had_no_paid_task_comes_first() -> None:
    assert shares(work(10 * HOUR, 10, unpaid=4)) == Shares(HOUR, HOUR)
    # two hours for ten: half an hour for each of the three, the rest for seven others
    assert shares(work(2 * HOUR, 10, unpaid=3)) == Shares(HOUR // 2 // 7, HOUR // 2)
    assert shares(work(HOUR, 10, unpaid=4)) == Shares(0, HOUR // 4)  # nothing is left for others
    assert shares(work(HOUR, 4, unpaid=4)) == Shares(HOUR // 4, HOUR // 4)


@given(NUMBERS, NUMBERS, st.integers(0, 200), st.integers(0, 200))
def test_shares_never_come_to_more_than_there_is(open_: Fraction, done: Fraction, women: int, unpaid: int) -> None:
    unpaid = min(unpaid, women)
    found = shares(CountryWork(open_, done, open_ + done, women, unpaid))
    if found is not None:
        assert found.first >= found.others >= 0
        assert found.first * unpaid + found.others * (women - unpaid) <= open_ + done
