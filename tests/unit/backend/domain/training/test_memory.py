"""When questions come again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.errors import Misuse
from backend.domain.training.memory import Card, review

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def after(*answers: bool) -> Card:
    """The card after these answers, each given on the day when it was due."""
    card, at = None, NOW
    for right in answers:
        card = review(card, right, at)
        at = card.due
    assert card is not None
    return card


def gap(card: Card) -> timedelta:
    return card.due - card.last_review


def test_what_was_wrong_comes_again_sooner_than_what_was_right() -> None:
    assert DAY <= gap(after(False)) < gap(after(True)) <= 7 * DAY


def test_each_right_answer_makes_the_next_pause_longer_and_a_wrong_one_makes_it_short_again() -> None:
    gaps = [gap(after(*[True] * n)) for n in range(1, 5)]
    assert gaps == sorted(gaps)
    assert gaps[0] < gaps[-1]
    assert gap(after(True, True, True, False)) < gaps[1]


def test_who_was_once_wrong_sees_it_more_often_than_who_never_was() -> None:
    assert gap(after(False, True, True)) < gap(after(True, True, True))


@given(st.lists(st.booleans(), min_size=1, max_size=40))
def test_it_always_comes_again_after_whole_days_and_within_a_year(answers: list[bool]) -> None:
    card = after(*answers)
    assert DAY <= gap(card) <= 365 * DAY
    assert gap(card) % DAY == timedelta()


def test_the_time_of_the_answer_counts_in_whatever_zone_it_is_told() -> None:
    assert review(None, True, NOW.astimezone(ZoneInfo("Indian/Antananarivo"))) == review(None, True, NOW)


def test_an_answer_before_the_day_or_long_after_it_is_taken_as_well() -> None:
    card = after(True, True)
    early, late = review(card, True, NOW + timedelta(hours=1)), review(card, True, card.due + 90 * DAY)
    assert early.due < review(card, True, card.due).due < late.due


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(Misuse):
        review(None, True, datetime(2026, 3, 4))  # noqa: DTZ001 (the fault itself)
