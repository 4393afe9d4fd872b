"""Which of the newest messages of a chat a woman sees last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.db.messaging.last_shown import ShownMessage
from backend.domain.messaging.states import Lane
from bot.handlers.engine import screens

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def row(number: int, lane: int, said: float, sent: float | None) -> ShownMessage:
    """`said`, `sent`: seconds."""
    at = None if sent is None else NOW + timedelta(seconds=sent)
    return ShownMessage(
        number, None, Lane(lane), "reply", {}, None, None, NOW + timedelta(seconds=said), at, unsure=False
    )


def last(*newest: ShownMessage) -> int:
    found = screens._last(newest)
    assert found is not None
    return found.id


def test_a_reply_whose_receipt_tells_whole_seconds_came_after_what_was_sent_before_it() -> None:
    assert last(row(2, 0, said=0.31, sent=0), row(1, 1, said=0.2, sent=0.3)) == 2


def test_what_waited_in_a_slower_lane_may_have_come_later() -> None:
    assert last(row(2, 0, said=0.31, sent=0.4), row(1, 1, said=0.2, sent=1.5)) == 1


def test_what_is_on_its_way_is_waited_for() -> None:
    assert last(row(2, 0, said=0.31, sent=None), row(1, 1, said=0.2, sent=1.5)) == 2
