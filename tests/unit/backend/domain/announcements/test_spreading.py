"""When the people of an announcement go that is spread over days."""

from __future__ import annotations

from backend.domain.announcements.spreading import MAX_HOURS, WaitingPeople, expected


def own(hours: int, people: int) -> WaitingPeople:
    return WaitingPeople(hours, own=True, people=people)


def test_after_the_first_day_the_others_go_as_planned() -> None:
    assert expected({0: 40}, [own(24, 40), own(48, 10)], 40) == {24: 40, 48: 10}
    assert expected({12: 40}, [own(12, 40), own(36, 10)], 40) == {12: 40, 36: 10}


def test_who_is_due_a_moment_before_a_place_is_free_waits_an_hour_and_not_a_day() -> None:
    assert expected({23: 40}, [own(0, 40), own(24, 10)], 40) == {1: 40, 25: 10}


def test_a_fallen_limit_takes_more_days() -> None:
    assert expected({23: 40}, [own(0, 20), own(24, 4)], 8) == {1: 8, 25: 8, 49: 8}
    assert expected({0: 8}, [own(0, 12)], 8) == {24: 8, 48: 4}


def test_others_who_are_due_before_take_their_places() -> None:
    assert expected({}, [own(1, 4), WaitingPeople(0, own=False, people=8)], 8) == {24: 4}


def test_it_ends() -> None:
    assert max(expected({}, [own(0, 10**6)], 1)) < MAX_HOURS
    assert expected({}, [], 5) == {}
