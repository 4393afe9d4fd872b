"""By when the person had written a text: what arrived after that they had not seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.messaging import inbox
from bot.handlers.engine.turn import WORDS, Turn

LATE = timedelta(minutes=1)
"""Later than the platform's other events: what it brought so late was written before what was shown meanwhile."""
AT_ONCE = timedelta(seconds=1)
"""Nobody reads a question and writes within it the same words that brought it: they were sent twice, or again without a
network, and it brought both."""
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


def sent_twice(turn: Turn, shown_at: datetime) -> bool:
    """Whether the event came at once after the open question was first shown, in the words that brought it."""
    came, before = turn.waiting.received_at, turn.conversation.asked.get(WORDS)
    if came is None or before is None or came - shown_at > AT_ONCE:
        return False
    return bool(turn.words_mark() == before)
