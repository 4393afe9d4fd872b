"""Rules of learning: what is asked, where she goes on, and when we ask her to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.training.learning import FinalLine, LessonLine, ModuleLine, Silence, draw, streak, to_go_on

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
TODAY = date(2026, 3, 4)
EVENING = time(18)
ZONE = "Africa/Abidjan"


def days_ago(*numbers: int) -> set[date]:
    return {TODAY - timedelta(days=n) for n in numbers}


def line(number: int, score: str | None = None, *, begun: bool = False) -> LessonLine:
    found = None if score is None else Decimal(score)
    return LessonLine(number, number, f"Leçon {number}", score is not None, found, begun)


TEST = FinalLine("m", 8)


def module(
    *lines: LessonLine,
    passed: bool = False,
    missing: tuple[str, ...] = (),
    name: str = "m",
    final: FinalLine = TEST,
    score: str = "0",
) -> ModuleLine:
    return ModuleLine(name, name, lessons=lines, passed=passed, missing=missing, final=final, score=Decimal(score))


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


# --- where she goes on ------------------------------------------------------------------------------


def test_she_goes_on_in_the_lesson_that_she_is_in_then_with_the_next_then_with_the_final_test() -> None:
    assert module(line(1, "1"), line(2), line(3, begun=True)).next == line(3, begun=True)
    assert module(line(1, "1"), line(2), line(3)).next == line(2)
    assert module(line(1, "0.9"), line(2, "0.4")).next == TEST
    assert module(line(1, "1"), passed=True).next is None


def test_a_test_that_she_is_in_comes_first_and_one_that_is_closed_is_nothing_to_go_on_with() -> None:
    inside = FinalLine("m", 8, done=3)
    assert module(line(1, "1"), line(2, begun=True), final=inside).next == inside
    waits = module(line(1, "1"), name="waits", final=FinalLine("waits", 8, tries=2, opens_at=NOW))
    new = module(line(2), name="new")
    assert waits.next is None and waits.ready
    assert to_go_on([waits, new]) == (new, line(2))
    assert module(line(1, "1", begun=True), final=FinalLine("m", 8, opens_at=NOW)).next == line(1, "1", begun=True)


def test_how_many_must_be_right_is_never_fewer_than_the_mark_asks_for() -> None:
    assert [module(line(1), final=FinalLine("m", ask)).need for ask in (1, 5, 8, 10)] == [1, 4, 7, 8]
    assert module(line(1), score="0.7999").percent == 79


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


def asked(
    active_at: datetime = NOW, *, hour: time = EVENING, zone: str = ZONE, reopens_at: datetime | None = None
) -> list[datetime]:
    """When somebody is asked who never answers."""
    found: list[datetime] = []
    silence = Silence(active_at, zone, hour, reopens_at)
    now, nudged = active_at, 0
    while (due := silence.ahead(nudged, now)) is not None:
        found.append(due)
        now, nudged = due, silence.behind(due)
    return found


def test_who_is_silent_is_asked_four_times_at_her_hour_and_never_again() -> None:
    assert asked() == [NOW.replace(hour=18) + timedelta(days=n) for n in (1, 3, 7, 14)]
    assert Silence(NOW, ZONE, EVENING).due(4) is None


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
    silence = Silence(NOW, ZONE, EVENING)
    assert silence.behind(after) == 2
    assert silence.ahead(0, after) == after.replace(hour=18)
    assert silence.ahead(2, after) == NOW.replace(hour=18) + timedelta(days=7)


def test_nobody_is_asked_to_go_on_with_a_test_that_is_closed_but_at_her_first_hour_after_that() -> None:
    evening = NOW.replace(hour=20)  # after her hour
    assert asked(evening, reopens_at=evening + timedelta(days=1)) == [
        NOW.replace(hour=18) + timedelta(days=n) for n in (2, 3, 7, 14)
    ]
    assert asked(evening, reopens_at=evening + timedelta(days=3)) == [
        NOW.replace(hour=18) + timedelta(days=n) for n in (4, 7, 14)
    ]
    assert asked(NOW, reopens_at=NOW + timedelta(hours=1)) == asked(NOW)
