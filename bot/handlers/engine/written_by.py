"""By when the person had written what the platform brought late: what arrived after that they had not seen."""

from __future__ import annotations

from datetime import datetime, timedelta

from backend.db.messaging import inbox
from bot.handlers.engine.turn import Turn

LATE = timedelta(minutes=1)
"""Later than the platform's other events: what it brought so late was written before what was shown meanwhile."""
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
