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


def sends(queue: SendQueue, now: float) -> list[int]:
    """What may go now, as the relay takes it."""
    gone = []
    for each in queue.next(now, NOW):
        queue.limits.take(each.address, now, urgent=True, pieces=queue.pieces(each))
        gone.append(each.id)
    return gone


def answered(queue: SendQueue, pieces: list[int], now: float) -> None:
    for each in pieces:
        queue.limits.answered("a chat", now, now, urgent=True, pieces=each)


def test_a_long_message_waits_for_as_many_places_as_it_takes() -> None:
    queue = SendQueue(Limits(Pace(RATE, 1.0, 20), 0.0), 10, takes)
    wanted = queue.wanted(0.0)
    queue.found(wanted, [*(row(n, 1) for n in range(8)), row(8, 3), row(9, 1)])
    assert sends(queue, 0.0) == list(range(8))  # two places are left, and nothing goes past it
    assert queue.pause(0.0, NOW, 60.0) == 60.0  # nothing can change before an answer comes
    assert queue.stuck
    answered(queue, [1] * 8, 0.1)
    assert 0.9 < queue.pause(0.1, NOW, 60.0) <= 1.0
    assert sends(queue, 1.0) == []
    assert sends(queue, 1.2) == [8, 9]
    assert queue.limits.room(1.2, urgent=True) == RATE - 4


def test_one_that_takes_more_than_there_ever_is_goes_alone() -> None:
    queue = SendQueue(Limits(Pace(2, 1.0, 20), 0.0), 10, takes)
    queue.found(queue.wanted(0.0), [row(1, 3), row(2, 1)])
    assert sends(queue, 0.0) == [1]
    answered(queue, [3], 0.5)
    assert sends(queue, 1.0) == []
    assert sends(queue, 1.6) == [2]


def test_a_chat_takes_a_long_message_when_its_burst_has_room_for_all_of_it() -> None:
    queue = SendQueue(Limits(Pace(RATE, 1.0, 4), 0.0), 10, takes)
    queue.limits.take("chat 1", 0.0, urgent=True, pieces=3)
    queue.found(queue.wanted(0.0), [row(1, 3)])
    assert sends(queue, 0.0) == []
    assert queue.limits.chat_wait("chat 1", 0.0, 3) == 2.0
