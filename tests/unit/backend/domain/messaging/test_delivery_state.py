"""What a platform's later word changes about a message: in any order, however often it comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.messaging.delivery_state import DeliveryReport, DeliveryState, Kind, hear
from backend.domain.messaging.failures import Failure
from backend.domain.messaging.states import OutboxStatus
from backend.records import replace

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
SENT_AT, DELIVERED_AT, READ_AT = (NOW + timedelta(seconds=s) for s in (1, 2, 3))


def word(kind: Kind, at: datetime = NOW, provider_id: str = "m1", **more: object) -> DeliveryReport:
    return DeliveryReport(kind, at, provider_id, **more)  # type: ignore[arg-type]


SENT, DELIVERED, READ = word("sent", SENT_AT), word("delivered", DELIVERED_AT), word("read", READ_AT)
SETTLED = DeliveryState(OutboxStatus.SENT, 1, "m1", NOW, category="unknown")
"""As the relay writes it when the answer came."""
OPEN = DeliveryState(OutboxStatus.WAITING)
"""In hand, or its answer was lost."""


def after(standing: DeliveryState, *words: DeliveryReport) -> DeliveryState:
    for each in words:
        standing, _ = hear(standing, each, NOW)
    return standing


@pytest.mark.parametrize("begin", [OPEN, SETTLED, replace(OPEN, unsure=True)])
@pytest.mark.parametrize("words", list(permutations([SENT, DELIVERED, READ])))
def test_in_any_order_she_has_got_and_read_it(begin: DeliveryState, words: tuple[DeliveryReport, ...]) -> None:
    found = after(begin, *words)
    assert (found.status, found.provider_id) == (OutboxStatus.SENT, "m1")
    assert (found.delivered_at, found.read_at) == (DELIVERED_AT, READ_AT)
    assert found.sent_at is not None and not found.unsure
    assert after(found, *words) == found


@given(st.lists(st.sampled_from([SENT, DELIVERED, READ, word("failed", NOW)]), max_size=8))
def test_a_message_that_has_arrived_never_goes_back(words: list[DeliveryReport]) -> None:
    found = after(after(SETTLED, DELIVERED), *words)
    assert found.status is OutboxStatus.SENT
    assert found.delivered_at == DELIVERED_AT


def test_a_receipt_settles_what_a_lost_answer_left_open() -> None:
    found = after(replace(OPEN, attempts=1, unsure=True, error="no answer"), SENT)
    assert found == DeliveryState(OutboxStatus.SENT, 1, "m1", SENT_AT, category="unknown")


def test_a_message_that_was_given_up_in_doubt_was_sent_after_all() -> None:
    given_up = DeliveryState(OutboxStatus.FAILED, 12, unsure=True, error="no answer")
    assert after(given_up, SENT).status is OutboxStatus.SENT
    refused = replace(given_up, unsure=False)
    assert after(refused, SENT).status is OutboxStatus.FAILED
    assert after(refused, DELIVERED).status is OutboxStatus.SENT


@pytest.mark.parametrize("begin", [OPEN, SETTLED])
@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Failure.REFUSED, OutboxStatus.FAILED),
        (Failure.WINDOW, OutboxStatus.HELD),
        (Failure.UNREACHABLE, OutboxStatus.LET_GO),
        (Failure.LATER, OutboxStatus.WAITING),
    ],
)
def test_a_failure_that_is_told_later_follows_the_same_table(
    begin: DeliveryState, failure: Failure, status: OutboxStatus
) -> None:
    told = word("failed", failure=failure, reason="why", named=timedelta(seconds=30))
    found, decision = hear(begin, told, NOW)
    assert decision is not None and decision.status is found.status is status
    assert (found.error, found.sent_at, found.category) == ("why", None, None)
    if status is OutboxStatus.WAITING:
        assert found.due == NOW + timedelta(seconds=30)
    again, decision = hear(found, told, NOW)
    assert (again, decision) == (found, None)
    assert after(found, SENT) == found  # its own "sent", late


def test_the_failure_of_an_earlier_try_takes_nothing_from_a_later_one() -> None:
    second = replace(SETTLED, provider_id="m2", attempts=2)
    assert after(second, word("failed", provider_id="m1")) == second
    assert after(second, word("failed", provider_id="m2")).status is OutboxStatus.FAILED


def test_a_second_try_is_settled_after_the_first_one_failed() -> None:
    waiting = after(SETTLED, word("failed", failure=Failure.LATER))
    assert waiting.status is OutboxStatus.WAITING
    assert after(waiting, word("sent", provider_id="m1")) == waiting
    assert after(waiting, word("sent", SENT_AT, provider_id="m2")).status is OutboxStatus.SENT


def test_it_is_counted_as_the_platform_bills_it() -> None:
    assert after(SETTLED, SENT).category == "unknown"
    assert after(SETTLED, replace(SENT, category="utility"), DELIVERED).category == "utility"
    assert after(OPEN, replace(DELIVERED, category="service")).category == "service"
    assert after(SETTLED, replace(SENT, category="utility"), word("failed")).category is None
