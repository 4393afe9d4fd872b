"""Hard content: who sees it, how long, and with which breaks."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.domain.people.themes import allows, too_much

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def answers(*minutes: tuple[int, int]) -> list[tuple[datetime, timedelta]]:
    """Each as (minutes ago, minutes of work)."""
    return [(NOW - ago * MINUTE, active * MINUTE) for ago, active in minutes]


def test_only_a_yes_to_each_theme_allows_it() -> None:
    assert allows({}, ())
    assert allows({"haine": True, "mort": True}, ("haine", "mort"))
    assert not allows({"haine": True}, ("haine", "mort"))
    assert not allows({"haine": True, "mort": False}, ("haine", "mort"))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (answers(), None),
        (answers((5, 10), (1, 9)), None),
        (answers((5, 10), (1, 10)), "rest"),
        (answers((15, 10), (11, 10)), None),  # the break is over
        (answers((40, 20), (1, 10)), None),  # and the next stretch is not
        (answers((40, 20), (25, 15), (1, 5)), "rest"),
        (answers((300, 20), (200, 20), (100, 20)), "hour"),
        (answers((300, 45)), None),  # one long answer over two marks: one break, long over
        (answers((1, 45)), "rest"),
    ],
)
def test_a_break_after_twenty_minutes_and_an_hour_a_day(given: list[tuple[datetime, timedelta]], why: str) -> None:
    assert too_much(given, NOW) == why
