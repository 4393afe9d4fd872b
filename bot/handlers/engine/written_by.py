"""By when the person had written a text: what arrived after that they had not seen."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from backend.db.messaging import inbox
from backend.domain.french.spelling import fold
from bot.channels.base import Text
from bot.handlers.engine.turn import Turn

LATE = timedelta(minutes=1)
"""Later than the platform's other events: what it brought so late was written before what was shown meanwhile."""
AT_ONCE = timedelta(seconds=1)
"""Nobody reads a question and writes within it the same words that answered the one before: they were sent twice, or
again without a network, and it brought both."""
WORDS = "t"
"""The key in `Conversation.answered` of the mark of the words that answered (`mark`)."""
_KEPT = "written by"


async def moment(turn: Turn) -> datetime | None:
    """When a text that the platform brought late was written at the latest. None: it did not come late, or nobody
    wrote. When it came says nothing: a message can be seen before the platform's answer to us is noted."""
    if _KEPT not in turn.kept:
        turn.kept[_KEPT] = await _moment(turn)
    found: datetime | None = turn.kept[_KEPT]
    return found


async def _moment(turn: Turn) -> datetime | None:
    came, said = turn.waiting.received_at, turn.waiting.said_at
    if came is None or said is None or came - said <= LATE:
        return None
    by = said + await inbox.least_delay(turn.uow, turn.waiting.channel) + LATE
    return by if by < came else None


def mark(turn: Turn) -> int | None:
    """By which the words of the turn's event are known again, however they are spelled; None if it has none."""
    heard = turn.channels[turn.waiting.channel].hear(turn.waiting.payload)
    return zlib.crc32(fold(heard.text).encode()) if isinstance(heard, Text) else None


def sent_twice(turn: Turn) -> bool:
    """Whether the event came at once after the answer to the question before, in the same words."""
    came, before = turn.waiting.received_at, turn.conversation.answered.get(WORDS)
    answered_at = turn.conversation.answered_at
    if came is None or before is None or answered_at is None or came - answered_at > AT_ONCE:
        return False
    return bool(mark(turn) == before)
