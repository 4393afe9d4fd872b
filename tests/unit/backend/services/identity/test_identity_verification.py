from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backend.services.identity.identity_verification import MARK_COUNT, counts, hashed, is_right, mark

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def test_the_same_number_has_another_hash_each_time_and_each_is_right() -> None:
    one, other = hashed("4071"), hashed("4071")
    assert one != other
    assert is_right("4071", one) and is_right("4071", other)
    assert not is_right("4072", one)


def test_a_number_kept_at_an_older_cost_is_still_right() -> None:
    assert is_right("4071", hashed("4071", cost=(2**4, 8, 1)))


def test_a_mark_tells_most_other_numbers_from_hers_and_never_hers() -> None:
    kept = hashed("4071", cost=(2**4, 8, 1))
    same = [f"{n:04}" for n in range(10_000) if mark(f"{n:04}", kept) == mark("4071", kept)]
    assert "4071" in same
    assert len(same) < 2 * 10_000 / MARK_COUNT


@pytest.mark.parametrize(("hours", "counted"), [(0, False), (23, False), (24, True), (1_000, True)])
def test_a_number_counts_elsewhere_when_it_is_a_day_old(hours: int, counted: bool) -> None:
    assert counts(NOW - timedelta(hours=hours), NOW) is counted


def test_no_number_counts_for_nothing() -> None:
    assert not counts(None, NOW)
