"""What a platform's later word changes about a message: in any order, however often it comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.messaging.delivery_state import Kind, Standing, Word, hear
from backend.domain.messaging.failures import Failure, Status

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
SENT_AT, DELIVERED_AT, READ_AT = (NOW + timedelta(seconds=s) for s in (1, 2, 3))


def word(kind: Kind, at: datetime = NOW, provider_id: str = "m1", **more: object) -> Word:
    return Word(kind, at, provider_id, **more)  # type: ignore[arg-type]


SENT, DELIVERED, READ = word("sent", SENT_AT), word("delivered", DELIVERED_AT), word("read", READ_AT)
SETTLED = Standing(Status.SENT, 1, "m1", NOW, category="unknown")
"""As the relay writes it when the answer came."""
OPEN = Standing(Status.WAITING)
"""In hand, or its answer was lost."""


def after(standing: Standing, *words: Word) -> Standing:
    for each in words:
        standing, _ = hear(standing, each, NOW)
    return standing


@pytest.mark.parametrize("begin", [OPEN, SETTLED, replace(OPEN, unsure=True)])
@pytest.mark.parametrize("words", list(permutations([SENT, DELIVERED, READ])))
def test_in_any_order_she_has_got_and_read_it(begin: Standing, words: tuple[Word, ...]) -> None:
    found = after(begin, *words)
    assert (found.status, found.provider_id) == (Status.SENT, "m1")
    assert (found.delivered_at, found.read_at) == (DELIVERED_AT, READ_AT)
    assert found.sent_at is not None and not found.unsure
    assert after(found, *words) == found


@given(st.lists(st.sampled_from([SENT, DELIVERED, READ, word("failed", NOW)]), max_size=8))
def test_a_message_that_has_arrived_never_goes_back(words: list[Word]) -> None:
    found = after(after(SETTLED, DELIVERED), *words)
    assert found.status is Status.SENT
    assert found.delivered_at == DELIVERED_AT


def test_a_receipt_settles_what_a_lost_answer_left_open() -> None:
    found = after(replace(OPEN, attempts=1, unsure=True, error="no answer"), SENT)
    assert found == Standing(Status.SENT, 1, "m1", SENT_AT, category="unknown")


def test_a_message_that_was_given_up_in_doubt_was_sent_after_all() -> None:
    given_up = Standing(Status.FAILED, 12, unsure=True, error="no answer")
    assert after(given_up, SENT).status is Status.SENT
    refused = replace(given_up, unsure=False)
    assert after(refused, SENT).status is Status.FAILED
    assert after(refused, DELIVERED).status is Status.SENT


@pytest.mark.parametrize("begin", [OPEN, SETTLED])
@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (Failure.REFUSED, Status.FAILED),
        (Failure.WINDOW, Status.HELD),
        (Failure.UNREACHABLE, Status.LET_GO),
        (Failure.LATER, Status.WAITING),
    ],
)
def test_a_failure_that_is_told_later_follows_the_same_table(begin: Standing, failure: Failure, status: Status) -> None:
    told = word("failed", failure=failure, reason="why", named=timedelta(seconds=30))
    found, verdict = hear(begin, told, NOW)
    assert verdict is not None and verdict.status is found.status is status
    assert (found.error, found.sent_at, found.category) == ("why", None, None)
    if status is Status.WAITING:
        assert found.due == NOW + timedelta(seconds=30)
    again, verdict = hear(found, told, NOW)
    assert (again, verdict) == (found, None)
    assert after(found, SENT) == found  # its own "sent", late


def test_the_failure_of_an_earlier_try_takes_nothing_from_a_later_one() -> None:
    second = replace(SETTLED, provider_id="m2", attempts=2)
    assert after(second, word("failed", provider_id="m1")) == second
    assert after(second, word("failed", provider_id="m2")).status is Status.FAILED


def test_a_second_try_is_settled_after_the_first_one_failed() -> None:
    waiting = after(SETTLED, word("failed", failure=Failure.LATER))
    assert waiting.status is Status.WAITING
    assert after(waiting, word("sent", provider_id="m1")) == waiting
    assert after(waiting, word("sent", SENT_AT, provider_id="m2")).status is Status.SENT


def test_it_is_counted_as_the_platform_bills_it() -> None:
    assert after(SETTLED, SENT).category == "unknown"
    assert after(SETTLED, replace(SENT, category="utility"), DELIVERED).category == "utility"
    assert after(OPEN, replace(DELIVERED, category="service")).category == "service"
    assert after(SETTLED, replace(SENT, category="utility"), word("failed")).category is None
