from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import days, reminders
from backend.domain.errors import BadInput
from backend.domain.reminders import Facts, Preference, Reason, Send, Skip

ZONES = st.sampled_from(["Africa/Abidjan", "Africa/Lubumbashi", "Europe/Paris", "Africa/Cairo"])
HOURS = st.times().map(lambda t: time(t.hour, t.minute))
PREFERENCES = st.builds(Preference, st.frozensets(st.integers(0, 6)), HOURS)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=5500)).map(lambda after: datetime(2020, 1, 1, tzinfo=UTC) + after)

DUE = datetime(2026, 3, 4, 17, tzinfo=UTC)
"""Wednesday, 18:00 in Douala."""
ZONE = "Africa/Douala"


@given(PREFERENCES)
def test_a_preference_comes_back_from_json_as_it_went(preference: Preference) -> None:
    assert reminders.load(reminders.dump(preference)) == preference


def test_a_preference_is_small_json() -> None:
    data = reminders.dump(Preference(frozenset({4, 0, 2}), time(18, 30)))
    assert data == {"d": "024", "h": "18:30"}


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
        reminders.load(data)


def test_the_next_reminder_is_on_the_next_chosen_day_at_her_hour() -> None:
    monday_and_wednesday = Preference(frozenset({0, 2}), time(18))
    assert reminders.next_due(monday_and_wednesday, DUE - timedelta(minutes=1), ZONE) == DUE
    monday = datetime(2026, 3, 9, 17, tzinfo=UTC)
    assert reminders.next_due(monday_and_wednesday, DUE, ZONE) == monday


def test_her_only_day_comes_back_after_a_week() -> None:
    wednesday = Preference(frozenset({2}), time(18))
    assert reminders.next_due(wednesday, DUE, ZONE) == DUE + timedelta(days=7)


def test_no_day_is_no_reminder() -> None:
    assert reminders.next_due(Preference(frozenset(), time(18)), DUE, ZONE) is None


@given(PREFERENCES.filter(lambda p: bool(p.days)), INSTANTS, ZONES)
def test_a_reminder_comes_later_within_eight_days_on_a_chosen_day(
    preference: Preference, after: datetime, zone: str
) -> None:
    due = reminders.next_due(preference, after, zone)
    assert due is not None
    assert after < due <= after + timedelta(days=7, hours=1)
    here = days.local(due, zone)
    assert here.weekday() in preference.days
    # Where the clock leaps over her hour, it rings after the leap.
    leapt = days.local(due - timedelta(hours=1), zone).utcoffset() != here.utcoffset()
    assert here.time() == preference.at or leapt


@given(PREFERENCES.filter(lambda p: bool(p.days)), INSTANTS, ZONES)
def test_no_chosen_moment_is_skipped(preference: Preference, after: datetime, zone: str) -> None:
    due = reminders.next_due(preference, after, zone)
    assert due is not None
    day, last = days.local_day(after, zone), days.local_day(due, zone)
    while day < last:
        if day.weekday() in preference.days:
            assert days.instant(day, preference.at, zone) <= after
        day += timedelta(days=1)


def test_a_reminder_is_sent_when_nothing_speaks_against_it() -> None:
    assert reminders.decide(DUE, DUE, Facts()) == Send()


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts(answers=1), Reason.WORKED),
        (Facts(answers=200, worked=timedelta(hours=3)), Reason.LIMIT),
        (Facts(stopped=True), Reason.STOPPED),
        (Facts(blocked=True), Reason.BLOCKED),
        (Facts(paused_until=DUE + timedelta(seconds=1)), Reason.PAUSED),
        (Facts(has_work=False), Reason.NO_WORK),
    ],
)
def test_a_reminder_is_not_sent_for_a_reason(facts: Facts, reason: Reason) -> None:
    assert reminders.decide(DUE, DUE, facts) == Skip(reason)


def test_who_has_worked_or_has_no_work_hears_of_what_she_can_learn_and_nothing_else() -> None:
    assert reminders.decide(DUE, DUE, Facts(learning=True)) == Send()
    assert reminders.decide(DUE, DUE, Facts(answers=1, learning=True)) == Send(work=False)
    assert reminders.decide(DUE, DUE, Facts(has_work=False, learning=True)) == Send(work=False)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (Facts(answers=200, worked=timedelta(hours=3), learning=True), Reason.LIMIT),
        (Facts(stopped=True, learning=True), Reason.STOPPED),
        (Facts(paused_until=DUE + timedelta(seconds=1), learning=True), Reason.PAUSED),
    ],
)
def test_something_to_learn_is_no_reason_to_disturb_her(facts: Facts, reason: Reason) -> None:
    assert reminders.decide(DUE, DUE, facts) == Skip(reason)


def test_a_pause_that_is_over_holds_nothing_back() -> None:
    assert reminders.decide(DUE, DUE, Facts(paused_until=DUE)) == Send()


def test_a_missed_hour_is_made_up_for_within_two_hours_and_dropped_after() -> None:
    late = DUE + timedelta(hours=2)
    assert reminders.decide(DUE, late, Facts()) == Send()
    later = late + timedelta(microseconds=1)
    assert reminders.decide(DUE, later, Facts()) == Skip(Reason.LATE)
    assert reminders.decide_summary(DUE, later, Facts()) == Skip(Reason.LATE)


def test_the_summary_comes_to_those_who_worked_but_not_to_those_who_want_silence() -> None:
    worked = Facts(answers=200, worked=timedelta(hours=3), has_work=False)
    assert reminders.decide_summary(DUE, DUE, worked) == Send()
    for facts, reason in (
        (Facts(stopped=True), Reason.STOPPED),
        (Facts(blocked=True), Reason.BLOCKED),
        (Facts(paused_until=DUE + timedelta(days=1)), Reason.PAUSED),
    ):
        assert reminders.decide_summary(DUE, DUE, facts) == Skip(reason)


def test_the_summary_comes_on_sunday_at_her_hour_or_at_six() -> None:
    sunday = datetime(2026, 3, 8, 17, tzinfo=UTC)
    assert reminders.summary_due(DUE, ZONE) == sunday
    assert reminders.summary_due(sunday, ZONE) == sunday + timedelta(days=7)
    weekdays_at_seven = Preference(frozenset({0, 1}), time(7, 30))
    assert reminders.summary_due(DUE, ZONE, weekdays_at_seven) == datetime(2026, 3, 8, 6, 30, tzinfo=UTC)
