"""How much somebody may try, and how often she is answered, before we know who she is.

`Conversation.refused` counts both: a mere word weighs 1 and few of them are counted, a wrong code weighs
`WRONG_CODE`. So however much she chats, her code is looked up when she has one.
"""

from __future__ import annotations

from datetime import timedelta

from backend.domain.messaging.message import Message, tr
from backend.services.people import service as people_service
from bot.handlers.engine.turn import Turn

LIMIT_SPAN = timedelta(hours=1)
REFUSALS_SAID = 3
"""So many times in `LIMIT_SPAN` a stranger is told how to get an invitation."""
WRONG_CODE = 16


def word(turn: Turn, most: int) -> bool:
    """One more word that let nobody in; False when she has had `most` answers to such in `LIMIT_SPAN`, so that a
    loop of messages costs us next to nothing. `most` is less than `WRONG_CODE`."""
    if turn.conversation.refused % WRONG_CODE >= most and not _is_over(turn):
        return False
    _count(turn, 1)
    return True


def wrong_code(turn: Turn) -> Message:
    """One more; what to say of it besides, if it was the last for now."""
    _count(turn, WRONG_CODE)
    if guesses_too_much(turn):
        return tr("Cela fait beaucoup d'essais. Attends une heure avant d'écrire un autre code.")
    return Message()


def guesses_too_much(turn: Turn) -> bool:
    """Whether so many wrong codes came from her of late that none is looked up any more."""
    talk = turn.conversation
    if talk.refused_at is not None and turn.now - talk.refused_at > people_service.CODE_PAUSE:
        talk.refused, talk.refused_at = 0, None
    return talk.refused // WRONG_CODE >= people_service.CODE_TRIES


def forget(turn: Turn) -> None:
    """She is in."""
    turn.conversation.refused, turn.conversation.refused_at = 0, None


def _count(turn: Turn, weight: int) -> None:
    talk = turn.conversation
    if _is_over(turn):
        talk.refused, talk.refused_at = 0, turn.now
    talk.refused += weight


def _is_over(turn: Turn) -> bool:
    at = turn.conversation.refused_at
    return at is None or turn.now - at > LIMIT_SPAN
