from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.money import Money
from backend.domain.work.projects import ProjectStatus
from backend.domain.work.steering import ListedProject, ProjectFigures, daily_pace
from backend.records import replace

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
LISTED = ListedProject(
    id=1,
    name="a",
    title="A",
    kind="choice",
    status=ProjectStatus.OPEN,
    priority=0,
    revision=0,
    tasks=100,
    done=20,
    answers=60,
    funded=Money(500_000),
    promised=Money(450_000),
)
FIGURES = ProjectFigures(LISTED, 3, 48, (0,) * 13 + (60,), Fraction(9, 10), 50, Money(60_000))


def figures(by_day: tuple[int, ...], **changes: object) -> ProjectFigures:
    return replace(FIGURES, by_day=by_day, listed=replace(LISTED, **changes))  # type: ignore[arg-type]


def new_pace(by_day: tuple[int, ...], now: datetime = NOON, zone: str = "UTC") -> Fraction:
    """Of a project that began in these days."""
    return daily_pace(by_day, now, zone, begun=False)


def test_a_pace_is_counted_from_the_first_day_of_work_and_today_by_its_hours() -> None:
    assert new_pace((0, 0, 0, 0, 0, 0, 60)) == 120  # half a day has passed
    assert new_pace((0, 0, 0, 0, 0, 30, 60)) == 60  # a day and a half
    assert new_pace((65, 0, 0, 0, 0, 0, 0)) == 10  # six days and a half: idle days count
    assert new_pace((0, 0, 0, 0, 0, 0, 60), zone="Africa/Douala") == Fraction(60 * 24, 13)


def test_idle_days_before_the_first_work_of_the_week_count_where_there_was_work_before() -> None:
    assert daily_pace((0, 0, 0, 0, 0, 0, 65), NOON, "UTC", begun=True) == 10
    assert daily_pace((0, 0, 0, 13, 0, 0, 0), NOON, "UTC", begun=True) == 2


def test_without_answers_or_before_an_hour_of_work_there_is_no_pace() -> None:
    assert new_pace((0,) * 7) == 0
    assert new_pace((0,) * 6 + (5,), NOON.replace(hour=0, minute=20)) == 0


def test_the_finish_is_that_of_this_weeks_pace() -> None:
    # 240 answers are missing, at 120 a day
    assert figures((0,) * 13 + (60,)).finish(NOON, "UTC") == date(2026, 11, 27)
    # what was done in the week before does not count, but this one's idle days do: 60 in six days and a half
    begun = replace(FIGURES, by_day=(999,) * 7 + (0,) * 6 + (60,), begun=NOON - timedelta(days=10))
    assert begun.finish(NOON, "UTC") == date(2026, 12, 21)
    # so it is where the work before lies longer back than what is looked at
    assert replace(FIGURES, begun=NOON - timedelta(days=90)).finish(NOON, "UTC") == date(2026, 12, 21)
    assert replace(FIGURES, begun=NOON - timedelta(days=2)).finish(NOON, "UTC") == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"done": 100}, "done"),
        ({"done": 100, "status": "closed"}, "done"),
        ({"status": "paused"}, "paused"),
        ({"status": "closed"}, "closed"),
        ({"tasks": 0, "answers": 0, "done": 0}, "unknown"),
        ({"tasks": 10**9}, "unknown"),  # in ten years is no answer
    ],
)
def test_where_no_day_can_be_named_it_says_why(changes: dict[str, object], why: str) -> None:
    assert figures((0,) * 13 + (60,), **changes).finish(NOON, "UTC") == why


def test_without_a_pace_the_finish_is_unknown() -> None:
    assert figures((50,) * 7 + (0,) * 7).finish(NOON, "UTC") == "unknown"


def test_money_left_is_what_nobody_has_earned_and_free_what_no_task_can_cost() -> None:
    assert FIGURES.left == Money(440_000) and FIGURES.free == Money(50_000)
    assert FIGURES.missing == 240 and FIGURES.per_hour == 2


@given(st.lists(st.integers(0, 10**6), min_size=14, max_size=14), st.integers(0, 86_399))
def test_a_finish_never_lies_in_the_past(by_day: list[int], second: int) -> None:
    now = NOON.replace(hour=0) + timedelta(seconds=second)
    found = figures(tuple(by_day)).finish(now, "UTC")
    assert found == "unknown" or (isinstance(found, date) and found >= now.date())
