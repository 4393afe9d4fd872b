"""The product's clock, told the real time of a machine whose clock is set forward and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.clock import CLOCK_TOLERANCE, MAX_CLOCK_ERROR, Clock

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Machine:
    """`set`: how far its clock was set forward or back."""

    ticks: float = 1_000.0
    set: timedelta = field(default_factory=timedelta)

    def __post_init__(self) -> None:
        self.clock = Clock(NOON, lambda: self.ticks)
        self._starts_elsewhere = self.clock._offset

    @property
    def real(self) -> datetime:
        """What its clock says, on the product's scale."""
        return NOON + timedelta(seconds=self.ticks - 1_000) + self.set

    def passes(self, span: timedelta, look_every: float = 5.0) -> None:
        """Time goes by; the product is told the real time now and then."""
        end = self.ticks + span.total_seconds()
        while self.ticks < end:
            self.ticks = min(end, self.ticks + look_every)
            self.tells()

    def tells(self) -> timedelta:
        return self.clock.told(self.real - self._starts_elsewhere)

    @property
    def ahead(self) -> float:
        """Seconds that the product is ahead of the machine."""
        return round((self.clock.now() - self.real).total_seconds(), 3)


def test_it_runs_with_the_machine() -> None:
    machine = Machine()
    machine.passes(timedelta(days=1), look_every=600)
    assert machine.clock.now() == NOON + timedelta(days=1)


def test_without_a_start_it_is_real_time() -> None:
    assert abs(Clock().now() - datetime.now(UTC)) < CLOCK_TOLERANCE


def test_an_hour_back_is_made_up_for_in_two_hours_without_ever_going_back() -> None:
    machine = Machine()
    machine.set = -HOUR
    before = machine.clock.now()
    machine.passes(timedelta(seconds=5))
    assert machine.clock.now() > before
    assert machine.ahead == pytest.approx(3_600, abs=6)
    machine.passes(HOUR)
    assert machine.ahead == pytest.approx(1_800, abs=6)
    machine.passes(HOUR + timedelta(minutes=1))
    assert abs(machine.ahead) < 1


def test_an_hour_forward_is_made_up_for_in_an_hour() -> None:
    machine = Machine()
    machine.set = HOUR
    machine.passes(timedelta(minutes=10))
    assert machine.clock.now() <= NOON + timedelta(minutes=20)  # no lease of half an hour is over yet
    machine.passes(timedelta(minutes=51))
    assert abs(machine.ahead) < 1


def test_a_machine_that_slept_is_followed_at_once() -> None:
    machine = Machine()
    machine.set = timedelta(hours=8)
    machine.passes(timedelta(seconds=5))
    assert machine.ahead == 0


def test_what_is_far_ahead_goes_back_only_when_it_is_told_to() -> None:
    machine = Machine()
    machine.set = -timedelta(days=30)
    before = machine.clock.now()
    assert machine.tells() == -timedelta(days=30)
    machine.ticks += 5
    assert machine.clock.now() > before
    machine.clock.give_up(-machine.tells())
    assert abs(machine.ahead) < 0.001


def test_a_difference_that_may_be_the_way_to_the_server_is_none() -> None:
    machine = Machine()
    machine.set = timedelta(seconds=0.9)
    machine.passes(timedelta(minutes=10))
    assert machine.ahead == -0.9


def test_another_clock_that_was_ahead_is_gone_on_from() -> None:
    machine = Machine()
    machine.clock.keep_ahead(NOON + HOUR)
    assert machine.clock.now() == NOON + HOUR
    machine.clock.keep_ahead(NOON)  # one that was behind changes nothing
    assert machine.clock.now() == NOON + HOUR
    machine.passes(timedelta(hours=2, minutes=1))
    assert abs(machine.ahead) < 1


def test_a_jump_of_the_demo_is_no_difference_to_be_made_up_for() -> None:
    machine = Machine()
    assert machine.clock.forward(timedelta(days=3)) == NOON + timedelta(days=3)
    machine.passes(HOUR)
    assert machine.ahead == timedelta(days=3).total_seconds()
    machine.clock.forward(-HOUR)
    assert machine.ahead == timedelta(days=3).total_seconds()


@given(
    steps=st.lists(
        st.tuples(
            st.floats(0, 4_000),
            st.sampled_from(["tell", "look", "set", "forward", "ahead"]),
            st.floats(-MAX_CLOCK_ERROR.total_seconds() / 2, MAX_CLOCK_ERROR.total_seconds() / 2),
        ),
        max_size=60,
    )
)
def test_it_never_goes_back_whatever_is_set(steps: list[tuple[float, str, float]]) -> None:
    machine = Machine()
    last = machine.clock.now()
    for passed, what, seconds in steps:
        machine.ticks += passed
        span = timedelta(seconds=seconds)
        match what:
            case "tell":
                machine.tells()
            case "set":
                machine.set += span
            case "forward":
                machine.clock.forward(span)
            case "ahead":
                machine.clock.keep_ahead(last + span)
        now = machine.clock.now()
        assert now >= last
        last = now
