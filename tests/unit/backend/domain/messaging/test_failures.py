"""The table of failures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.messaging.failures import (
    ANNOUNCEMENT_EXPIRES_AFTER,
    JITTER_SHARE,
    LIFETIMES,
    LONGEST_WAIT,
    MESSAGE_EXPIRES_AFTER,
    RULES,
    DeliveryDecision,
    Failure,
    backoff,
    decide,
    lifetime,
)
from backend.domain.messaging.states import Lane, OutboxStatus
from backend.domain.people import reminder_preferences

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def decision(failure: Failure, attempts: int = 0, **facts: float) -> DeliveryDecision:
    named = timedelta(seconds=facts.pop("named", 0))
    return decide(failure, attempts=attempts, now=NOW, named=named, **facts)  # type: ignore[arg-type]


def tries(failure: Failure) -> list[DeliveryDecision]:
    """All that comes of a message that always fails in the same way."""
    found = [decision(failure)]
    while found[-1].status is OutboxStatus.WAITING:
        found.append(decision(failure, sum(v.tries for v in found)))
        assert len(found) < 100, "it is never given up"
    return found


def test_every_failure_has_its_rule() -> None:
    assert set(RULES) == set(Failure)


@pytest.mark.parametrize("failure", [Failure.LATER, Failure.BUSY, Failure.ACCOUNT])
def test_the_platforms_word_to_wait_is_obeyed_to_the_letter_and_counts_for_nothing(failure: Failure) -> None:
    for attempts in (0, 50):
        found = decision(failure, attempts, named=37)
        assert (found.status, found.due, found.until, found.tries) == (
            OutboxStatus.WAITING,
            NOW + timedelta(seconds=37),
            NOW + timedelta(seconds=37),
            0,
        )


def test_a_wait_concerns_the_chat_or_the_account_and_never_both() -> None:
    assert [(r.quiet, r.pauses) for r in (RULES[Failure.LATER], RULES[Failure.BUSY])] == [(True, False), (False, True)]


@pytest.mark.parametrize(("failure", "most"), [(Failure.UNSURE, 12), (Failure.FAULT, 8)])
def test_what_fails_by_itself_is_tried_later_and_later_and_then_given_up(failure: Failure, most: int) -> None:
    found = tries(failure)
    assert len(found) == most and found[-1].status is OutboxStatus.FAILED
    waits = [v.due - NOW for v in found[:-1] if v.due is not None]
    assert waits == sorted(waits) and waits[0] == timedelta(seconds=2) and waits[-1] == LONGEST_WAIT
    assert all(v.unsure is (failure is Failure.UNSURE) for v in found)


def test_a_platform_that_fails_for_an_hour_loses_no_message() -> None:
    waits = [v.due - NOW for v in tries(Failure.UNSURE) if v.due is not None]
    assert sum(waits, timedelta()) > timedelta(hours=1)


def test_a_lost_answer_is_not_tried_again_before_a_receipt_had_its_time() -> None:
    within = timedelta(minutes=2)
    first = decide(Failure.UNSURE, attempts=0, now=NOW, told_within=within)
    assert first.due == NOW + within and first.unsure
    assert decide(Failure.UNSURE, attempts=8, now=NOW, told_within=within).due == NOW + LONGEST_WAIT
    fault = decide(Failure.FAULT, attempts=0, now=NOW, told_within=within)
    assert fault.due == NOW + timedelta(seconds=2)  # it never went out


@given(st.integers(0, 10_000), st.floats(-1, 1))
def test_what_failed_together_is_spread_a_little_when_it_comes_back(attempts: int, spread: float) -> None:
    even, spread_out = backoff(attempts), decision(Failure.UNSURE, 0, spread=spread)
    assert timedelta(seconds=2) <= even <= LONGEST_WAIT
    assert spread_out.due is not None
    off = (spread_out.due - NOW) / backoff(0) - 1
    assert abs(off) <= JITTER_SHARE + 1e-9


def test_what_nobody_can_be_told_is_let_go_held_or_a_dead_letter() -> None:
    found = {failure: decision(failure).status for failure in (Failure.REFUSED, Failure.WINDOW, Failure.UNREACHABLE)}
    assert found == {
        Failure.REFUSED: OutboxStatus.FAILED,
        Failure.WINDOW: OutboxStatus.HELD,
        Failure.UNREACHABLE: OutboxStatus.LET_GO,
    }


def test_only_what_may_reach_her_elsewhere_is_said_there() -> None:
    assert {failure for failure, rule in RULES.items() if rule.elsewhere} == {Failure.WINDOW, Failure.UNREACHABLE}
    assert {failure for failure, rule in RULES.items() if rule.blocks} == {Failure.UNREACHABLE}


def test_a_message_keeps_its_sense_for_as_long_as_its_purpose() -> None:
    assert LIFETIMES["reminder"] == reminder_preferences.GRACE_PERIOD
    assert lifetime("reminder", Lane.REMINDER) == timedelta(hours=2)
    assert lifetime("announcement", Lane.ANNOUNCEMENT) == ANNOUNCEMENT_EXPIRES_AFTER
    assert lifetime("reply", Lane.TURN) == lifetime("payment", Lane.REMINDER) == MESSAGE_EXPIRES_AFTER
