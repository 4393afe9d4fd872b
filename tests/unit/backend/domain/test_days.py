from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import days
from backend.domain.errors import BadInput, Misuse
from backend.domain.people import places

ZONES = st.sampled_from(
    # Ours, and three that change their clocks, one of them at midnight.
    [z.name for c in places.COUNTRIES for z in c.zones] + ["Europe/Paris", "America/New_York", "Africa/Cairo"]
)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=5500)).map(lambda after: datetime(2020, 1, 1, tzinfo=UTC) + after)
DATES = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_late_in_dakar_it_is_tomorrow_in_antananarivo() -> None:
    late = utc(2026, 3, 2, 22, 30)
    assert days.local_day(late, "Africa/Dakar") == date(2026, 3, 2)
    assert days.local_day(late, "Indian/Antananarivo") == date(2026, 3, 3)


def test_a_day_begins_at_her_own_midnight() -> None:
    start, end = days.day_bounds(date(2026, 3, 2), "Africa/Lubumbashi")
    assert (start, end) == (utc(2026, 3, 1, 22), utc(2026, 3, 2, 22))


@given(INSTANTS, ZONES)
def test_an_instant_lies_within_the_day_of_its_date(at: datetime, zone: str) -> None:
    start, end = days.day_bounds(days.local_day(at, zone), zone)
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
    ("minutes", "counted"),
    [
        (0.1, 2),  # a short task may always count for two minutes
        (0.5, 2),
        (5, 20),  # a long one for four times its length
    ],
)
def test_an_answer_counts_up_to_the_cap(minutes: float, counted: int) -> None:
    assert days.cap(timedelta(minutes=minutes)) == timedelta(minutes=counted)


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
