"""What goes next: what takes several messages of the platform's waits until there is room for all of them."""

from __future__ import annotations

from backend.db.messaging.outbox import WaitingMessage
from backend.domain.messaging.states import Lane
from bot.channels.base import Pace
from bot.delivery.pace import Limits
from bot.delivery.send_queue import SendQueue
from tests.integration.scenes import NOW

RATE = 10


def row(number: int, pieces: int) -> WaitingMessage:
    return WaitingMessage(number, number, number, f"chat {number}", Lane.TURN, "reply", NOW, message=pieces)


def takes(waiting: WaitingMessage) -> int:
    pieces: int = waiting.message
    return pieces


def sends(desk: SendQueue, now: float) -> list[int]:
    """What may go now, as the relay takes it."""
    gone = []
    for each in desk.next(now, NOW):
        desk.limits.take(each.address, now, urgent=True, pieces=desk.pieces(each))
        gone.append(each.id)
    return gone


def answered(desk: SendQueue, pieces: list[int], now: float) -> None:
    for each in pieces:
        desk.limits.answered("a chat", now, now, urgent=True, pieces=each)


def test_a_long_message_waits_for_as_many_places_as_it_takes() -> None:
    desk = SendQueue(Limits(Pace(RATE, 1.0, 20), 0.0), 10, takes)
    wanted = desk.wanted(0.0)
    desk.found(wanted, [*(row(n, 1) for n in range(8)), row(8, 3), row(9, 1)])
    assert sends(desk, 0.0) == list(range(8))  # two places are left, and nothing goes past it
    assert desk.pause(0.0, NOW, 60.0) == 60.0  # nothing can change before an answer comes
    assert desk.stuck
    answered(desk, [1] * 8, 0.1)
    assert 0.9 < desk.pause(0.1, NOW, 60.0) <= 1.0
    assert sends(desk, 1.0) == []
    assert sends(desk, 1.2) == [8, 9]
    assert desk.limits.room(1.2, urgent=True) == RATE - 4


def test_one_that_takes_more_than_there_ever_is_goes_alone() -> None:
    desk = SendQueue(Limits(Pace(2, 1.0, 20), 0.0), 10, takes)
    desk.found(desk.wanted(0.0), [row(1, 3), row(2, 1)])
    assert sends(desk, 0.0) == [1]
    answered(desk, [3], 0.5)
    assert sends(desk, 1.0) == []
    assert sends(desk, 1.6) == [2]


def test_a_chat_takes_a_long_message_when_its_burst_has_room_for_all_of_it() -> None:
    desk = SendQueue(Limits(Pace(RATE, 1.0, 4), 0.0), 10, takes)
    desk.limits.take("chat 1", 0.0, urgent=True, pieces=3)
    desk.found(desk.wanted(0.0), [row(1, 3)])
    assert sends(desk, 0.0) == []
    assert desk.limits.chat_wait("chat 1", 0.0, 3) == 2.0
