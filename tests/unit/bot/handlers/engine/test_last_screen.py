"""Which of the newest messages of a chat a woman sees last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.handlers.engine import screens

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


def row(number: int, lane: int, said: float, sent: float | None) -> dict[str, Any]:
    """`said`, `sent`: seconds."""
    at = None if sent is None else NOW + timedelta(seconds=sent)
    return {"id": number, "lane": lane, "created_at": NOW + timedelta(seconds=said), "sent_at": at}


def last(*newest: dict[str, Any]) -> int:
    found = screens._last(newest)
    assert found is not None
    return int(found["id"])


def test_a_reply_whose_receipt_tells_whole_seconds_came_after_what_was_sent_before_it() -> None:
    assert last(row(2, 0, said=0.31, sent=0), row(1, 1, said=0.2, sent=0.3)) == 2


def test_what_waited_in_a_slower_lane_may_have_come_later() -> None:
    assert last(row(2, 0, said=0.31, sent=0.4), row(1, 1, said=0.2, sent=1.5)) == 1


def test_what_is_on_its_way_is_waited_for() -> None:
    assert last(row(2, 0, said=0.31, sent=None), row(1, 1, said=0.2, sent=1.5)) == 2
