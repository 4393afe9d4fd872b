from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import days
from backend.domain.messaging import quiet_hours
from backend.domain.people.reminder_preferences import EVERY_DAY, GRACE_PERIOD, Preference
from backend.domain.reminders import reminder_calendar, reminder_policy
from backend.domain.reminders.reminder_calendar import Calendar, next_due
from backend.domain.reminders.reminder_policy import DueFacts, Kind, Planned, SkipReason, Unsent, choose
from backend.records import replace

ZONE = "Africa/Douala"
DUE = datetime(2026, 3, 4, 17, tzinfo=UTC)
"""Wednesday, 18:00 in Douala."""
SUNDAY = datetime(2026, 3, 8, 17, tzinfo=UTC)
EVERY_EVENING = Preference(EVERY_DAY, time(18))
DAILY = Calendar(ZONE, preference=EVERY_EVENING)
NONE = Calendar(ZONE)
"""She was never asked for her hour."""
REFUSED = Calendar(ZONE, preference=Preference(frozenset(), time(18)))
"""She was, and wants no reminders."""
YESTERDAY = DUE - timedelta(days=1)
FULL = DueFacts(answers=200, worked=timedelta(hours=3), has_work=True)

AFRICA = ["Africa/Abidjan", "Africa/Douala", "Africa/Kinshasa", "Africa/Lubumbashi", "Indian/Antananarivo"]
ZONES = st.sampled_from([*AFRICA, "Europe/Paris", "Africa/Cairo"])
PREFERENCES = st.none() | st.builds(
    Preference, st.frozensets(st.integers(0, 6)), st.times().map(lambda t: time(t.hour, t.minute))
)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=2000)).map(lambda after: datetime(2024, 1, 1, tzinfo=UTC) + after)
CALENDARS = st.builds(
    Calendar,
    zone=ZONES,
    works=st.booleans(),
    preference=PREFERENCES,
    active_at=st.none() | INSTANTS,
    nudged=st.integers(0, 4),
    nudged_at=st.none() | INSTANTS,
    full_today=st.booleans(),
    full_before=st.booleans(),
    told=st.booleans(),
)
FACTS = st.builds(
    DueFacts,
    stopped=st.booleans(),
    blocked=st.booleans(),
    paused_until=st.none() | INSTANTS,
    announced=st.booleans(),
    answers=st.integers(0, 3),
    worked=st.sampled_from([timedelta(), timedelta(minutes=5), timedelta(hours=3)]),
    has_work=st.booleans(),
    expired=st.booleans(),
    revision=st.integers(0, 5),
    earned=st.booleans(),
    earned_month=st.booleans(),
    unpaid=st.booleans(),
)


def kinds(choice: reminder_policy.Choice) -> tuple[Kind, ...]:
    assert isinstance(choice, Planned), choice
    return choice.kinds


# --- what -------------------------------------------------------------------------------------------


def test_all_that_there_is_comes_in_one_message_the_most_useful_first() -> None:
    calendar = replace(DAILY, active_at=SUNDAY - timedelta(days=1))
    facts = DueFacts(has_work=True, expired=True, revision=3, earned=True)
    assert kinds(choose(SUNDAY, SUNDAY, calendar, facts)) == (
        *(Kind.EXPIRED, Kind.REVISION, Kind.LESSON, Kind.WORK, Kind.SUMMARY),
    )


def test_on_a_sunday_without_reminders_her_week_is_all_and_carries_what_is_due() -> None:
    assert kinds(choose(SUNDAY, SUNDAY, NONE, DueFacts(has_work=True, earned=True))) == (Kind.SUMMARY,)
    due = choose(SUNDAY, SUNDAY, NONE, DueFacts(has_work=True, earned=True, revision=1))
    assert kinds(due) == (Kind.REVISION, Kind.SUMMARY)
    assert choose(SUNDAY, SUNDAY, NONE, DueFacts(has_work=True, revision=1)) == Unsent(
        SkipReason.NOTHING, {Kind.SUMMARY: SkipReason.NOTHING}
    )


def test_the_day_after_a_full_one_begins_with_work_even_without_reminders() -> None:
    calendar = replace(NONE, full_before=True)
    morning = DUE.replace(hour=7)
    assert kinds(choose(morning, morning, calendar, DueFacts(has_work=True))) == (Kind.NEW_DAY,)
    assert kinds(choose(DUE, DUE, replace(DAILY, full_before=True), DueFacts(has_work=True))) == (Kind.WORK,)


def test_who_has_had_no_paid_task_hears_of_one_on_any_day_though_she_did_the_practice() -> None:
    facts = DueFacts(answers=1, worked=timedelta(minutes=1), has_work=True, unpaid=True)
    assert kinds(choose(DUE, DUE, NONE, facts)) == (Kind.FIRST,)
    assert kinds(choose(DUE, DUE, DAILY, facts)) == (Kind.WORK,)  # at the hour that she chose
    assert choose(DUE, DUE, REFUSED, facts) == Unsent(SkipReason.REFUSED)
    without = choose(DUE, DUE, NONE, replace(facts, has_work=False))
    assert without == Unsent(SkipReason.NO_WORK, {Kind.FIRST: SkipReason.NO_WORK})


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (DueFacts(answers=1, has_work=True), SkipReason.WORKED),
        (FULL, SkipReason.LIMIT),
        (DueFacts(), SkipReason.NO_WORK),
        (DueFacts(has_work=True, announced=True), SkipReason.ANNOUNCED),
    ],
)
def test_a_reminder_of_work_is_left_for_a_reason_that_is_kept(facts: DueFacts, reason: SkipReason) -> None:
    unsent = choose(DUE, DUE, DAILY, facts)
    assert isinstance(unsent, Unsent)
    assert (unsent.reason, unsent.left[Kind.WORK]) == (reason, reason)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (DueFacts(stopped=True), SkipReason.STOPPED),
        (DueFacts(blocked=True), SkipReason.BLOCKED),
        (DueFacts(paused_until=DUE + timedelta(seconds=1)), SkipReason.PAUSED),
    ],
)
def test_nothing_is_useful_enough_to_disturb_who_wants_silence(facts: DueFacts, reason: SkipReason) -> None:
    everything = replace(facts, has_work=True, expired=True, revision=5, earned=True)
    assert choose(DUE, DUE, DAILY, everything) == Unsent(reason)
    assert not reminder_policy.asks_for_work(DUE, DUE, DAILY, everything)


def test_who_has_worked_or_has_no_work_hears_of_what_she_can_learn_and_nothing_else() -> None:
    for facts in (DueFacts(answers=1, has_work=True, expired=True, revision=2), DueFacts(revision=2)):
        assert kinds(choose(DUE, DUE, DAILY, facts)) == (Kind.REVISION,)
    assert kinds(choose(DUE, DUE, replace(DAILY, active_at=YESTERDAY), DueFacts(answers=1))) == (Kind.LESSON,)


def test_on_the_first_she_hears_of_the_month_before_if_it_brought_anything() -> None:
    first = DUE.replace(month=4, day=1)
    earned = DueFacts(earned_month=True)
    assert kinds(choose(first, first, NONE, earned)) == (Kind.MONTH,)
    assert choose(first, first, NONE, DueFacts()) == Unsent(SkipReason.NOTHING, {Kind.MONTH: SkipReason.NOTHING})
    second = first + timedelta(days=1)
    assert choose(second, second, NONE, earned) == Unsent(SkipReason.NOTHING)
    assert next_due(NONE, first - timedelta(hours=1)) == first
    sunday = DUE.replace(month=2, day=1)  # a Sunday too: one message
    assert kinds(choose(sunday, sunday, NONE, replace(earned, earned=True))) == (Kind.MONTH, Kind.SUMMARY)


def test_a_milestone_of_her_project_is_celebrated_on_any_day_and_stands_first() -> None:
    wednesday = DUE.replace(hour=18)
    assert kinds(choose(wednesday, wednesday, NONE, DueFacts(milestone=True))) == (Kind.MILESTONE,)
    both = DueFacts(milestone=True, earned=True)
    assert kinds(choose(SUNDAY, SUNDAY, NONE, both)) == (Kind.MILESTONE, Kind.SUMMARY)
    looked = next_due(replace(NONE, milestone=True), wednesday)
    assert looked == days.instant(days.local_day(wednesday, NONE.zone) + timedelta(days=1), days.MORNING, NONE.zone)


def test_who_has_done_her_three_hours_rests_but_for_her_week() -> None:
    silent = replace(DAILY, active_at=YESTERDAY)
    learning = replace(FULL, revision=3)
    assert choose(DUE, DUE, silent, learning) == Unsent(
        SkipReason.LIMIT, {Kind.WORK: SkipReason.LIMIT, Kind.LESSON: SkipReason.LIMIT, Kind.REVISION: SkipReason.LIMIT}
    )
    assert kinds(choose(SUNDAY, SUNDAY, DAILY, replace(learning, earned=True))) == (Kind.SUMMARY,)


def test_an_announcement_spares_her_mere_work_but_not_what_is_her_own() -> None:
    told = DueFacts(has_work=True, announced=True, revision=1)
    assert choose(DUE, DUE, DAILY, told) == Planned((Kind.REVISION,), {Kind.WORK: SkipReason.ANNOUNCED})
    assert kinds(choose(DUE, DUE, DAILY, replace(told, revision=0, expired=True))) == (Kind.EXPIRED,)


def test_a_trainee_hears_of_what_is_due_on_her_days_alone() -> None:
    trainee = Calendar(ZONE, works=False, preference=Preference(frozenset({2}), time(18)))
    facts = DueFacts(revision=2, has_work=True, expired=True, earned=True)
    assert kinds(choose(DUE, DUE, trainee, facts)) == (Kind.REVISION,)
    thursday = DUE + timedelta(days=1)
    assert choose(thursday, thursday, trainee, facts) == Unsent(SkipReason.NOTHING)


def test_a_missed_hour_is_made_up_for_within_two_hours_on_the_same_day_and_never_at_night() -> None:
    facts = DueFacts(has_work=True)
    assert isinstance(choose(DUE, DUE + GRACE_PERIOD, DAILY, facts), Planned)
    assert choose(DUE, DUE + GRACE_PERIOD + timedelta(seconds=1), DAILY, facts) == Unsent(SkipReason.LATE)
    late = replace(DAILY, preference=Preference(EVERY_DAY, time(20, 30)))
    due = DUE.replace(hour=19, minute=30)
    assert isinstance(choose(due, due + timedelta(minutes=29), late, facts), Planned)
    assert choose(due, due + timedelta(minutes=30), late, facts) == Unsent(SkipReason.QUIET)
    at_night = replace(DAILY, preference=Preference(EVERY_DAY, time(23)))
    due = DUE.replace(hour=22)
    assert isinstance(choose(due, due + timedelta(minutes=59), at_night, facts), Planned)
    assert choose(due, due + timedelta(minutes=60), at_night, facts) == Unsent(SkipReason.LATE)


def test_a_module_is_asked_about_once_and_what_is_due_tonight_this_morning() -> None:
    morning = DUE.replace(hour=7)
    greeted = replace(NONE, preference=None, full_before=True, active_at=YESTERDAY)
    assert kinds(choose(morning, morning, greeted, DueFacts(has_work=True))) == (Kind.LESSON, Kind.NEW_DAY)
    assert reminder_calendar.nudges(greeted, morning, told=True) == 1
    assert reminder_calendar.nudges(greeted, morning, told=False) == 0
    assert not reminder_calendar.lesson_due(replace(greeted, nudged=1), morning)
    assert not reminder_calendar.lesson_due(replace(greeted, nudged_at=DUE - timedelta(hours=19)), DUE)
    assert not reminder_calendar.lesson_due(replace(REFUSED, active_at=YESTERDAY), DUE)


@given(CALENDARS, FACTS, INSTANTS, st.timedeltas(timedelta(), timedelta(hours=3)))
def test_what_is_chosen_keeps_all_promises_whatever_comes_together(
    calendar: Calendar, facts: DueFacts, due: datetime, late: timedelta
) -> None:
    now = due + late
    choice = choose(due, now, calendar, facts)
    spoken = set(choice.kinds) if isinstance(choice, Planned) else set()
    assert not spoken & set(choice.left)
    if isinstance(choice, Unsent):
        return
    here = days.local(now, calendar.zone)
    assert not (facts.stopped or facts.blocked or calendar.told)
    assert facts.paused_until is None or facts.paused_until <= now
    assert late <= GRACE_PERIOD and here.date() == days.local_day(due, calendar.zone)
    if quiet_hours.at_night(here.time()):
        assert calendar.preference is not None and quiet_hours.at_night(calendar.preference.at)
    assert list(choice.kinds) == sorted(spoken, key=list(Kind).index) and choice.kinds
    if spoken & reminder_policy.OF_WORK:
        assert calendar.works and facts.has_work and (facts.unpaid or (not facts.answers and not facts.worked))
        assert reminder_policy.asks_for_work(due, now, calendar, facts)
    of_work = {Kind.WORK, Kind.NEW_DAY, Kind.FIRST}
    assert len(of_work & spoken) <= 1
    assert facts.unpaid or Kind.FIRST not in spoken
    if facts.announced:
        assert not spoken & of_work
    if Kind.SUMMARY in spoken:
        assert here.weekday() == 6 and facts.earned and calendar.works
    if Kind.MONTH in spoken:
        assert here.day == 1 and facts.earned_month and calendar.works
    if facts.worked >= days.DAY_LIMIT:
        assert spoken <= {Kind.MILESTONE, Kind.SUMMARY, Kind.MONTH}
    assert not calendar.refused


# --- when -------------------------------------------------------------------------------------------


@given(CALENDARS, INSTANTS)
def test_the_next_look_is_ahead_and_on_a_day_without_a_message(calendar: Calendar, now: datetime) -> None:
    due = next_due(calendar, now)
    if due is None:
        assert calendar.refused or not (calendar.works or (calendar.preference and calendar.preference.days))
        return
    assert due > now
    today = days.local_day(now, calendar.zone)
    if calendar.told:
        assert days.local_day(due, calendar.zone) > today
    here = days.local(due, calendar.zone)
    chosen = calendar.preference is not None and quiet_hours.at_night(calendar.preference.at)
    leaps = calendar.zone in ("Europe/Paris", "Africa/Cairo")
    assert chosen or leaps or not quiet_hours.at_night(here.time())


@given(CALENDARS.map(lambda c: replace(c, told=False)), FACTS, INSTANTS)
def test_a_year_of_looks_brings_one_message_a_day_at_most(calendar: Calendar, facts: DueFacts, now: datetime) -> None:
    standing = replace(facts, stopped=False, blocked=False, paused_until=None)
    told = []
    for _ in range(40):
        due = next_due(calendar, now)
        if due is None:
            break
        today = days.local_day(due, calendar.zone)
        calendar = replace(calendar, full_before=calendar.full_today, full_today=False, told=today in told)
        now = due
        if isinstance(choose(due, now, calendar, standing), Planned):
            told.append(today)
            calendar = replace(calendar, told=True)
    assert len(told) == len(set(told))
    assert len(told) <= 40


def test_a_sunday_with_a_reminder_is_looked_at_once() -> None:
    saturday = SUNDAY - timedelta(days=1)
    assert next_due(DAILY, saturday) == SUNDAY
    assert next_due(replace(DAILY, told=True), SUNDAY) == SUNDAY + timedelta(days=1)
    assert next_due(replace(NONE, told=True), SUNDAY) == SUNDAY + timedelta(days=7)


def test_a_full_day_brings_a_morning_even_without_reminders() -> None:
    assert next_due(replace(NONE, full_today=True), DUE) == datetime(2026, 3, 5, 7, tzinfo=UTC)
    weekend = Preference(frozenset({5, 6}), time(10))
    assert next_due(replace(DAILY, preference=weekend, full_today=True), DUE) == datetime(2026, 3, 5, 9, tzinfo=UTC)


def test_nobody_who_wants_no_reminders_is_looked_at_or_hears_of_anything() -> None:
    every = replace(REFUSED, active_at=YESTERDAY, full_today=True, full_before=True)
    all_there_is = DueFacts(has_work=True, expired=True, revision=3, earned=True)
    for calendar in (every, replace(every, works=False)):
        assert next_due(calendar, DUE) is None
        assert choose(SUNDAY, SUNDAY, calendar, all_there_is) == Unsent(SkipReason.REFUSED)


def test_after_a_full_day_she_hears_of_work_at_her_hour_unless_she_wants_nothing() -> None:
    tomorrow = DUE + timedelta(days=1)
    assert reminder_calendar.after_full_day(NONE, DUE, None) == tomorrow.replace(hour=7)  # 8:00 in Douala
    assert reminder_calendar.after_full_day(DAILY, DUE, None) == tomorrow
    assert reminder_calendar.after_full_day(DAILY, DUE, tomorrow) == tomorrow  # her pause is over by then
    for silent, until in ((REFUSED, None), (replace(NONE, works=False), None), (DAILY, tomorrow + timedelta(hours=1))):
        assert reminder_calendar.after_full_day(silent, DUE, until) is None


@given(CALENDARS.map(lambda c: replace(c, works=True)), INSTANTS)
def test_what_she_is_promised_after_a_full_day_is_when_she_is_looked_at(calendar: Calendar, now: datetime) -> None:
    promised = reminder_calendar.after_full_day(calendar, now, None)
    if promised is None:
        return
    full = replace(calendar, full_today=True, told=True)
    due = next_due(full, now)
    assert due is not None and due <= promised
    if due < promised:  # on a Sunday, or for her lessons, at the same hour or before
        assert days.local_day(due, calendar.zone) == days.local_day(promised, calendar.zone)
