from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import days
from backend.domain.errors import BadInput
from backend.domain.people import reminder_preferences
from backend.domain.people.reminder_preferences import Preference

ZONES = st.sampled_from(["Africa/Abidjan", "Africa/Lubumbashi", "Europe/Paris", "Africa/Cairo"])
HOURS = st.times().map(lambda t: time(t.hour, t.minute))
PREFERENCES = st.builds(Preference, st.frozensets(st.integers(0, 6)), HOURS)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=5500)).map(lambda after: datetime(2020, 1, 1, tzinfo=UTC) + after)

DUE = datetime(2026, 3, 4, 17, tzinfo=UTC)
"""Wednesday, 18:00 in Douala."""
ZONE = "Africa/Douala"


@given(PREFERENCES)
def test_a_preference_comes_back_from_json_as_it_went(preference: Preference) -> None:
    assert reminder_preferences.load(reminder_preferences.dump(preference)) == preference


def test_a_preference_is_small_json() -> None:
    assert reminder_preferences.dump(Preference(frozenset({4, 0, 2}), time(18, 30))) == {"d": "024", "h": "18:30"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        *({"d": "8", "h": "18:00"}, {"d": "x", "h": "18:00"}, {"d": None, "h": None}),
        *({"d": "0", "h": "25:00"}, {"d": "0", "h": "18:00:07"}, {"d": "0", "h": "18:00+01:00"}),
    ],
)
def test_what_is_no_preference_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        reminder_preferences.load(data)


def test_the_next_reminder_is_on_the_next_chosen_day_at_her_hour() -> None:
    monday_and_wednesday = Preference(frozenset({0, 2}), time(18))
    assert reminder_preferences.next_due(monday_and_wednesday, DUE - timedelta(minutes=1), ZONE) == DUE
    monday = datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert reminder_preferences.next_due(monday_and_wednesday, DUE, ZONE) == monday


def test_her_only_day_comes_back_after_a_week() -> None:
    wednesday = Preference(frozenset({2}), time(18))
    assert reminder_preferences.next_due(wednesday, DUE, ZONE) == DUE + timedelta(days=7)


def test_no_day_is_no_reminder() -> None:
    assert reminder_preferences.next_due(Preference(frozenset(), time(18)), DUE, ZONE) is None


@given(PREFERENCES.filter(lambda p: bool(p.days)), INSTANTS, ZONES)
def test_a_reminder_comes_later_within_eight_days_on_a_chosen_day(
    preference: Preference, after: datetime, zone: str
) -> None:
    due = reminder_preferences.next_due(preference, after, zone)
    assert due is not None
    assert after < due <= after + timedelta(days=7, hours=1)
    here = days.local(due, zone)
    assert here.weekday() in preference.days
    # Where the clock leaps over her hour, it rings after the leap.
    leapt = days.local(due - timedelta(hours=1), zone).utcoffset() != here.utcoffset()
    assert here.time() == preference.at or leapt


@given(PREFERENCES.filter(lambda p: bool(p.days)), INSTANTS, ZONES)
def test_no_chosen_moment_is_skipped(preference: Preference, after: datetime, zone: str) -> None:
    due = reminder_preferences.next_due(preference, after, zone)
    assert due is not None
    day, last = days.local_day(after, zone), days.local_day(due, zone)
    while day < last:
        if day.weekday() in preference.days:
            assert days.instant(day, preference.at, zone) <= after
        day += timedelta(days=1)


def test_the_summary_comes_on_sunday_at_her_hour_or_at_six() -> None:
    sunday = datetime(2026, 3, 8, 17, tzinfo=UTC)
    assert reminder_preferences.summary_due(DUE, ZONE) == sunday
    assert reminder_preferences.summary_due(sunday, ZONE) == sunday + timedelta(days=7)
    weekdays_at_seven = Preference(frozenset({0, 1}), time(7, 30))
    assert reminder_preferences.summary_due(DUE, ZONE, weekdays_at_seven) == datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
