"""Rules of learning: what is asked, what is passed, where she goes on, and when we ask her to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.training import learning
from backend.domain.training.learning import LessonLine, ModuleLine, draw, mean, next_nudge, nudges_by, streak, to_go_on

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
TODAY = date(2026, 3, 4)
EVENING = time(18)
ZONE = "Africa/Abidjan"


def days_ago(*numbers: int) -> set[date]:
    return {TODAY - timedelta(days=n) for n in numbers}


def line(number: int, score: str | None = None, *, begun: bool = False) -> LessonLine:
    found = None if score is None else Decimal(score)
    return LessonLine(number, number, f"Leçon {number}", score is not None, found, begun)


def module(*lines: LessonLine, passed: bool = False, missing: tuple[str, ...] = (), name: str = "m") -> ModuleLine:
    return ModuleLine(name, name, lessons=lines, passed=passed, missing=missing)


# --- what is asked ----------------------------------------------------------------------------------


@given(st.lists(st.integers(0, 5), max_size=20), st.integers(), st.integers(1, 7))
def test_a_run_asks_those_that_she_has_seen_least_in_the_authors_order(times: list[int], seed: int, most: int) -> None:
    bank = list(enumerate(times, 1))
    drawn = draw(bank, seed, most)
    assert list(drawn) == sorted(set(drawn))
    assert len(drawn) == min(most, len(bank))
    left = [count for number, count in bank if number not in drawn]
    assert max((dict(bank)[n] for n in drawn), default=0) <= min(left, default=99)


def test_among_equals_chance_decides_so_that_another_try_asks_others() -> None:
    bank = [(number, 0) for number in range(1, 21)]
    runs = {draw(bank, seed) for seed in range(30)}
    assert len(runs) > 20
    assert draw(bank, 7) == draw(bank, 7)
    assert {number for run in runs for number in run} == set(range(1, 21))


# --- what is passed ---------------------------------------------------------------------------------


def test_the_mean_counts_a_lesson_that_has_no_score_as_nothing() -> None:
    assert mean([Decimal("0.8"), None]) == Fraction(2, 5)
    assert mean([]) == 0


def test_what_is_shown_of_a_mean_never_reaches_a_mark_that_the_mean_does_not() -> None:
    assert module(line(1, "0.7999"), line(2, "0.8")).percent == 79


# --- where she goes on ------------------------------------------------------------------------------


def test_she_goes_on_in_the_lesson_that_she_is_in_then_with_the_next_then_with_the_weakest() -> None:
    assert module(line(1, "1"), line(2), line(3, begun=True)).next == line(3, begun=True)
    assert module(line(1, "1"), line(2), line(3)).next == line(2)
    assert module(line(1, "0.9"), line(2, "0.4")).next == line(2, "0.4")
    assert module(line(1, "1"), passed=True).next is None


def test_a_module_that_is_begun_comes_before_a_new_one_and_one_that_is_shut_never() -> None:
    shut, new = module(line(1), missing=("x",), name="shut"), module(line(2), name="new")
    begun, passed = module(line(3, "0.5"), line(4), name="begun"), module(line(5, "1"), passed=True, name="passed")
    assert to_go_on([shut, passed, new, begun]) == (begun, line(4))
    assert to_go_on([shut, passed, new]) == (new, line(2))
    assert to_go_on([shut, passed]) is None


# --- days in a row ----------------------------------------------------------------------------------


def test_days_in_a_row_end_today_or_yesterday_while_today_is_not_over() -> None:
    assert streak(days_ago(0, 1, 2, 4), TODAY) == 3
    assert streak(days_ago(1, 2), TODAY) == 2
    assert streak(days_ago(2, 3), TODAY) == 0
    assert streak(set(), TODAY) == 0


# --- nudges -----------------------------------------------------------------------------------------


def asked(active_at: datetime = NOW, *, hour: time = EVENING, zone: str = ZONE) -> list[datetime]:
    """When somebody is asked who never answers."""
    found: list[datetime] = []
    now, nudged = active_at, 0
    while (due := next_nudge(active_at, nudged, now, zone, hour)) is not None:
        found.append(due)
        now, nudged = due, nudges_by(active_at, due, zone, hour)
    return found


def test_who_is_silent_is_asked_four_times_at_her_hour_and_never_again() -> None:
    assert asked() == [NOW.replace(hour=18) + timedelta(days=n) for n in (1, 3, 7, 14)]
    assert learning.nudge_due(NOW, 4, ZONE, EVENING) is None


@given(st.integers(0, 365 * 24 * 60), st.times())
def test_she_is_never_asked_on_the_day_of_her_last_step_nor_twice_a_day(minutes: int, hour: time) -> None:
    at = NOW + timedelta(minutes=minutes)
    found = [due.date() for due in asked(at, hour=hour.replace(second=0, microsecond=0))]
    assert [(day - at.date()).days for day in found] == [1, 3, 7, 14]


def test_her_own_clock_counts() -> None:
    late = datetime(2026, 3, 4, 22, 30, tzinfo=UTC)  # past midnight in Antananarivo
    assert asked(late, zone="Indian/Antananarivo")[0] == datetime(2026, 3, 6, 15, tzinfo=UTC)


def test_what_was_missed_is_not_made_up_for() -> None:
    after = NOW + timedelta(days=5)
    assert nudges_by(NOW, after, ZONE, EVENING) == 2
    assert next_nudge(NOW, 0, after, ZONE, EVENING) == after.replace(hour=18)
    assert next_nudge(NOW, 2, after, ZONE, EVENING) == NOW.replace(hour=18) + timedelta(days=7)
