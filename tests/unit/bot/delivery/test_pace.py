"""The pace: on a clock of its own, against a platform that counts what reaches it."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.base import Pace
from bot.delivery.counting import QUIET_SECONDS, Bucket, Burst
from bot.delivery.pace import LONGEST_REST, MAX_FAILURES_IN_A_ROW, Limits

FORWARD, BACK = 0.004, 0.002  # seconds that a call and its answer are under way at least
WAKE = 0.001  # seconds: no event loop wakes sooner


@dataclass
class Platform:
    """Calls that are made to it in the test's own time, as fast as `limits` lets them. `delay` draws what
    chance adds to each way. `stalls`: from when to when it hears nothing; what came then, it counts at the end."""

    limits: Limits
    delay: Callable[[], float]
    stalls: Sequence[tuple[float, float]] = ()
    arrivals: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """Seconds that each reply waited for its place."""
    _answers: list[tuple[float, float, bool, str]] = field(default_factory=list)

    def run(self, seconds: float, replies: list[float], begin: float = 0.0) -> None:
        """An announcement without end, and a reply at each of these moments."""
        now, asked = begin, sorted(replies)
        while now < begin + seconds:
            while self._answers and self._answers[0][0] <= now:
                ended, started, urgent, chat = heapq.heappop(self._answers)
                self.limits.answered(chat, started, ended, urgent=urgent)
            while asked and asked[0] <= now and self.limits.room(now, urgent=True) > 0:
                self.waits.append(now - asked.pop(0))
                self._call(now, urgent=True)
            if not (asked and asked[0] <= now):
                while self.limits.room(now, urgent=False) > 0:
                    self._call(now, urgent=False)
            urgent = bool(asked and asked[0] <= now)
            nexts = [self.limits.wait(now, urgent=urgent)]
            nexts += [self._answers[0][0] - now] if self._answers else []
            nexts += [asked[0] - now] if asked and not urgent else []
            now += max(WAKE, min(nexts))

    def _call(self, now: float, *, urgent: bool) -> None:
        chat = f"chat {len(self.arrivals)}"
        self.limits.take(chat, now, urgent=urgent)
        arrived = now + FORWARD + self.delay()
        arrived = next((end for begin, end in self.stalls if begin <= arrived < end), arrived)
        self.arrivals.append(arrived)
        heapq.heappush(self._answers, (arrived + BACK + self.delay(), now, urgent, chat))

    def most_in(self, span: float) -> int:
        """The most that reached it in any span."""
        arrivals, most, first = sorted(self.arrivals), 0, 0
        for last, at in enumerate(arrivals):
            while arrivals[first] <= at - span:
                first += 1
            most = max(most, last - first + 1)
        return most


@given(
    rate=st.sampled_from([1.0, 2.0, 7.5, 30.0, 80.0, 250.0]),
    seed=st.integers(0, 10_000),
    worst=st.sampled_from([0.0, 0.001, 0.02, 0.1]),
    replies=st.lists(st.floats(0, 8), max_size=60),
    stalls=st.lists(st.tuples(st.floats(0, 8), st.floats(0.01, 2)), max_size=3),
)
@example(rate=30.0, seed=0, worst=0.0, replies=[], stalls=[(6.5, 0.6)])  # how long a call is under way is known by then
@example(rate=250.0, seed=0, worst=0.0, replies=[], stalls=[(0.0, 1.0)])
def test_no_second_of_the_platform_ever_holds_more_than_the_limit(
    rate: float, seed: int, worst: float, replies: list[float], stalls: list[tuple[float, float]]
) -> None:
    chance = random.Random(seed)
    platform = Platform(
        Limits(Pace(rate, 100, 100), 0.0),
        lambda: chance.uniform(0, worst) if chance.random() < 0.5 else 0.0,
        [(begin, begin + seconds) for begin, seconds in stalls],
    )
    platform.run(9.0, replies)
    assert platform.arrivals
    assert platform.most_in(1.0 - 1e-9) <= rate


@pytest.mark.parametrize("rate", [30, 80, 1_000])
def test_an_announcement_alone_goes_at_99_percent_of_the_limit_or_more(rate: int) -> None:
    chance = random.Random(1)
    platform = Platform(Limits(Pace(rate, 1, 20), 0.0), lambda: chance.expovariate(1 / 0.001))
    platform.run(15.0, [])
    steady = [at for at in platform.arrivals if 2.0 <= at < 12.0]
    assert 0.99 * rate <= len(steady) / 10 <= rate


def test_the_slow_answers_of_a_far_platform_cost_next_to_nothing() -> None:
    """What every call takes is known after a while; only chance blurs when it was counted."""
    platform = Platform(Limits(Pace(80, 1, 20), 0.0), lambda: 0.06)
    platform.run(20.0, [])
    steady = [at for at in platform.arrivals if 8.0 <= at < 18.0]
    assert len(steady) / 10 >= 0.99 * 80


@pytest.mark.parametrize("rate", [30, 80, 1_000])
def test_replies_find_room_at_once_in_the_middle_of_an_announcement(rate: int) -> None:
    chance = random.Random(2)
    platform = Platform(Limits(Pace(rate, 1, 20), 0.0), lambda: chance.expovariate(1 / 0.001))
    replies = [1.0 + chance.random() * 9 for _ in range(int(rate * 9 * 0.2))]  # a fifth of all there may be
    platform.run(12.0, replies)
    assert len(platform.waits) == len(replies)
    waits = sorted(platform.waits)
    assert waits[len(waits) * 99 // 100] <= max(2 / rate, 2 * WAKE)
    assert waits[len(waits) * 9 // 10] <= 2 * WAKE
    busy = [at for at in platform.arrivals if 2.0 <= at < 10.0]
    assert len(busy) / 8 >= 0.5 * rate  # and the announcement goes on


def test_a_reply_after_a_long_silence_waits_for_one_place_at_most() -> None:
    platform = Platform(Limits(Pace(30, 1, 20), 0.0), lambda: 0.0)
    platform.run(QUIET_SECONDS + 10, [QUIET_SECONDS + 5.5])
    assert platform.waits[0] <= 1 / 30 + 2 * WAKE


def test_what_is_not_urgent_is_spread_evenly() -> None:
    platform = Platform(Limits(Pace(30, 1, 20), 0.0), lambda: 0.0)
    platform.run(5.0, [])
    gaps = [b - a for a, b in zip(platform.arrivals, platform.arrivals[1:], strict=False)]
    assert min(gaps) > 0.5 / 30 and max(gaps) < 2 / 30


def test_a_rate_below_one_a_second_is_one_in_its_longer_span() -> None:
    platform = Platform(Limits(Pace(0.25, 1, 20), 0.0), lambda: 0.0)
    platform.run(21.0, [])
    assert len(platform.arrivals) == 6
    assert platform.most_in(4.0 - 1e-9) == 1


def test_a_chat_has_a_pace_of_its_own() -> None:
    limits = Limits(Pace(1_000, 1 / 6, 3), 0.0)
    for _ in range(3):
        assert limits.chat_wait("awa", 0.0) == 0
        limits.take("awa", 0.0, urgent=True)
    assert limits.chat_wait("awa", 0.0) == pytest.approx(6.0)
    assert limits.chat_wait("awa", 5.0) == pytest.approx(1.0)
    assert limits.chat_wait("awa", 6.1) == 0
    assert limits.chat_wait("binta", 0.0) == 0


@given(rate=st.floats(0.1, 20), burst=st.integers(1, 30), seed=st.integers(0, 10_000), worst=st.floats(0.001, 3))
@example(rate=1.0, burst=20, seed=0, worst=0.1)
def test_a_chat_never_gets_more_than_its_burst_and_its_rate_as_the_platform_counts(
    rate: float, burst: int, seed: int, worst: float
) -> None:
    """The first of a burst may be long under way, and the last one fast."""
    chance, now = random.Random(seed), 0.0
    limits = Limits(Pace(1_000, rate, burst), now)
    counted: list[float] = []
    for _ in range(burst * 3):
        now += limits.chat_wait("awa", now)
        limits.take("awa", now, urgent=True)
        arrived = now + chance.uniform(0, worst) * chance.choice([0, 1])
        ended = arrived + chance.uniform(0, 0.01)
        limits.answered("awa", now, ended, urgent=True)
        counted.append(arrived)
        now = ended
    theirs = Bucket(rate, Burst(burst), 0.0)
    for at in counted:
        assert theirs.wait(at) <= 1e-9
        theirs.take(at)


def test_a_new_relay_counts_what_the_one_before_it_sent() -> None:
    limits = Limits(Pace(30, 1, 3), 100.0)
    for n in range(20):
        limits.remember(f"chat {n}", 99.5, 100.0)
    for _ in range(3):
        limits.remember("awa", 98.9, 100.0)
    limits.take_over(4, 100.0)
    assert limits.room(100.0, urgent=True) == 30 - 20 - 4  # those of a second ago, and those nobody wrote
    assert limits.room(100.6, urgent=True) == 26
    assert limits.room(101.1, urgent=True) == 30
    assert limits.chat_wait("awa", 99.0) > 0
    assert limits.memory == 3.0
    limits.take_over(1_000, 102.0)
    assert limits.room(102.9, urgent=True) == 0  # as many as there may be at all
    assert limits.room(103.1, urgent=True) == 30


def test_a_pause_stops_all_of_the_account_and_is_obeyed_to_the_letter() -> None:
    limits = Limits(Pace(30, 1, 20), 0.0)
    assert limits.pause(7.0, 1.0)
    assert not limits.pause(3.0, 2.0)  # on already, and not shortened
    assert limits.room(7.9, urgent=True) == 0
    assert limits.wait(7.0, urgent=True) == pytest.approx(1.0)
    assert limits.room(8.0, urgent=True) == 30


def test_a_platform_in_trouble_is_asked_by_one_message_until_it_answers() -> None:
    limits = Limits(Pace(30, 1, 20), 0.0)
    for _ in range(MAX_FAILURES_IN_A_ROW - 1):
        assert limits.trouble(0.0) == 0
    rest = limits.trouble(0.0)
    assert rest == 1.0
    assert limits.room(0.5, urgent=True) == 0
    assert limits.room(1.5, urgent=True) == 1
    limits.take("awa", 1.5, urgent=True)
    assert limits.room(1.5, urgent=True) == 0
    limits.answered("awa", 1.5, 1.6, urgent=True)
    assert limits.trouble(1.6) == 2.0
    assert limits.trouble(1.7) == 0  # of before the rest
    at = 1.6
    for _ in range(10):
        at = limits.paused_until + 0.1
        rest = limits.trouble(at)
    assert rest == LONGEST_REST
    limits.fine()
    at += LONGEST_REST
    assert limits.room(at, urgent=True) == 30
    assert limits.trouble(at) == 0


@given(rate=st.floats(0.01, 100), burst=st.integers(1, 50), steps=st.lists(st.floats(0, 30), max_size=200))
def test_a_chat_never_gets_more_than_its_burst_and_its_rate(rate: float, burst: int, steps: list[float]) -> None:
    bucket, now, taken = Bucket(rate, Burst(burst), 0.0), 0.0, 0
    for step in steps:
        now += step
        if bucket.wait(now) == 0:
            bucket.take(now)
            taken += 1
    assert taken <= burst + rate * now + 1e-6


# --- a chat that was refused ------------------------------------------------------------------------------


def sent_at_once(limits: Limits, address: str, now: float) -> int:
    """How many go to a chat before it must wait."""
    sent = 0
    while limits.chat_wait(address, now) == 0:
        limits.take(address, now, urgent=True)
        limits.answered(address, now, now, urgent=True)
        sent += 1
    return sent


def test_after_a_refusal_every_chat_of_the_account_is_taken_to_bear_half_the_burst() -> None:
    limits = Limits(Pace(1_000, 1, 20), 0.0)
    assert sent_at_once(limits, "awa", 0.0) == 20
    limits.too_fast(0.0)
    assert limits.chat_wait("awa", 0.0) == pytest.approx(11.0)
    assert sent_at_once(limits, "binta", 0.0) == 10
    limits.too_fast(10.0)  # and again: a quarter
    assert sent_at_once(limits, "chantal", 10.0) == 5


def test_refusals_of_what_was_under_way_halve_it_once() -> None:
    limits = Limits(Pace(1_000, 1, 20), 0.0)
    for n in range(10):
        limits.too_fast(n * 0.1)
    assert sent_at_once(limits, "awa", 1.0) == 10


def test_however_often_a_platform_refuses_one_message_may_go() -> None:
    limits = Limits(Pace(1_000, 1, 20), 0.0)
    for n in range(100):
        limits.too_fast(n * Burst.ONCE)
    assert sent_at_once(limits, "awa", 100 * Burst.ONCE) == 1


def test_the_assumed_burst_grows_back_slowly_and_never_above_what_it_was() -> None:
    limits = Limits(Pace(1_000, 1, 20), 0.0)
    limits.too_fast(0.0)
    for minutes in range(15):
        now = minutes * Burst.RECOVERS + 0.5
        assert sent_at_once(limits, f"chat {minutes}", now) == min(20, 10 + minutes)


def test_a_platform_that_bears_less_than_we_believe_soon_refuses_next_to_nothing() -> None:
    """Its burst is 5 where we believe 20; a chat gets thirty messages now and then."""
    limits, refused, now = Limits(Pace(1_000, 1, 20), 0.0), [0] * 20, 0.0
    for round_ in range(20):
        chat, theirs = f"chat {round_}", Bucket(1.0, Burst(5), now)
        for _ in range(30):
            now += max(limits.chat_wait(chat, now), theirs.wait(now) if refused[round_] else 0.0)
            limits.take(chat, now, urgent=True)
            if theirs.wait(now) > 0:
                refused[round_] += 1
                limits.too_fast(now)
                now += theirs.wait(now)
            theirs.take(now)
            limits.answered(chat, now, now, urgent=True)
    assert refused[0] >= 1
    assert sum(refused[2:]) <= 6  # as the burst grows back it is tried again, once in some minutes


@given(
    rate=st.floats(0.01, 100),
    burst=st.integers(1, 50),
    steps=st.lists(st.tuples(st.floats(0, 30), st.booleans()), max_size=200),
)
def test_refusals_only_ever_slow_a_chat_down(rate: float, burst: int, steps: list[tuple[float, bool]]) -> None:
    shared = Burst(burst)
    bucket, plain, now = Bucket(rate, shared, 0.0), Bucket(rate, Burst(burst), 0.0), 0.0
    for step, refused in steps:
        now += step
        if refused:
            shared.shrink(now)
        assert 1 <= shared.size(now) <= burst
        if bucket.wait(now) == 0:
            assert plain.wait(now) <= 1e-9
            bucket.take(now)
            plain.take(now)
