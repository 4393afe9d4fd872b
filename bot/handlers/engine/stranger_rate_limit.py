"""The rate limit of people without an account: how many codes they may try, and how often they are answered.

`Conversation.refused` counts both: a word that is no code adds 1, up to a limit below `WRONG_CODE`; a wrong code adds
`WRONG_CODE`. So chatting never uses up the tries for a code."""

from __future__ import annotations

from datetime import timedelta

from backend.domain.messaging.message import Message, tr
from backend.services.people import service as people_service
from bot.handlers.engine.turn import Turn

LIMIT_SPAN = timedelta(hours=1)
"""The span in which answers to a stranger's words are counted."""
REFUSALS_SAID = 3
"""How many times in `LIMIT_SPAN` a stranger is told how to get an invitation."""
WRONG_CODE = 16
"""What one wrong code adds to `Conversation.refused`."""


def word(turn: Turn, most: int) -> bool:
    """Count one more word that is no code. Return False if `most` of them were answered in `LIMIT_SPAN` already, so
    that a message loop costs next to nothing. `most` is less than `WRONG_CODE`."""
    if turn.conversation.refused % WRONG_CODE >= most and not _is_over(turn):
        return False
    _count(turn, 1)
    return True


def wrong_code(turn: Turn) -> Message:
    """Count one more wrong code. Return what to say besides: a warning if it was the last one for
    now, else an empty message."""
    _count(turn, WRONG_CODE)
    if guesses_too_much(turn):
        return tr("Cela fait beaucoup d'essais. Attends une heure avant d'écrire un autre code.")
    return Message()


def guesses_too_much(turn: Turn) -> bool:
    """Whether there were so many wrong codes that no further one is looked up until `CODE_PAUSE` has passed."""
    talk = turn.conversation
    if talk.refused_at is not None and turn.now - talk.refused_at > people_service.CODE_PAUSE:
        talk.refused, talk.refused_at = 0, None
    return talk.refused // WRONG_CODE >= people_service.CODE_TRIES


def forget(turn: Turn) -> None:
    """Reset the count: the person has an account now."""
    turn.conversation.refused, turn.conversation.refused_at = 0, None


def _count(turn: Turn, weight: int) -> None:
    talk = turn.conversation
    if _is_over(turn):
        talk.refused, talk.refused_at = 0, turn.now
    talk.refused += weight


def _is_over(turn: Turn) -> bool:
    at = turn.conversation.refused_at
    return at is None or turn.now - at > LIMIT_SPAN
