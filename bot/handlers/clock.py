"""Events of our own clock: the moment to write to somebody by ourselves, the end of a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.domain.messaging.message import load
from backend.domain.people import roles as roles_domain
from backend.services.identity import joining as joining_service
from backend.services.people import promotion as promotion_service
from bot.handlers.admin import roles
from bot.handlers.engine.turn import SAY, Turn
from bot.handlers.identity import joining_turns
from bot.handlers.messaging import files
from bot.handlers.people import invitations, promotion
from bot.handlers.reminders import message
from bot.handlers.threads import commands as threads_commands
from bot.handlers.work import batches

LANE = 1
WOKEN = {**batches.WOKEN, **invitations.WOKEN}


async def woken(turn: Turn, payload: Mapping[str, Any]) -> None:
    """What was planned for her has come due. The open conversation is left as it stands."""
    turn.lane = LANE
    name = payload["wake"]
    if (told := WOKEN.get(name)) is not None:
        await told(turn, payload)
        return
    if name in threads_commands.WOKEN:
        await threads_commands.WOKEN[name](turn, payload)
        for waited in payload.get("events", ()):  # for this morning
            await woken(turn, waited)
        return
    if name == SAY:
        await _said_at_night(turn, payload)
        return
    if name == "file":
        await files.refused(turn, payload)
        return
    if name == roles_domain.CHANGED:
        await roles.changed(turn, payload)
        return
    if name == joining_service.WAKE:
        await joining_turns.woken(turn, payload)
        return
    if name == promotion_service.WAKE:
        await promotion.welcome(turn, payload)
        return
    await message.woken(turn, datetime.fromisoformat(payload["due"]))


async def _said_at_night(turn: Turn, payload: Mapping[str, Any]) -> None:
    """What somebody said to her then, unless she wants to hear nothing now."""
    person = turn.person
    resting = person.paused_until is not None and person.paused_until > turn.now
    if person.stopped_at is None and not (resting and payload["purpose"] == "encouragement"):
        await turn.say(load(payload["message"]), purpose=payload["purpose"])
