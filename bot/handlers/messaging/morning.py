"""Messages that were held back during quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from backend.db.threads import routing as threads_routing
from backend.db.threads import schedule as threads_schedule
from backend.domain.messaging import quiet_hours
from backend.domain.messaging.message import load
from backend.domain.people.commands import Person
from bot.handlers.engine.turn import SAY, Turn

WAKE = SAY
AWAKE = timedelta(minutes=30)
"""Who has written within this time is told at once, also at night."""


async def told_at(turn: Turn, person: Person) -> datetime:
    """When the person is told of something: now, or when their night is over."""
    chat = await threads_routing.one(turn.uow, person.id)
    if chat is not None and chat.heard_at is not None and turn.now - chat.heard_at < AWAKE:
        return turn.now
    return quiet_hours.after(turn.now, person.zone)


async def waits(turn: Turn, payload: Mapping[str, Any]) -> bool:
    """Let an event of our own clock wait for the person's morning if they sleep. Return whether it waits."""
    at = await told_at(turn, turn.person)
    if at > turn.now:
        await threads_schedule.set_morning(turn.uow, turn.person.id, at, payload)
    return at > turn.now


async def said_at_night(turn: Turn, payload: Mapping[str, Any]) -> None:
    """Send the held message in the morning; not after `stop`, and no encouragement during a pause."""
    person = turn.person
    resting = person.paused_until is not None and person.paused_until > turn.now
    if person.stopped_at is None and not (resting and payload["purpose"] == "encouragement"):
        await turn.say(load(payload["message"]), purpose=payload["purpose"])
