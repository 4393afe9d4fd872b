"""What a relay that takes over believes of the one before it."""

from __future__ import annotations

from bot.channels.base import Pace
from bot.delivery.pace import Limits

PAIR = Pace(80, 1 / 6, 3)


def test_what_may_have_gone_to_a_chat_unwritten_counts_there() -> None:
    limits = Limits(PAIR, 100.0)
    for at in (97.0, 98.0):
        limits.remember("225", at, 100.0)
    assert limits.chat_wait("225", 100.0) == 0
    limits.doubt("225", 1, 100.0)
    assert limits.chat_wait("225", 100.0) > 2  # its burst of three is over
    assert limits.chat_wait("226", 100.0) == 0
