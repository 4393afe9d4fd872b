"""The one rule behind every hourly figure."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.earnings import pace
from backend.domain.money import Money
from backend.domain.work.commands import Offer, usual_minutes
from backend.domain.work.forms.form import Option
from backend.domain.work.projects import ProjectConfig

CONFIG = ProjectConfig(
    "comments", "Commentaires", "choice", "?", {"text": "{c}"}, Money(500), choices=(Option("ok", "Oui"),),
    minutes=Decimal("0.5"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "seconds"),
    [
        ({}, 0),
        ({"text": ""}, 0),
        ({"text": "Oui"}, 1),
        ({"text": "a" * 238}, 10),  # a sixth of what is read in a minute
        ({"text": "a" * 239}, 11),
        ({"text": "  Oui \n\n non  " + " " * 500}, 1),  # what shows nothing takes no time
        ({"image": "c0ffee"}, 1),
        ({"text": "a" * 1_428, "image": "c0ffee"}, 61),
        ({"audio": "c0ffee"}, 0),
    ],
)
def test_a_task_takes_as_long_as_it_takes_to_read(content: dict[str, str], seconds: int) -> None:
    assert pace.reading_time(content) == timedelta(seconds=seconds)


def test_with_fewer_than_five_people_the_estimate_stands() -> None:
    assert [pace.settled(people, 20, 30) for people in (0, 1, 4, 5, 500)] == [30, 30, 30, 20, 20]
    assert pace.settled(5, 0, 30) == 30


@given(st.integers(5, 1_000), st.integers(1, 10**6), st.integers(1, 10**6))
def test_an_hour_never_brings_more_than_three_times_what_the_estimate_says(
    people: int, counted: int, estimated: int
) -> None:
    pay = Fraction(655_957, 20_000)
    told, by_estimate = (
        pace.hourly(pay, time) for time in (pace.settled(people, counted, estimated), Fraction(estimated))
    )
    assert told is not None and by_estimate is not None
    assert told <= 3 * (by_estimate + 1)
    if counted * 3 >= estimated:
        assert told == pace.hourly(pay, Fraction(counted))


def test_without_time_there_is_no_figure() -> None:
    assert pace.hourly(Fraction(100), Fraction(0)) is None


@pytest.mark.parametrize(
    ("measured", "seconds", "hourly"),
    [(None, 30, 3_935), (20, 20, 5_903), (2, 10, 11_807), (1, 10, 11_807), (90, 90, 1_311)],
)
def test_an_offer_says_what_was_measured_within_bounds(measured: int | None, seconds: int, hourly: int) -> None:
    minutes = usual_minutes(CONFIG, measured)
    assert minutes * 60 == seconds
    assert Offer(1, CONFIG, 3, minutes, started=False).hourly == hourly
