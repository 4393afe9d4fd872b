from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import days, places
from backend.domain.errors import BadInput, Misuse

ZONES = st.sampled_from(
    # Ours, and three that change their clocks, one of them at midnight.
    [z.name for c in places.COUNTRIES for z in c.zones] + ["Europe/Paris", "America/New_York", "Africa/Cairo"]
)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=5500)).map(lambda after: datetime(2020, 1, 1, tzinfo=UTC) + after)
DATES = st.dates(date(2020, 1, 1), date(2035, 1, 1))
SPANS = st.timedeltas(timedelta(), timedelta(hours=5))


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_late_in_dakar_it_is_tomorrow_in_antananarivo() -> None:
    late = utc(2026, 3, 2, 22, 30)
    assert days.local_day(late, "Africa/Dakar") == date(2026, 3, 2)
    assert days.local_day(late, "Indian/Antananarivo") == date(2026, 3, 3)


def test_a_day_begins_at_her_own_midnight() -> None:
    start, end = days.day_bounds(date(2026, 3, 2), "Africa/Lubumbashi")
    assert (start, end) == (utc(2026, 3, 1, 22), utc(2026, 3, 2, 22))


def test_a_week_runs_from_monday_and_a_month_from_its_first() -> None:
    sunday = date(2026, 3, 1)
    assert days.week_bounds(sunday, "Africa/Douala") == (utc(2026, 2, 22, 23), utc(2026, 3, 1, 23))
    assert days.month_bounds(sunday, "Africa/Douala") == (
        utc(2026, 2, 28, 23),
        utc(2026, 3, 31, 23),
    )
    assert days.month_bounds(date(2026, 12, 31), "Africa/Dakar")[1] == utc(2027, 1, 1)


@given(INSTANTS, ZONES)
def test_an_instant_lies_within_the_day_week_and_month_of_its_date(at: datetime, zone: str) -> None:
    day = days.local_day(at, zone)
    for start, end in (
        days.day_bounds(day, zone),
        days.week_bounds(day, zone),
        days.month_bounds(day, zone),
    ):
        assert start <= at < end
        assert start.tzinfo is UTC


@given(DATES, ZONES)
def test_days_follow_one_another_without_gap(day: date, zone: str) -> None:
    tomorrow = day + timedelta(days=1)
    assert days.day_bounds(day, zone)[1] == days.day_bounds(tomorrow, zone)[0]


@given(INSTANTS, ZONES)
def test_the_next_morning_is_tomorrow_at_eight(at: datetime, zone: str) -> None:
    morning = days.local(days.next_morning(at, zone), zone)
    assert morning.date() == days.local_day(at, zone) + timedelta(days=1)
    assert morning.time() == time(8)


def test_an_hour_that_the_clock_leaps_over_comes_after_the_leap() -> None:
    leap = days.instant(date(2026, 3, 29), time(2, 30), "Europe/Paris")
    assert days.local(leap, "Europe/Paris").time() == time(3, 30)


def test_a_time_without_a_zone_and_a_zone_that_is_none_are_refused() -> None:
    with pytest.raises(Misuse):
        days.local_day(datetime(2026, 3, 2), "Africa/Dakar")  # noqa: DTZ001
    for name in ("Africa/Wakanda", "", "../etc/passwd", "Africa"):
        with pytest.raises(BadInput):
            days.zone_info(name)


@pytest.mark.parametrize(
    ("seconds", "minutes", "counted"),
    [
        (20, 0.5, 20),  # as it ran
        (119, 0.5, 119),
        (3600, 0.5, 120),  # a short task never counts above two minutes
        (600, 5, 600),
        (1201, 5, 1200),  # a long one up to four times its length
    ],
)
def test_time_counts_as_it_ran_up_to_the_cap(seconds: int, minutes: float, counted: int) -> None:
    shown = utc(2026, 3, 2, 9)
    worked = days.active_time(shown, shown + timedelta(seconds=seconds), timedelta(minutes=minutes))
    assert worked == timedelta(seconds=counted)


def test_clocks_that_disagree_count_nothing() -> None:
    shown = utc(2026, 3, 2, 9)
    assert days.active_time(shown, shown - timedelta(hours=1), timedelta(minutes=1)) == timedelta()


@given(INSTANTS, SPANS, st.timedeltas(timedelta(), timedelta(hours=1)))
def test_active_time_is_whole_seconds_and_never_above_the_cap(
    shown: datetime, span: timedelta, estimate: timedelta
) -> None:
    worked = days.active_time(shown, shown + span, estimate)
    assert timedelta() <= worked <= days.cap(estimate)
    assert abs(worked - span) <= timedelta(seconds=0.5) or worked == days.cap(estimate)


def test_each_mark_of_the_day_is_reached_once() -> None:
    def minutes(m: float) -> timedelta:
        return timedelta(minutes=m)

    assert days.crossed(minutes(149), minutes(150)) == "warning"
    assert days.crossed(minutes(150), minutes(151)) is None
    assert days.crossed(minutes(179), minutes(180)) == "limit"
    assert days.crossed(minutes(149), minutes(181)) == "limit"
    assert days.crossed(minutes(180), minutes(190)) is None
    assert days.crossed(minutes(0), minutes(149)) is None


@given(st.lists(st.timedeltas(timedelta(), timedelta(minutes=40)), max_size=30))
def test_over_a_day_she_hears_each_mark_at_most_once_and_the_limit_if_she_reached_it(
    spans: list[timedelta],
) -> None:
    heard: list[str] = []
    worked = timedelta()
    for span in spans:
        if mark := days.crossed(worked, worked + span):
            heard.append(mark)
        worked += span
    assert heard in ([], ["warning"], ["limit"], ["warning", "limit"])
    assert ("limit" in heard) == (worked >= timedelta(hours=3))
    assert days.left_today(worked) == max(timedelta(), timedelta(hours=3) - worked)
